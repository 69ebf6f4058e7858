"""The player on a Streamlit page."""

from collections.abc import Callable

import streamlit as st

from genrelib.player.payload import join, split
from genrelib.player.script import SCRIPT, STYLE

HOST = """
export default ({ parentElement, data, setStateValue }) =>
  mount(parentElement, data, (state) => setStateValue("state", state));
"""

_component = st.components.v2.component("genrelib.player", css=STYLE, js=SCRIPT + HOST)


def streamlit(
    payload: bytes, key: str, start: float | None = None, on_change: Callable[[], None] = lambda: None
) -> dict:
    """Show the player and return its state: {"time": s, "loop": [a, b], "box": {"seconds", "hz"}, "playing": bool}.

    Without a loop or a box these are None; `seconds` and `hz` are pairs, the lower first. The page reruns on pause, on
    seek and at the end of a selection, never during playback. `start` (seconds, a deep link) moves the playhead there
    without playing, whenever it changes. A rerun with the same payload does not disturb playback.
    """
    header, body = split(payload)
    component = _component(
        key=key,
        data=join({**header, "start": start}, body),
        default={"state": None},
        on_state_change=on_change,
    )
    state = component.state
    if state is None or state["hash"] != header["hash"]:  # the state of an earlier recording under this key
        return {"time": start or 0.0, "loop": None, "box": None, "playing": False}
    return {name: state[name] for name in ("time", "loop", "box", "playing")}
