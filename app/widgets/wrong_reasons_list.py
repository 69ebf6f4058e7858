"""Cases in which an answer hangs on something other than the music, as links into Clip lab."""

from collections.abc import Sequence

import streamlit as st
from state import address
from widgets import notes

from genrelib.wrong_reasons import Case


def draw(cases: Sequence[Case]) -> None:
    """A line and a link for each case; of none, say what would measure them."""
    if not cases:
        st.info("No cases were measured yet: `python -m genrelib wrong-reasons --out assets/wrong-reasons.json`")
        return
    st.caption(
        "Found by changing what should not matter: the kind of music that a network learned from, or the sound of the "
        "record while every note stays. The tables are in `docs/wrong-reasons.md`."
    )
    for case in cases:
        notes.link(case.choices["track"], "clip_lab", address.plain(case.says), **case.choices)
