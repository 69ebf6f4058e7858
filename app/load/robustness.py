"""Results of edits over many tracks: those that are shipped, and the user's own."""

import streamlit as st

from genrelib import robustness
from genrelib.robustness.results import own_results


@st.cache_resource(ttl=60, show_spinner=False)
def rows() -> list[dict]:
    """Rows of `robustness`, the user's own after the shipped ones; none of a file that is damaged."""
    known: list[dict] = []
    for file in (robustness.SHIPPED, own_results()):
        try:
            known += robustness.read(file)
        except ValueError:  # the command that writes it says so
            continue
    return list({(row["run"], row["edit"]): row for row in known}.values())
