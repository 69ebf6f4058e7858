"""The player's place in a sound: where it opens, and where it was left."""

import streamlit as st
from state.address import memory

from genrelib.player import Place, link_to
from genrelib.player.place import KEYS as PLACE

PLAYER = "player"  # key of the player's widget


def start(sound: str, otherwise: float = 0.0) -> Place:
    """Place at which the player opens.

    Where the sound was left before another page was opened; else the link's for the first sound of a session, the
    second `otherwise` for later ones.
    """
    state = st.session_state
    state[memory.SOUND] = sound
    if "opened" not in state:
        state.opened = (sound, {key: value for key, value in memory.here().items() if key in PLACE})
    if sound in state.get(memory.RETURNED, {}):
        for key, value in state[memory.RETURNED][sound].items():
            state.setdefault(memory.FRESH, {}).setdefault(key, value)
        return Place.from_link(state[memory.RETURNED][sound], float(otherwise))
    first, linked = state.opened
    return Place.from_link(linked if sound == first else {}, float(otherwise))


def place() -> Place:
    """The place that the player was left at, as this page's address will have it: after `start`."""
    return Place.from_link(st.session_state.get(memory.FRESH, {}), 0.0)


def keep_place() -> None:
    """Write the place of the playhead, loop, box and view into the address: the player calls this when one moved."""
    state = st.session_state[PLAYER].state
    if state:
        place = link_to(state)
        st.session_state[memory.TOUCHED] = True
        st.session_state.setdefault(memory.LEFT, {})[st.session_state.get(memory.SOUND, "")] = place
        written = st.session_state.setdefault(memory.WRITTEN, {}).setdefault(st.session_state.get(memory.PAGE, ""), {})
        for key in PLACE:
            written.pop(key, None)
        written |= place
        others = {key: value for key, value in memory.here().items() if key not in PLACE}
        if others | place != memory.here():
            st.query_params.from_dict(others | place)
