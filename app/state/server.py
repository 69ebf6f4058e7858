"""Work done once for the server's life, before the first page."""

import gc

import streamlit as st
from state import uploads

from genrelib import audio


@st.cache_resource(show_spinner=False)
def prepare() -> bool:
    """Import what all pages need, bound uploads, keep a decoder warm."""
    import genrelib.inference
    import genrelib.playback
    import genrelib.predictions.genres
    import genrelib.predictions.tags
    import genrelib.studies  # noqa: F401

    uploads.bound()
    audio.prepare()
    settle("imports")
    return True


@st.cache_resource(show_spinner=False)
def settle(drawn: str) -> bool:
    """Take what there is out of the garbage collector's sight, once for the imports and once for each page drawn.

    Streamlit collects all garbage after every run of a page, and while it does no other page runs: it would walk half
    a second through everything that PyTorch, Plotly and pandas made at their import, and 15 ms through what a page's
    first visit imported and read. What is frozen is still freed when its last reference goes; only circles are not.
    """
    gc.collect()
    gc.freeze()
    return True
