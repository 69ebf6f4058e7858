"""The player on a Streamlit page."""

from collections.abc import Callable

import streamlit as st

from genrelib.player.payload import join, split
from genrelib.player.place import Place
from genrelib.player.script import SCRIPT, STYLE

HOST = """
export default ({ parentElement, data, setStateValue }) =>
  mount(parentElement, data, (state) => setStateValue("state", state));
"""

STATE = ("time", "loop", "box", "view", "over", "playing")
_component = st.components.v2.component("genrelib.player", css=STYLE, js=SCRIPT + HOST)


def streamlit(
    payload: bytes, key: str, start: float | Place | None = None, on_change: Callable[[], None] = lambda: None
) -> dict:
    """Show the player and return its state.

    That is {"time": s, "loop": [a, b], "box": {"seconds", "hz"}, "view": [a, b], "over": title, "playing": bool}.
    Without a loop or a box, where all seconds are in view and nothing lies over the spectrogram, these are None; pairs
    have the lower first. The page reruns on pause, on seek, on zoom, at the end of a selection and when something is
    laid over the spectrogram, never during playback. `start` (seconds or a place, a deep link) moves
    the playhead there without playing, loops and zooms, whenever it changes; what lies outside the recording is
    ignored. A rerun with the same payload does not disturb playback.
    """
    place = Place(start) if isinstance(start, int | float) else start
    header, body = split(payload)
    component = _component(
        key=key,
        data=join({**header, "start": place and place.to_dict()}, body),
        default={"state": None},
        on_state_change=on_change,
    )
    state = component.state
    if state is None or state["hash"] != header["hash"]:  # the state of an earlier recording under this key
        return dict.fromkeys(STATE) | {"time": place.time if place else 0.0, "playing": False}
    return {name: state[name] for name in STATE}
