"""A visitor's sound on the map: a file dropped here, or the one that was brought to another page."""

import streamlit as st
from load import opinions
from load.sounds import Sound
from state import address
from state import sound as sound_state
from widgets import map_canvas, sound_choice

from genrelib.audio import AudioError
from genrelib.runs import Run

_FILE = "file for the map"
_REFUSED = "why the file for the map was refused"


def choose(run: Run) -> Sound | None:
    """Let a file be dropped; the visitor's latest sound, if this network can judge it."""
    if not run.has_weights:
        st.caption("Your own sound cannot be put here: this run comes without its weights.")
        return None
    st.file_uploader("Put your own sound on the map", key=_FILE, on_change=_dropped)
    if reason := st.session_state.get(_REFUSED):
        st.error(address.plain(reason))
    sound = sound_state.latest("upload")
    if sound is None:
        return None
    try:
        silent = opinions.predict(run, sound).silent
    except ValueError as error:
        st.error(address.plain(str(error)))
        return None
    if silent:
        st.info("Your sound is silent: there is nothing to put on the map.")
        return None
    st.caption(f"**{address.plain(sound.title)}** is the star. A link cannot carry it.")
    return sound


def _dropped() -> None:
    file = st.session_state[_FILE]
    st.session_state.pop(_REFUSED, None)
    sound_choice.change_files("upload")
    if file is None:
        return
    try:
        sound_state.receive("upload", file, file.name)
    except AudioError as error:
        st.session_state[_REFUSED] = str(error)
    else:
        map_canvas.choose_row(map_canvas.OWN)
