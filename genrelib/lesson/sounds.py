"""Players of a notebook: tracks with a network's attention, and a run's mistakes."""

from collections.abc import Callable
from functools import partial

import numpy as np

from genrelib import audio, datasets, inference, papers, playback, player
from genrelib.datasets import Dataset
from genrelib.numerals import percent
from genrelib.predictions import genres
from genrelib.runs import Run

RATE = 22_050  # Hz of the sound


def attention_player(data: Dataset, model: inference.Model, track: str, title: str) -> bytes:
    """Player of a track with the network's attention under it, and nothing that shows the genre."""
    recording = _recording(data.waveform(track, RATE))
    prediction = inference.predict(model, recording)
    panels = playback.panels_of(model.system.name, prediction)[1:]
    picture = playback.picture(model.system.frontend, recording)
    sound = player.encode(recording.waveform, RATE)
    outline = player.peaks(recording.waveform, RATE)
    return player.pack(sound, outline, picture, panels, playback.marks(prediction)[-1:], title)


def mistake_players(run: Run, data: Dataset, count: int) -> dict[str, Callable[[], bytes]]:
    """A run's most confident mistakes on clips, one per track: truth and answer -> the player of the clip."""
    wrong = genres.of_clips(run).mistakes.drop_duplicates("track").head(count)
    return {
        f"true {row.truth}, “{row.answer}” with {percent(row.confidence)}": partial(
            _mistake_player, data, run, row.track, row.start
        )
        for row in wrong.itertuples()
    }


def clip_player(data: Dataset, frontend, track: str, start: float, seconds: float, title: str) -> bytes:
    """Player of a clip, drawn as a front end reads it."""
    waveform = data.waveform(track, RATE)
    recording = _recording(waveform[round(start * RATE) : round((start + seconds) * RATE)])
    return playback.payload(recording, frontend, {}, title)


def _mistake_player(data: Dataset, run: Run, track: str, start: float) -> bytes:
    seconds = run.declaration["clip"]
    synthetic = " (synthetic)" if datasets.is_synthetic(data.name) else ""
    title = f"{track}{synthetic}, {start:g} s to {start + seconds:g} s"
    return clip_player(data, papers.get(run.system).frontend, track, start, seconds, title)


def _recording(waveform: np.ndarray) -> audio.Recording:
    return audio.whole(waveform, RATE)
