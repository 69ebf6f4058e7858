"""Memory of a session for addresses: the keys of its state, and the address that the browser shows."""

import streamlit as st

KEPT = "kept choices"  # key -> value, of all pages
WRITTEN = "written addresses"  # page -> the address as this session wrote it last
PAGE = "open page"
FRESH = "address to write"  # key -> value, "" for a default
DEFAULTS = "default choices"  # key -> the page's default
LACKING = "choices that the page lacks"
OUTDATED = "choices that mean nothing any more"
STALE = "choices of the address that mean nothing any more"
TOUCHED = "a choice was made"
SOUND = "sound in the player"
LEFT = "places where sounds were left"  # sound -> its place in the address
RETURNED = "places where sounds go on"  # the same, as it was when the page was opened


def here() -> dict[str, str]:
    """The address as it is."""
    return {key: st.query_params[key] for key in st.query_params}


def linked() -> dict[str, str]:
    """The address less what a choice has just outdated."""
    stale = st.session_state.get(STALE, set())
    return {key: value for key, value in here().items() if key not in stale}
