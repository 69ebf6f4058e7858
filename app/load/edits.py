"""Sounds that were edited, and what networks answer to them: each is made once, only what changed is made again."""

from dataclasses import replace

import numpy as np
import streamlit as st
from load import opinions
from load.runs import RUN
from load.shared import turn
from load.sounds import SOUND, Sound

from genrelib import audio, edits, inference
from genrelib.edits import RATES, Chain
from genrelib.inference import Prediction
from genrelib.runs import Run

SECONDS = 30.0  # of a long sound that are edited: a slider must not wait for ten minutes of music
STEP = 15  # s between two beginnings of them
SLACK = 0.5  # s by which a sound may be longer and is edited as a whole
MOST = 48_000  # Hz: more is resampled first


def starts(sound: Sound) -> list[str]:
    """Seconds at which an excerpt of a sound may begin; the only one of a short sound is "0"."""
    seconds = sound.recording.length
    if seconds <= SECONDS + SLACK:
        return ["0"]
    return [str(start) for start in range(0, int(seconds - SECONDS) + STEP, STEP) if start + SECONDS / 2 < seconds]


def around(sound: Sound, time: float) -> str:
    """The beginning of the excerpt in whose middle a second of a sound lies, or nearly so."""
    return min(starts(sound), key=lambda start: abs(int(start) + SECONDS / 2 - time))


@st.cache_resource(max_entries=4, scope="session", show_spinner=False, hash_funcs=SOUND)
def excerpt(sound: Sound, start: str) -> Sound:
    """SECONDS of a long sound, or the sound itself; resampled where edits do not know its rate."""
    recording = sound.recording
    rate = min(max(recording.sample_rate, RATES[0]), MOST)
    whole = starts(sound) == ["0"]
    if whole and rate == recording.sample_rate:
        return sound
    first = 0 if whole else round(float(start) * recording.sample_rate)
    last = len(recording.waveform) if whole else first + round(SECONDS * recording.sample_rate)
    waveform = audio.resample(recording.waveform[first:last], recording.sample_rate, rate)
    return replace(sound, recording=audio.whole(waveform, rate), digest=f"{sound.digest} from {start}")


@st.cache_resource(max_entries=3, scope="session", show_spinner=False, hash_funcs=SOUND)
def edited(sound: Sound, text: str) -> Sound:
    """A sound after the edits of a text; itself where they change nothing. Its note says what else happened to it.

    Raises ValueError if it cannot be edited so.
    """
    chain = Chain.parse(text)
    if chain.is_neutral:
        return replace(sound, note="")
    made = edits.finished(_changed(sound, text))
    return replace(
        sound,
        recording=audio.whole(made.waveform, sound.recording.sample_rate),
        digest=f"{sound.digest} after {text}",
        note=" ".join(made.remarks),
    )


@st.cache_resource(max_entries=4, scope="session", show_spinner=False, hash_funcs=SOUND)
def _changed(sound: Sound, text: str) -> np.ndarray:
    """The waveform after the edits of a text, not clipped; what all but the last made of it is kept, too."""
    rate = sound.recording.sample_rate
    *before, last = Chain.parse(text).edits
    waveform = _changed(sound, str(Chain(tuple(before)))) if before else sound.recording.waveform
    edits.check(sound.recording.waveform, rate)
    with turn():
        return last(waveform, rate)


@st.cache_resource(max_entries=2048, show_spinner=False, hash_funcs=RUN | SOUND)
def answer(run: Run, sound: Sound, text: str) -> Prediction:
    """The prediction of a run's network for a sound after edits; what the last of them makes is not kept: for searches.

    Raises ValueError as `edited` and `opinions.predict` do.
    """
    network = opinions.model(run)
    chain = Chain.parse(text)
    if chain.is_neutral:
        return opinions.predict(run, sound)
    *before, last = chain.edits
    waveform = _changed(sound, str(Chain(tuple(before)))) if before else sound.recording.waveform
    edits.check(sound.recording.waveform, sound.recording.sample_rate)
    with turn():
        made = edits.finished(last(waveform, sound.recording.sample_rate))
        return inference.predict(network, audio.whole(made.waveform, sound.recording.sample_rate))


def probabilities(prediction: Prediction) -> np.ndarray:
    """Probabilities (labels,) of a prediction; all 0 where nothing was judged."""
    return np.zeros(len(prediction.labels)) if prediction.silent else prediction.track
