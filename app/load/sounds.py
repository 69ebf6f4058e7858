"""The sounds that pages play: files of a visitor's for one session, tracks of data sets, and the jukebox's for all."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from load import scan
from load.shared import kept_for_all, turn

from genrelib import audio, store
from genrelib.datasets import Dataset, playback_source
from genrelib.datasets.dataset import default_root
from genrelib.datasets.splits import leaks
from genrelib.runs import Run

SAMPLE_RATE = 22_050  # Hz of a data set's tracks in the player: no system reads more
JUKEBOX = "jukebox"


@dataclass(frozen=True, eq=False)
class Sound:
    """A recording to be judged; `digest` names its samples in caches, `note` says what a listener must know of it.

    `data` and `track` say which track of which data set it is, "" of no known one.
    """

    title: str
    recording: audio.Recording
    digest: str
    note: str
    data: str = ""
    track: str = ""

    @property
    def public(self) -> bool:
        """True if it belongs to a data set of this computer, the same for all visitors."""
        return bool(self.data)


SOUND = {Sound: lambda sound: sound.digest}  # how caches tell sounds apart: `hash_funcs` of streamlit


# Resources, not data: nothing changes them, and copying ten minutes of music at every click would take a second.
@st.cache_resource(max_entries=3, scope="session", show_spinner="Reading the file …")
def upload(data: bytes, name: str) -> Sound:
    """A user's file, kept in memory until the session ends. Raises AudioError if it is no usable audio."""
    recording = audio.load_upload(data, name)
    note = "A link to this page cannot carry your sound: it stays in this computer's memory until you leave."
    if recording.truncated:
        note += f" Only its first {recording.length / 60:.0f} minutes are judged."
    return Sound(name, recording, hashlib.blake2b(data, digest_size=16).hexdigest(), note)


@st.cache_resource(ttl=60, show_spinner="Looking for the music …")
def _library(name: str, place: str) -> Dataset:
    return playback_source.sound(name)


@st.cache_resource(ttl=60, show_spinner=False)
def _prepared(fingerprint: str, _data: Dataset) -> store.Store | None:
    return store.prepared_waveforms(_data, SAMPLE_RATE)


@st.cache_resource(ttl=60, show_spinner=False)
def _facts(name: str, place: str) -> pd.DataFrame:
    return playback_source.facts(name)


def facts(name: str) -> pd.DataFrame:
    """Genre, artist, title and fault of a data set's tracks, as far as they are known here."""
    return _facts(name, str(default_root(name)))


def playable(name: str) -> frozenset[str]:
    """Tracks of the data set of that name whose sound is here; looked up again after ten seconds."""
    return _playable(name, str(default_root(name)))


@st.cache_resource(ttl=10, show_spinner=False)
def _playable(name: str, place: str) -> frozenset[str]:
    try:
        return frozenset(_library(name, place).tracks.index)
    except ValueError:
        return frozenset()


@kept_for_all(256 << 20, size=lambda recording: recording.waveform.nbytes, key=lambda digest, data, track: digest)
def _recording(digest: str, data: Dataset, track: str) -> audio.Recording:
    prepared = _prepared(data.fingerprint, data)
    if prepared is not None and track in prepared.spans:
        waveform = prepared.waveform(track)
    else:
        with st.spinner("Reading the track …"), turn():
            waveform = data.waveform(track, SAMPLE_RATE)
    return audio.whole(waveform, SAMPLE_RATE)


def track(name: str, track: str) -> Sound:
    """A track of the data set of that name; its note says if the user's copy holds a part of it only.

    Raises ValueError that says what to do where its sound is not here or cannot be read.
    """
    data = _library(name, str(default_root(name)))
    if track not in data.tracks.index:
        raise ValueError(f"{track} is not among the {len(data.tracks)} tracks of {data.name} that are here")
    seconds = data.tracks.seconds[track]
    note = f"Your copy holds {seconds:.1f} s of this track." if seconds < data.shortest else ""
    digest = f"{data.name}/{data.fingerprint}/{track}"
    return Sound(track, _recording(digest, data, track), digest, note, playback_source.home_of(name), track)


def libraries() -> list[str]:
    """Names of the data sets whose tracks can be chosen here: the jukebox, GTZAN, and what runs or links are about."""
    known = {JUKEBOX: None, "gtzan": None}
    known |= dict.fromkeys(
        [*(playback_source.home_of(run.data) for run in scan.readable()), *playback_source.remembered()]
    )
    return [name for name in known if playback_source.lies_here(name)]


def listed(name: str) -> dict[str, str]:
    """The tracks of a data set and who is said to play what: nothing that gives the genre away but a track's own name.

    Raises ValueError that says what to do where its sound is not here.
    """
    data = _library(name, str(default_root(name)))
    return _listed(data.fingerprint, data, name)


@st.cache_resource(max_entries=16, show_spinner=False)
def _listed(fingerprint: str, _data: Dataset, name: str) -> dict[str, str]:
    known = facts(name).reindex(_data.tracks.index).fillna("")
    lines: dict[str, str] = {}
    for track, artist, title in known[["artist", "title"]].itertuples():
        work = ": ".join(part for part in (artist, title) if part)
        lines[track] = work if "/" in track and work else f"{track} · {work}" if work else track
    shared = {line for line, count in Counter(lines.values()).items() if count > 1}
    return {
        track: f"{line} · no. {number}" if line in shared else line
        for number, (track, line) in enumerate(lines.items(), start=1)
    }


def filed(name: str, track_id: str) -> Sound:
    """A track of a data set of real music, with where it is filed and its known fault.

    Raises ValueError as `track` does.
    """
    sound = track(name, track_id)
    known = facts(name).loc[track_id]
    given = ", as its name gives away" if track_id.startswith(f"{known.genre}.") else ""
    filed_under = f", filed under {known.genre}{given}" if known.genre else ""
    note = f"A track of {name}{filed_under}."
    if known.fault:
        note += f" Known fault: {known.fault}."
    return replace(sound, note=f"{note} {sound.note}".rstrip())


def composition(name: str) -> Sound:
    """A track of the jukebox, with what is true of it."""
    truth = _library(JUKEBOX, str(default_root(JUKEBOX))).tracks.loc[name]
    note = (
        f"Synthetic music, composed by rule. What is true of it: {truth.true_genre}, {truth.key}, {truth.tempo:.0f} "
        f"beats a minute in bars of {truth.meter}, recorded as in the {truth.era}."
    )
    if truth.fault:
        note += f" A fault is planted here: {truth.fault}."
    return replace(track(JUKEBOX, name), title=f"{name} (synthetic)", note=note)


def part(run: Run, sound: Sound) -> str:
    """Part of a run's split that a sound lies in: "train", "valid", "test"; "" for no track of the run's data set.

    On a split that divides clips every track has some in training.
    """
    if sound.data != playback_source.home_of(run.data):
        return ""
    if leaks(run.split):
        return "train"
    if run.has_embeddings:  # parts as they were when it was trained
        return str(dict(zip(run.embeddings["track"], run.embeddings["part"], strict=True)).get(sound.track, ""))
    data = _library(sound.data, str(default_root(sound.data)))
    return str(data.parts(run.split, pd.DataFrame({"track": [sound.track], "start": [0.0]}))[0])
