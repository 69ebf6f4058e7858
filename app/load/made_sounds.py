"""Sounds that were made of a run's network: named in caches, and in the browser, by what they were made of."""

import hashlib

import numpy as np
from load.runs import version
from load.sounds import Sound

from genrelib import audio
from genrelib.datasets import playback_source
from genrelib.runs import Run


def sound(run: Run, title: str, waveform: np.ndarray, sample_rate: int, *made_by: str) -> Sound:
    """A waveform (samples,) as a sound; `made_by` are the choices that it was made by, and tell it from others."""
    name = repr((*version(run), *made_by)).encode("utf-8", "surrogateescape")
    digest = hashlib.blake2b(name, digest_size=16).hexdigest()  # it goes to the browser, which no path of ours should
    return Sound(title, audio.whole(waveform, sample_rate), digest, "", playback_source.home_of(run.data))
