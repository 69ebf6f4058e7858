"""The sound that is judged: a track of a data set, uploaded or recorded, and kept when another page is opened."""

from collections.abc import Callable
from random import choice

import streamlit as st
from load import sounds
from state import address

from genrelib.audio import AudioError

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"
_OWN = "own sounds"  # kind -> the visitor's latest sound of it: a widget that is not drawn forgets its file


def choose_kind() -> str:
    """Let the kind of sound be chosen."""
    kinds = [*sounds.libraries(), *OWN]
    address.choose("sound", kinds)
    st.pills(
        "Sound",
        kinds,
        format_func=_title,
        required=True,
        label_visibility="collapsed",
        key="sound",
        on_change=address.renew,
        args=["t", "track"],
    )
    return address.keep("sound")


def read(kind: str) -> sounds.Sound:
    """Let the sound of that kind be chosen, and read it; the page ends here until there is one that can be read."""
    return OWN[kind]() if kind in OWN else _of_a_set(kind)


def _title(kind: str) -> str:
    return TITLES.get(kind) or f":material/library_music: {address.plain(kind.removeprefix('folder-'))}"


def _of_a_set(name: str) -> sounds.Sound:
    with address.refused():
        tracks = sounds.listed(name)
    address.choose("track", list(tracks))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Track", list(tracks), format_func=tracks.get, key="track", on_change=address.forget, args=["t"])
        st.button("Another", icon=":material/shuffle:", on_click=_shuffle, args=[list(tracks)])
    track = address.keep("track")
    with address.refused():
        return sounds.composition(track) if name == sounds.JUKEBOX else sounds.filed(name, track)


def _shuffle(tracks: list[str]) -> None:
    st.session_state.track = choice(tracks)
    address.forget("t")


def _uploaded() -> sounds.Sound:
    changed = {"on_change": _let_go, "args": ["upload"]}
    file = st.file_uploader("Drop a song here", key="file", label_visibility="collapsed", **changed)
    invitation = f"Drop a song: {FORMATS}. A link cannot carry it: who opens this address sees an empty box."
    return _own("upload", file, file and file.name, invitation)


def _recorded() -> sounds.Sound:
    changed = {"on_change": _let_go, "args": ["record"]}
    file = st.audio_input("Record a sound", sample_rate=None, key="microphone", label_visibility="collapsed", **changed)
    invitation = "Press the microphone, hum, press again. Browsers lend it to pages on localhost and https only."
    return _own("record", file, "Your recording", invitation)


def _own(kind: str, file, name: str, invitation: str) -> sounds.Sound:
    """The sound of a visitor's file, or the one that was there before another page was opened."""
    own = st.session_state.setdefault(_OWN, {})
    if file is not None:
        try:
            own[kind] = sounds.upload(file.getvalue(), name)
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


def _let_go(kind: str) -> None:
    """Another file was chosen, or the file was taken away."""
    address.forget("t")
    st.session_state.get(_OWN, {}).pop(kind, None)


OWN: dict[str, Callable[[], sounds.Sound]] = {
    "upload": _uploaded,
    "record": _recorded,
}
TITLES = {
    sounds.JUKEBOX: ":material/music_note: Jukebox (synthetic)",
    "gtzan": ":material/library_music: GTZAN",
    "upload": ":material/upload_file: Your file",
    "record": ":material/mic: Record",
}
