"""Folders of runs, read: what can be used of them, and why the rest is left out. Looked up again after ten seconds."""

import streamlit as st

from genrelib import runs
from genrelib.runs import Run


def readable() -> list[Run]:
    """Every run that can be read, the most trusted first."""
    return _scanned(places())[0]


def left_out() -> list[str]:
    """Reasons why runs that lie in the folders of runs are not shown, a sentence each."""
    return _scanned(places())[1]


def places() -> tuple[str, ...]:
    """Folders of runs, as caches tell them apart."""
    return tuple(map(str, runs.roots()))


@st.cache_resource(ttl=10, show_spinner=False)
def _scanned(places: tuple[str, ...]) -> tuple[list[Run], list[str]]:
    usable, left_out = runs.scan()
    return sorted(usable, key=runs.trust, reverse=True), [str(why) for why in left_out]
