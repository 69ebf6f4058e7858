"""What the pages load, each thing once: networks for all, sounds and what was heard in them for one session."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from genrelib import audio, examples, predict, runs, scene


@dataclass(frozen=True, eq=False)
class Sound:
    """A recording to be judged; `digest` names its samples in caches, `note` says what a listener must know of it."""

    title: str
    recording: audio.Recording
    digest: str
    note: str


@st.cache_resource(show_spinner=False)
def example(name: str) -> Sound:
    """A synthesised sound of ours."""
    chosen = examples.EXAMPLES[name]
    waveform = chosen.render()
    recording = audio.Recording(waveform, examples.SAMPLE_RATE, len(waveform) / examples.SAMPLE_RATE)
    note = f"{chosen.description} No network learned from sounds like this one: the answer tells more of the network."
    return Sound(chosen.label, recording, name, note)


# Resources, not data: nothing changes them, and copying ten minutes of music at every click would take a second.
@st.cache_resource(max_entries=3, scope="session", show_spinner="Reading the file …")
def upload(data: bytes, name: str) -> Sound:
    """A user's file, kept in memory until the session ends. Raises AudioError if it is no usable audio."""
    recording = audio.load(data, name=name)
    note = "A link to this page cannot carry your sound: it stays in this computer's memory until you leave."
    if recording.truncated:
        note += f" Only its first {len(recording.waveform) / recording.sample_rate / 60:.0f} minutes are judged."
    if recording.silent:
        note += " There is nothing to hear in it: a network must answer all the same, and its answer means nothing."
    return Sound(name, recording, hashlib.blake2b(data, digest_size=16).hexdigest(), note)


@st.cache_resource(ttl=10, show_spinner=False)
def _able(places: tuple[str, ...]) -> dict[str, runs.Run]:
    able = sorted((run for run in runs.find() if run.has_weights), key=runs.trust, reverse=True)
    return {f"{run.name}@{run.provenance.split()[0]}": run for run in able}


def trained() -> dict[str, runs.Run]:
    """Every run that can hear, by its name in links: the most trustworthy first."""
    return _able(tuple(map(str, runs.roots())))


@st.cache_resource(max_entries=8, show_spinner="Loading the network …")
def _model(folder: str, written: float) -> predict.Model:
    return predict.load(Path(folder))


# For all sessions, so that thirty students who open the same example wait for one analysis; it holds no audio.
@st.cache_data(max_entries=256, show_spinner="Listening …")
def _prediction(folder: str, written: float, digest: str, _model: predict.Model, _sound: Sound) -> predict.Prediction:
    return predict.predict(_model, _sound.recording)


def opinion(run: runs.Run, sound: Sound) -> tuple[predict.Model, predict.Prediction]:
    """What a run's network says of a sound.

    Raises ValueError if the run does not fit today's catalogue, AudioError if its system cannot hear the sound.
    """
    address = str(run.folder), (run.folder / "run.json").stat().st_mtime
    model = _model(*address)
    return model, _prediction(*address, sound.digest, model, sound)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Drawing …")
def payload(title: str, digest: str, names: tuple[str, ...], folders: tuple[str, ...], _sound, _opinions) -> bytes:
    """The player's payload of a sound and the opinions of it."""
    return scene.scene(_sound.recording, _opinions, title, group=digest)
