"""Figures of systems that take a while to count, kept for all sessions."""

import streamlit as st

from genrelib import papers


@st.cache_resource(max_entries=256, show_spinner=False)
def weights(name: str) -> int | None:
    """Trainable numbers of a system of the catalogue, for its paper's labels; None for scikit-learn's."""
    system = papers.get(name)
    return system.count(system.labels)
