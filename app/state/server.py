"""Work done once for the server's life: before the first page, and while its visitor looks at it."""

import gc
import threading

import streamlit as st
from state import uploads

from genrelib import audio


def prepare() -> None:
    """Make ready what every page needs, or wait for it: two threads that import may meet halfway in a circle."""
    _prepare()
    if _rest().is_alive():
        _rest().join()


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


@st.cache_resource(show_spinner=False)
def import_the_rest() -> bool:
    """Begin to import what the first page did without, while its visitor looks at it."""
    _rest().start()
    return True


@st.cache_resource(show_spinner=False)
def _prepare() -> bool:
    import genrelib.inference
    import genrelib.playback
    import genrelib.predictions.genres  # noqa: F401

    uploads.bound()
    audio.prepare()
    settle("imports")
    return True


@st.cache_resource(show_spinner=False)
def _rest() -> threading.Thread:
    return threading.Thread(target=_import_the_rest, name="imports", daemon=True)


def _import_the_rest() -> None:

    import genrelib.predictions.tags
    import genrelib.studies  # noqa: F401

    gc.freeze()
