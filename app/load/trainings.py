"""Trainings that go on beside the explorer, or were interrupted: looked up again after two seconds."""

from pathlib import Path

import streamlit as st

from genrelib import home, runs


def underway() -> list[runs.Training]:
    """Trainings in the visitor's folder of runs, those at work first; none where there is no such folder."""
    try:
        place = home() / "runs"
    except ValueError:  # a user without a home
        return []
    return _underway(str(place))


@st.cache_resource(ttl=2, show_spinner=False)
def _underway(place: str) -> list[runs.Training]:
    return runs.underway(Path(place))
