"""Clips of a waveform: equal cuts that cover it."""

import numpy as np

from genrelib.audio.errors import AGAIN, AudioError


def starts(length: int, clip: int, overlap: float = 0.5) -> np.ndarray:
    """First index of each clip of `clip` samples, or frames, in a track of `length`: ints, ascending.

    Consecutive clips follow at `(1 - overlap) * clip`; the last one ends with the track, so that all of it is covered.
    A track no longer than a clip has the one start 0. `overlap` is a fraction in [0, 1).

    Raises ValueError if `clip` is not positive or `overlap` outside [0, 1).
    """
    if clip < 1 or not 0 <= overlap < 1:
        raise ValueError(f"expected a clip of at least 1 and an overlap in [0, 1), got {clip} and {overlap:g}")
    if length <= clip:
        return np.zeros(1, dtype=np.int64)
    step = max(1, round(clip * (1 - overlap)))
    return np.append(np.arange(0, length - clip, step, dtype=np.int64), length - clip)


def clips(waveform: np.ndarray, seconds: float, sample_rate: int, overlap: float = 0.5) -> np.ndarray:
    """Cut a waveform into equal clips, the last one ending with it; one shorter than a clip is padded with zeros.

    (samples,) -> (clips, round(seconds * sample_rate)) float32. `overlap` is a fraction in [0, 1).

    Raises AudioError if the waveform is not one finite channel with at least one sample.
    """
    check_samples(waveform)
    length = max(1, round(seconds * sample_rate))
    padded = np.pad(waveform, (0, max(0, length - len(waveform)))).astype(np.float32, copy=False)
    return np.stack([padded[start : start + length] for start in starts(len(padded), length, overlap)])


def check_samples(waveform: np.ndarray) -> None:
    """Raise AudioError if a waveform is not one finite channel with at least one sample."""
    if waveform.ndim != 1 or not len(waveform):
        raise AudioError(f"expected a waveform of one channel, got samples of shape {waveform.shape}; load a file")
    if not np.isfinite(waveform).all():
        raise AudioError(f"expected finite samples, got NaN or infinity; {AGAIN}")
