"""Taggers asked about a longer piece of music: the authors' own where its file was adopted, and one of ours."""

from collections.abc import Sequence

import numpy as np

from genrelib import audio, inference, runs
from genrelib.datasets import Dataset
from genrelib.lesson.nb05_parameters.paper import PAPER, SYNTHETIC
from genrelib.store import prepare_waveforms

RELEASED = "choi2017/crnn@released"
NAMES = ("the authors' tagger, of real songs", "our CRNN, 0.1M, of the jukebox")
RATE = 22_050  # Hz


def taggers() -> dict[str, inference.Model]:
    """Models by name, the authors' first: it is there once `python -m genrelib adopt` has read their file."""
    ours = PAPER.run("crnn-0.1M", SYNTHETIC[1], SYNTHETIC[0])
    adopted = [run for run in runs.find() if run.system == RELEASED and run.has_weights]
    chosen = [*adopted[:1], ours]
    return dict(zip(NAMES[-len(chosen) :], map(inference.load, chosen), strict=True))


def medley(data: Dataset, tracks: Sequence[str], seconds: float = 30.0) -> audio.Recording:
    """The first seconds of some tracks, one after the other, as they are stored: played once, and the same again."""
    store = prepare_waveforms(data.only(tracks), RATE, progress=False)
    cut = [store.waveform(track)[: round(seconds * RATE)] for track in tracks]
    return audio.whole(np.concatenate(cut), RATE)
