"""Choices that go along from page to page, whichever is open, in the address of each: the size of type, the tour.

They are met before a page is drawn, so that what stands around every page can show them; `address.write` writes them.
The address wins where it has one. One that it lacks was taken away there (Back), but by the way to another page: links
and the menu lead on without naming it.
"""

import streamlit as st
from state.address import memory

KEYS = ("type", "tour")
_VALUES = "choices that go along"  # key -> value
_WRITTEN = "choices that went along"  # those that the open page's address was given
_PAGE = "page that they went along to"


def meet(page: str) -> None:
    """Take over what the address of a page says."""
    state = st.session_state
    if state.get(memory.TOUCHED):  # a choice was made before the browser got the last address: this is an older one
        return
    values = state.setdefault(_VALUES, {})
    station = values.get("tour", "")
    written = state.get(_WRITTEN, {}) if state.get(_PAGE) == page else {}
    for key in KEYS:
        if key in st.query_params:
            values[key] = st.query_params[key]
        elif key in written:
            values.pop(key, None)
    if values.get("tour", "") not in ("", station):  # another station is the view of its address, and of no other
        for key in state.pop(memory.KEPT, {}):
            state.pop(key, None)
    state[_PAGE] = page
    state[_WRITTEN] = {}


def value(key: str) -> str:
    """The choice for this key, "" for none."""
    return st.session_state.get(_VALUES, {}).get(key, "")


def change(key: str, value: str) -> None:
    """Make a choice, "" for none: for the callback of a widget."""
    st.session_state.setdefault(_VALUES, {})[key] = value
    st.session_state[memory.TOUCHED] = True


def written() -> dict[str, str]:
    """All choices, to be written into the open page's address."""
    values = {key: value for key, value in st.session_state.get(_VALUES, {}).items() if value}
    st.session_state[_WRITTEN] = values
    return values


def along(choices: dict[str, str]) -> dict[str, str]:
    """Choices of a link to another page, and those that go along."""
    return {key: value for key, value in st.session_state.get(_VALUES, {}).items() if value} | choices
