"""The widgets by which a sound and the systems are chosen."""

from collections.abc import Callable, Mapping
from functools import partial
from random import choice

import link
import provenance
import sounds
import streamlit as st

from genrelib.audio import AudioError
from genrelib.runs import Run

NOTHING = ""
FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"


def source() -> Callable[[], sounds.Sound]:
    """Let the kind of sound be chosen. What comes back asks for it and reads it, in its place below the choice.

    Until there is a sound that can be read, the page ends there: call it when all other choices are drawn.
    """
    link.choose("sound", list(SOURCES))
    st.pills(
        "Sound", list(SOURCES), format_func=TITLES.get, required=True, key="sound", on_change=link.forget, args=["t"]
    )
    return partial(_drawn, st.container(), SOURCES[link.keep("sound")])


def systems(trained: Mapping[str, Run], *outdated: str) -> list[Run]:
    """Let a run be chosen, and perhaps another to be shown beside it; `outdated` is chosen anew for another first."""
    first, second = st.columns(2)
    link.choose("run", list(trained))
    with first:
        st.selectbox(
            "Network",
            list(trained),
            format_func=lambda name: provenance.entry(trained[name]),
            key="run",
            on_change=link.renew,
            args=outdated,
        )
    leading = link.keep("run")
    others = [NOTHING, *(name for name in trained if name != leading)]
    link.choose("other", others)
    with second:
        st.selectbox(
            "Another one beside it",
            others,
            format_func=lambda name: provenance.entry(trained[name]) if name else "none",
            key="other",
        )
    return [trained[name] for name in (leading, link.keep("other")) if name]


def judged(found: Mapping[str, Run]) -> Run:
    """Let a run with test answers be chosen; what was chosen of another run's rows is forgotten."""
    link.choose("run", list(found))
    st.selectbox(
        "Run",
        list(found),
        format_func=lambda name: provenance.entry(found[name]),
        key="run",
        on_change=link.forget,
        args=["row", "t"],
    )
    return found[link.keep("run")]


def segment(label: str, key: str, options: Mapping[str, str], *outdated: str) -> str:
    """Let one of a few be chosen, by its key; `options` gives the words. `outdated` leaves the address with it."""
    link.choose(key, list(options))
    st.segmented_control(
        label, list(options), required=True, format_func=options.get, key=key, on_change=link.forget, args=outdated
    )
    return link.keep(key)


def _drawn(place, ask: Callable[[], sounds.Sound]) -> sounds.Sound:
    with place:
        sound = ask()
        st.caption(link.plain(sound.note))
        return sound


def _composed() -> sounds.Sound:
    tracks = sounds.composed()
    link.choose("track", list(tracks))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Track", list(tracks), format_func=tracks.get, key="track", on_change=link.forget, args=["t"], width=480
        )
        st.button("Another one", icon=":material/shuffle:", on_click=_shuffle, args=[list(tracks)])
    return sounds.composition(link.keep("track"))


def _shuffle(tracks: list[str]) -> None:
    st.session_state.track = choice(tracks)
    link.forget("t")


def _uploaded() -> sounds.Sound:
    file = st.file_uploader("Drop a song here", key="file", label_visibility="collapsed")
    if file is None:
        st.info(f"Drop a song: {FORMATS}. A link cannot carry it: who opens this address sees an empty box.")
        st.stop()
    return _read(file.getvalue(), file.name)


def _recorded() -> sounds.Sound:
    file = st.audio_input("Record a sound", sample_rate=None, key="microphone", label_visibility="collapsed")
    if file is None:
        st.info("Press the microphone, hum, press again. Browsers lend it to pages on localhost and https only.")
        st.stop()
    return _read(file.getvalue(), "Your recording")


def _read(data: bytes, name: str) -> sounds.Sound:
    try:
        return sounds.upload(data, name)
    except AudioError as error:
        st.error(link.plain(str(error)))
        st.stop()


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
