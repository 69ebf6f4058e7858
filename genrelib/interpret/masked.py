"""Sound of what a map points at, and of all but that: within the stretch of a recording that was explained."""

from dataclasses import replace

import numpy as np

from genrelib import resynthesis
from genrelib.interpret.importance_map import ImportanceMap
from genrelib.interpret.stretch import Stretch


def mask_of(shown: ImportanceMap) -> resynthesis.Mask:
    """Turn what speaks for the label into a mask of any scale; of a map over time alone it is the same for all Hz."""
    values = np.maximum(shown.values, 0.0)
    if values.ndim == 1:
        return resynthesis.moments(values, shown.times)
    return resynthesis.grid(values, shown.frequencies, shown.times)


def pointed_at(
    waveform: np.ndarray, sample_rate: int, shown: ImportanceMap, share: float, stretch: Stretch
) -> np.ndarray:
    """The most important places, which hold this share of the stretch's energy, about; outside the stretch silence.

    (samples,) -> (samples,) float32. Raises ValueError as `resynthesis.salient` does.
    """
    return _within(waveform, sample_rate, shown, share, stretch)[0]


def all_but(waveform: np.ndarray, sample_rate: int, shown: ImportanceMap, share: float, stretch: Stretch) -> np.ndarray:
    """The stretch without its most important places: with `pointed_at` it adds up to `stretch_alone`.

    (samples,) -> (samples,) float32. Raises ValueError as `resynthesis.salient` does.
    """
    return _within(waveform, sample_rate, shown, share, stretch)[1]


def stretch_alone(waveform: np.ndarray, sample_rate: int, stretch: Stretch) -> np.ndarray:
    """The stretch in its place, outside it silence: (samples,) -> (samples,) float32."""
    first, last = (round(second * sample_rate) for second in (stretch.start, stretch.end))
    alone = np.zeros(len(waveform), np.float32)
    alone[first:last] = waveform[first:last]
    return alone


def _within(
    waveform: np.ndarray, sample_rate: int, shown: ImportanceMap, share: float, stretch: Stretch
) -> tuple[np.ndarray, np.ndarray]:
    first, last = (round(second * sample_rate) for second in (stretch.start, stretch.end))
    piece = waveform[first:last]
    importance = mask_of(replace(shown, start=shown.start - first / sample_rate))
    mask = resynthesis.salient(piece, sample_rate, importance, share)
    kept, rest = (np.zeros(len(waveform), np.float32) for _ in range(2))
    kept[first:last] = resynthesis.only(piece, sample_rate, mask)
    rest[first:last] = piece - kept[first:last]
    return kept, rest
