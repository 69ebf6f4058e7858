"""The choice of the sound that is judged: a track of a data set, a file of a visitor's, or a recording."""

from collections.abc import Callable, Sequence
from random import choice

import streamlit as st
from load import openings, sounds
from state import address, uploads
from state import sound as sound_state
from streamlit.delta_generator import DeltaGenerator
from widgets import several_files

from genrelib.audio import AudioError
from genrelib.runs import Run

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"


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
        on_change=_change_kind,
    )
    return address.keep("sound")


def read(kind: str, chosen: Sequence[Run], below: DeltaGenerator) -> sounds.Sound:
    """Let the sound of that kind be chosen, and read it; the page ends here until there is one that can be read.

    Of several files all are asked about by the `chosen` runs, in a table that stands `below`.
    """
    return OWN[kind](chosen, below) if kind in OWN else _of_a_set(kind)


def change_files(kind: str) -> None:
    """Forget the visitor's sound of that kind: another file was chosen, or the file was taken away."""
    several_files.restart()
    address.forget("t")
    sound_state.drop(kind)


def _change_kind() -> None:
    """Another kind of sound was chosen: a network that nobody chose gives way to the one that suits the kind."""
    address.renew("t", "track")
    if "run" not in st.query_params:
        address.renew("run")


def _title(kind: str) -> str:
    return TITLES.get(kind) or f":material/library_music: {address.plain(kind.removeprefix('folder-'))}"


def _of_a_set(name: str) -> sounds.Sound:
    with address.refused():
        tracks = sounds.listed(name)
    if name == sounds.JUKEBOX:
        tracks = openings.first(openings.track(), tracks)
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


def _uploaded(chosen: Sequence[Run], below: DeltaGenerator) -> sounds.Sound:
    changed = {"on_change": change_files, "args": ["upload"]}
    files = st.file_uploader(
        "Drop songs here", key="file", label_visibility="collapsed", accept_multiple_files=True, **changed
    )
    file = files[-1] if files else None
    if len(files) > 1:
        with below:
            if len(files) > uploads.BATCH:
                st.warning(
                    f"The newest {uploads.BATCH} of your files are kept, and {uploads.SESSION >> 20} MB of them."
                )
            file = several_files.choose_file(files[-uploads.BATCH :], chosen)
    invitation = (
        f"Drop a song: {FORMATS}; or up to {uploads.BATCH}, for a table of them. A link cannot carry it: who opens "
        "this address sees an empty box."
    )
    return _own("upload", file, file and file.name, invitation)


def _recorded(_chosen: Sequence[Run], _below: DeltaGenerator) -> sounds.Sound:
    changed = {"on_change": change_files, "args": ["record"]}
    file = st.audio_input("Record a sound", sample_rate=None, key="microphone", label_visibility="collapsed", **changed)
    invitation = "Press the microphone, hum, press again. Browsers lend it to pages on localhost and https only."
    return _own("record", file, "Your recording", invitation)


def _own(kind: str, file, name: str, invitation: str) -> sounds.Sound:
    """The sound of a visitor's file, or the one that was there before another page was opened."""
    if file is not None:
        try:
            sound_state.receive(kind, file, name)
        except AudioError as error:
            sound_state.drop(kind)
            st.error(address.plain(str(error)))
            address.stop()
    kept = sound_state.latest(kind)
    if kept is None:
        st.info(invitation)
        address.leave(several_files.OPENED)
        address.stop()
    if file is None:
        st.caption(f"**{address.plain(kept.title)}** is still here.")
    return kept


OWN: dict[str, Callable[[Sequence[Run], DeltaGenerator], sounds.Sound]] = {
    "upload": _uploaded,
    "record": _recorded,
}
TITLES = {
    sounds.JUKEBOX: ":material/music_note: Jukebox (synthetic)",
    "gtzan": ":material/library_music: GTZAN",
    "upload": ":material/upload_file: Your file",
    "record": ":material/mic: Record",
}
