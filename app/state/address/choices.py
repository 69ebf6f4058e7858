"""Choices that an address carries: a widget of a key gets its value before it is drawn, and gives it after."""

import math
from collections.abc import Sequence

import streamlit as st
from state.address import memory
from state.address.links import chosen, several
from state.address.refusals import plain


def choose(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its value: its own, else the link's, else what was kept, else the first option.

    Assigned on every run, because Streamlit forgets a widget that one run did not draw. A link to what is not here gets
    a word; a choice that this page lacks gives way without one, and comes back where it is there.
    """
    state = st.session_state
    value = state.get(key)
    if value is None and key in memory.linked():
        value = st.query_params[key]
        if value not in options:
            st.warning(
                f"The link asks for {key} “{plain(value)}”, which is not here. This is the first choice instead."
            )
    kept = state.get(memory.KEPT, {}).get(key)
    if kept is not None and kept not in options:
        state.setdefault(memory.LACKING, set()).add(key)
    if value is None:
        value = kept
    state.setdefault(memory.DEFAULTS, {})[key] = options[0]
    state[key] = value if value in options else options[0]


def lacking(key: str) -> str:
    """The choice for this key on another page that is not to be had here, "" if there is none."""
    state = st.session_state
    return state.get(memory.KEPT, {}).get(key, "") if key in state.get(memory.LACKING, set()) else ""


def wish(key: str) -> str:
    """The choice for this key that the link asks for, else the one of another page; "" where there is none."""
    return memory.linked().get(key) or st.session_state.get(memory.KEPT, {}).get(key, "")


def asks(key: str) -> bool:
    """True if the address has a choice for this key that no other choice has outdated."""
    return key in memory.linked()


def keep(key: str) -> str:
    """The widget's value, which goes into the address unless it is the default, and is kept for other pages."""
    state = st.session_state
    value = state[key]
    default = state.get(memory.DEFAULTS, {}).get(key)
    # a default that a link spelt out stays there: an address is not rewritten for opening it
    state.setdefault(memory.FRESH, {})[key] = "" if value == default and key not in memory.linked() else value
    if not (key in state.get(memory.LACKING, set()) and value == default):
        state.setdefault(memory.KEPT, {})[key] = value
    return value


def leave(key: str) -> None:
    """Leave what the address says for this key as it stands: a page that cannot tell yet what it means."""
    if key in memory.linked():
        st.session_state.setdefault(memory.FRESH, {})[key] = st.query_params[key]


def choose_text(key: str, otherwise: str, longest: int) -> None:
    """Give the widget of this key its text: its own, else the link's, else what was kept, else `otherwise`."""
    state = st.session_state
    value = state.get(key) or memory.linked().get(key) or state.get(memory.KEPT, {}).get(key) or otherwise
    state.setdefault(memory.DEFAULTS, {})[key] = otherwise
    state[key] = value[:longest]


def choose_several(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its values, of which there may be none: its own, else the link's, else what was kept.

    A link repeats the key or writes commas. One to what is not here gets a word.
    """
    state = st.session_state
    kept = chosen(state.get(memory.KEPT, {}).get(key, ""), options)
    values = state.get(key)
    if values is None and key in memory.linked():
        values = [value for text in st.query_params.get_all(key) for value in chosen(text, options)]
        for gone in sorted({*values} - {*options}):
            st.warning(f"The link asks for {key} “{plain(gone)}”, which is not here, or leads already.")
    if not {*kept} <= {*options}:
        state.setdefault(memory.LACKING, set()).add(key)
    values = [value for value in dict.fromkeys(kept if values is None else values) if value in options]
    state.setdefault(memory.DEFAULTS, {})[key] = state[key] = values


def keep_several(key: str) -> list[str]:
    """The widget's values, which go into the address and are kept for other pages."""
    state = st.session_state
    values = state[key]
    text = several(values)
    state.setdefault(memory.FRESH, {})[key] = text
    if not (key in state.get(memory.LACKING, set()) and values == state.get(memory.DEFAULTS, {}).get(key)):
        state.setdefault(memory.KEPT, {})[key] = text
    return values


def choose_number(key: str, otherwise: float) -> float:
    """Give the widget of this key its number: its own, else the link's, else `otherwise`; links hold 0 to 1."""
    value = st.session_state.get(key)
    if value is None:
        text = memory.linked().get(key, "")
        value = _number(text, -1.0)
        if text and not 0 <= value <= 1:
            st.warning(f"The link asks for {key} “{plain(text)}”, which is no number from 0 to 1.")
        value = value if 0 <= value <= 1 else otherwise
    st.session_state[key] = value
    return value


def keep_number(key: str, default: float) -> float:
    """The widget's number, which goes into the address with three decimals unless it is the default."""
    value = st.session_state[key]
    st.session_state.setdefault(memory.FRESH, {})[key] = (
        "" if math.isclose(value, default) and key not in memory.linked() else f"{value:.3f}"
    )
    return value


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
