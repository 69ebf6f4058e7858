"""The training tracks that a network hears as most alike to a sound."""

import streamlit as st
import words
from load import opinions, sounds
from state import address
from widgets import notes, tables

from genrelib.runs import Run


def draw(name: str, run: Run, sound: sounds.Sound) -> None:
    """Draw a table of them, if the run's embeddings are here."""
    try:
        near = opinions.nearest(run, sound)
    except ValueError as error:
        notes.cautions([str(error)])
        return
    if not near:
        return
    st.caption(f"Of the tracks that it learned from, **{address.plain(name)}** hears these as most alike:")
    tables.alike(near, sounds.facts(run.data), f"Tracks most alike to {name}")
    notes.cautions(words.same(near, opinions.least_distance(run)))
