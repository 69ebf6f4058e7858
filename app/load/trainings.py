"""Trainings that go on beside the explorer, or were interrupted: looked up again after two seconds."""

import streamlit as st

from genrelib import home, runs


@st.cache_resource(ttl=2, show_spinner=False)
def underway() -> list[runs.Training]:
    """Trainings in the visitor's folder of runs, those at work first; none where there is no such folder."""
    try:
        return runs.underway(home() / "runs")
    except ValueError:  # a user without a home
        return []
