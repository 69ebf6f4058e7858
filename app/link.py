"""The page's address holds what was chosen, so that a class of thirty can open the very same view."""

from collections.abc import Sequence

import streamlit as st

PLAYER = "player"  # key of the player's widget


def choose(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its value: its own, else the link's, else the first option, with a word about it.

    Assigned on every run, because Streamlit forgets a widget that one run did not draw.
    """
    value = st.session_state.get(key)
    if value not in options:
        value = st.query_params.get(key, options[0])
    if value not in options:
        st.warning(f"The link asks for {key} “{plain(value)}”, which is not here. This is the first choice instead.")
        value = options[0]
    st.session_state[key] = value


def keep(key: str) -> str:
    """Write the widget's value into the address and return it."""
    value = st.session_state[key]
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)
    return value


def start(sound: str) -> float:
    """Second at which the player opens: the link's `t` for the first sound of a session, 0 for later ones."""
    if "opened" not in st.session_state:
        st.session_state.opened = (sound, _seconds(st.query_params.get("t", "0")))
    first, seconds = st.session_state.opened
    return seconds if sound == first else 0.0


def keep_time() -> None:
    """Write the playhead's place into the address: the player calls this when somebody moved it."""
    state = st.session_state[PLAYER].state
    if state:
        st.query_params["t"] = f"{state['time']:.1f}"


def forget_time() -> None:
    """Take the playhead's place out of the address: another sound was chosen."""
    st.query_params.pop("t", None)


def plain(text: str) -> str:
    """Text that Markdown leaves alone: names of files and links are written by strangers."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~$:&" else sign for sign in text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 < value < 1e6 else 0.0  # "nan" and "inf" are floats too
