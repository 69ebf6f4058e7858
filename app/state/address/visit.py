"""A visit to a page: it takes over what the address says, and writes what was chosen; a choice outdates others."""

import streamlit as st
from state.address import companions, memory

from genrelib.player.place import KEYS as PLACE


def open_page(name: str) -> None:
    """Begin a page: take over what the address says where it is not what this session wrote there."""
    state = st.session_state
    arrived = state.get(memory.PAGE) != name
    here = memory.here()
    before = state.setdefault(memory.WRITTEN, {}).get(name, {})
    kept = state.setdefault(memory.KEPT, {})
    if arrived:
        for key in kept:
            state.pop(key, None)  # what a widget of another page holds
        state[memory.RETURNED] = dict(state.get(memory.LEFT, {}))
        if any(key in here and here[key] != before.get(key) for key in PLACE):  # a link from page to page names a place
            state[memory.RETURNED] = {}
            state.pop("opened", None)
    # A choice made before the browser got the last address comes with an older one, which means nothing.
    touched = state.pop(memory.TOUCHED, False)
    if here != before and (here or not arrived) and not touched:
        for key in {*here, *before}:
            if here.get(key) != before.get(key):
                state.pop(key, None)
                kept.pop(key, None)
    outdated = state[memory.STALE] = state.pop(memory.OUTDATED, set())
    for key in outdated:
        kept.pop(key, None)
    state[memory.PAGE] = name
    state[memory.DEFAULTS] = {}
    state[memory.LACKING] = set()
    state[memory.FRESH] = {key: here[key] for key in here if key in PLACE and key not in outdated}


def write() -> None:
    """End a page: write its choices into the address, at once, if they differ from it."""
    chosen = {key: value for key, value in st.session_state.get(memory.FRESH, {}).items() if value}
    fresh = chosen | companions.written()
    if fresh != memory.here():
        st.query_params.from_dict(fresh)
    st.session_state.setdefault(memory.WRITTEN, {})[st.session_state.get(memory.PAGE, "")] = fresh


def forget(*keys: str) -> None:
    """Note that a choice was made, and take out of the address what no longer means anything, such as the place `t`.

    Every widget of a choice calls this, or `renew`, when it is changed.
    """
    st.session_state[memory.TOUCHED] = True
    st.session_state.setdefault(memory.OUTDATED, set()).update(keys)
    if "t" in keys:  # with it the rest of the place
        st.session_state[memory.OUTDATED].update(key for key in PLACE if key != "over")  # a way of looking, not a place
        st.session_state.pop(memory.RETURNED, None)


def renew(*keys: str) -> None:
    """Forget these and what their widgets hold, so that they are chosen anew: what they meant has changed."""
    forget(*keys)
    for key in keys:
        st.session_state.pop(key, None)
