"""The sound that is judged: chosen of the jukebox, uploaded or recorded, and kept when another page is opened."""

from collections.abc import Callable
from random import choice

import streamlit as st
from load import openings, sounds
from state import address

from genrelib.audio import AudioError

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"
_OWN = "own sounds"  # kind -> the visitor's latest sound of it: a widget that is not drawn forgets its file


def choose_kind() -> str:
    """Let the kind of sound be chosen."""
    address.choose("sound", list(SOURCES))
    st.pills("Sound", list(SOURCES), format_func=TITLES.get, required=True, key="sound", on_change=_change_kind)
    return address.keep("sound")


def read(kind: str) -> sounds.Sound:
    """Let the sound of that kind be chosen, and read it; the page ends here until there is one that can be read."""
    sound = SOURCES[kind]()
    st.caption(address.plain(sound.note))
    return sound


def receive(kind: str, file, name: str) -> None:
    """Take a visitor's file as the latest sound of that kind. Raises AudioError if it is no usable audio."""
    st.session_state.setdefault(_OWN, {})[kind] = sounds.upload(file.getvalue(), name)


def latest(kind: str) -> sounds.Sound | None:
    """The visitor's latest sound of that kind, if there is one in this session."""
    return st.session_state.get(_OWN, {}).get(kind)


def let_go(kind: str) -> None:
    """Forget the visitor's sound of that kind: another file was chosen, or the file was taken away."""
    address.forget("t")
    st.session_state.get(_OWN, {}).pop(kind, None)


def _change_kind() -> None:
    """Another kind of sound was chosen: a network that nobody chose gives way to the one that suits the kind."""
    address.forget("t")
    if "run" not in st.query_params:
        address.renew("run")


def _composed() -> sounds.Sound:
    tracks = openings.first(openings.track(), sounds.composed())
    address.choose("track", list(tracks))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Track", list(tracks), format_func=tracks.get, key="track", on_change=address.forget, args=["t"], width=480
        )
        st.button("Another one", icon=":material/shuffle:", on_click=_shuffle, args=[list(tracks)])
    return sounds.composition(address.keep("track"))


def _shuffle(tracks: list[str]) -> None:
    st.session_state.track = choice(tracks)
    address.forget("t")


def _uploaded() -> sounds.Sound:
    changed = {"on_change": let_go, "args": ["upload"]}
    file = st.file_uploader("Drop a song here", key="file", label_visibility="collapsed", **changed)
    invitation = f"Drop a song: {FORMATS}. A link cannot carry it: who opens this address sees an empty box."
    return _own("upload", file, file and file.name, invitation)


def _recorded() -> sounds.Sound:
    changed = {"on_change": let_go, "args": ["record"]}
    file = st.audio_input("Record a sound", sample_rate=None, key="microphone", label_visibility="collapsed", **changed)
    invitation = "Press the microphone, hum, press again. Browsers lend it to pages on localhost and https only."
    return _own("record", file, "Your recording", invitation)


def _own(kind: str, file, name: str, invitation: str) -> sounds.Sound:
    """The sound of a visitor's file, or the one that was there before another page was opened."""
    own = st.session_state.setdefault(_OWN, {})
    if file is not None:
        try:
            receive(kind, file, name)
        except AudioError as error:
            own.pop(kind, None)
            st.error(address.plain(str(error)))
            address.stop()
    if kind not in own:
        st.info(invitation)
        address.stop()
    if file is None:
        st.caption(f"**{address.plain(own[kind].title)}** is still here.")
    return own[kind]


SOURCES: dict[str, Callable[[], sounds.Sound]] = {
    "jukebox": _composed,
    "upload": _uploaded,
    "record": _recorded,
}
TITLES = {
    "jukebox": ":material/music_note: Jukebox (synthetic)",
    "upload": ":material/upload_file: Your file",
    "record": ":material/mic: Record",
}
