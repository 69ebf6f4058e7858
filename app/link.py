"""The page's address holds what was chosen, so that a class of thirty can open the very same view."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

import streamlit as st

PLAYER = "player"  # key of the player's widget


def choose(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its value: its own, else the link's, else the first option, with a word about it.

    Assigned on every run, because Streamlit forgets a widget that one run did not draw. A value of its own that another
    choice took away gives way without a word.
    """
    value = st.session_state.get(key)
    if value is None:
        value = st.query_params.get(key, options[0])
        if value not in options:
            st.warning(
                f"The link asks for {key} “{plain(value)}”, which is not here. This is the first choice instead."
            )
    st.session_state[key] = value if value in options else options[0]


def choose_number(key: str, otherwise: float) -> float:
    """Give the widget of this key its number: its own, else the link's, else `otherwise`; links hold 0 to 1."""
    value = st.session_state.get(key)
    if value is None:
        told = st.query_params.get(key, "")
        value = _number(told, -1.0)
        if told and not 0 <= value <= 1:
            st.warning(f"The link asks for {key} “{plain(told)}”, which is no number from 0 to 1.")
        value = value if 0 <= value <= 1 else otherwise
    st.session_state[key] = value
    return value


def keep_number(key: str) -> float:
    """Write the widget's number into the address and return it."""
    value = st.session_state[key]
    st.query_params[key] = f"{value:.3f}"
    return value


def keep(key: str) -> str:
    """Write the widget's value into the address and return it."""
    value = st.session_state[key]
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)
    return value


def start(sound: str, otherwise: float = 0.0) -> float:
    """Second at which the player opens: the link's `t` for the first sound of a session, `otherwise` for later ones."""
    if "opened" not in st.session_state:
        st.session_state.opened = (sound, _seconds(st.query_params.get("t", ""), otherwise))
    first, seconds = st.session_state.opened
    return seconds if sound == first else otherwise


def keep_time() -> None:
    """Write the playhead's place into the address: the player calls this when somebody moved it."""
    state = st.session_state[PLAYER].state
    if state:
        st.query_params["t"] = f"{state['time']:.1f}"


def forget(*keys: str) -> None:
    """Take what no longer holds out of the address: the playhead's place `t` when another sound was chosen."""
    for key in keys:
        st.query_params.pop(key, None)


def renew(*keys: str) -> None:
    """Forget these and what their widgets hold, so that they are chosen anew: what they meant has changed."""
    forget(*keys)
    for key in keys:
        st.session_state.pop(key, None)


def page(name: str, **choices: str) -> str:
    """Address of another page with these choices made; the first page has the name ""."""
    return f"./{name}?{urlencode(choices)}"


@contextmanager
def refused() -> Iterator[None]:
    """End the page at what is refused within, with the reason in plain text: a damaged run, a sound of no use."""
    try:
        yield
    except ValueError as error:
        st.error(plain(str(error)))
        st.stop()


def plain(text: str) -> str:
    """Text that Markdown leaves alone: names of files and links are written by strangers."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~$:&" else sign for sign in text)


def _seconds(text: str, otherwise: float) -> float:
    value = _number(text, -1.0)
    return value if 0 <= value < 1e6 else otherwise  # "nan" and "inf" are floats too


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
