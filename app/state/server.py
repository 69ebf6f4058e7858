"""Work done once for the server's life, before the first page."""

import gc

import streamlit as st
from state import uploads

from genrelib import audio


@st.cache_resource(show_spinner=False)
def prepare() -> bool:
    """Bound uploads, keep a decoder warm, and take what the imports made out of the garbage collector's sight.

    Streamlit collects all garbage after every run of a page: without the last, it walks everything that PyTorch,
    Plotly and pandas made at their import, half a second each time.
    """
    import genrelib.inference
    import genrelib.playback
    import genrelib.predictions.genres
    import genrelib.predictions.tags
    import genrelib.studies  # noqa: F401

    uploads.bound()
    audio.prepare()
    gc.collect()
    gc.freeze()
    return True
