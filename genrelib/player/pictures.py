"""Pictures of arrays: outline of a waveform, decibels and shares in 256 levels.

Only the picture is scaled, not the input of a network; the captions say so.
"""

from collections.abc import Sequence

import numpy as np

from genrelib.player.panels import DIVERGING, VIRIDIS, Spectrogram, Waveform
from genrelib.player.rows import Rows

FLOOR = 1e-20  # the power of silence


def peaks(waveform: np.ndarray, sample_rate: int, step: float = 0.005) -> Waveform:
    """Outline of a waveform (samples,): its lowest and highest sample in every `step` seconds.

    Raises ValueError if it is empty, not one-dimensional or not finite.
    """
    if waveform.ndim != 1 or waveform.size == 0 or not np.isfinite(waveform).all():
        raise ValueError(f"waveform: expected finite samples of shape (samples,), got {waveform.shape}; mix it to mono")
    peak = float(np.abs(waveform).max())
    firsts = np.unique((np.arange(0, waveform.size / sample_rate, step) * sample_rate).astype(int))
    firsts = firsts[firsts < waveform.size]
    outline = np.stack([np.minimum.reduceat(waveform, firsts), np.maximum.reduceat(waveform, firsts)], axis=1)
    values = np.round(outline / (peak or 1.0) * 127).astype(np.int8)
    return Waveform(values, step, waveform.size / sample_rate, peak)


def decibels(power: np.ndarray, hz: np.ndarray, step: float, span: float = 80.0, first: float = 0.0) -> Spectrogram:
    """Picture of a power spectrogram (rows, frames) over `span` decibels below its loudest; axes as in Spectrogram.

    The reference is the 99.9th percentile: with the maximum, one click would darken everything else.

    Raises ValueError if it is not two-dimensional or not finite.
    """
    _check(power, "power")
    reference = max(float(np.percentile(power, 99.9)), FLOOR)
    level = 10 * np.log10(np.maximum(power, FLOOR) / reference)
    values = np.round((np.clip(level, -span, 0) / span + 1) * 255).astype(np.uint8)
    caption = f"0 dB is this recording's 99.9th percentile; values below −{span:g} dB are drawn as −{span:g} dB"
    return Spectrogram(values, np.asarray(hz), step, -span, 0.0, "dB", caption, first=first)


def shares(values: np.ndarray, hz: np.ndarray, step: float, title: str, first: float = 0.0) -> Spectrogram:
    """Picture of a map of importance (rows, frames), from 0, in shares of its maximum: a track of its own.

    Raises ValueError if it is not two-dimensional, not finite or below zero.
    """
    _check(values, title)
    if values.min() < 0:
        raise ValueError(f"{title}: expected values from 0, got {values.min():g}; take magnitudes")
    picture = np.round(values / (values.max() or 1.0) * 255).astype(np.uint8)
    return Spectrogram(picture, np.asarray(hz), step, 0.0, 1.0, "of its maximum", "", title, first, VIRIDIS)


def signed(
    values: np.ndarray, hz: np.ndarray, step: float, title: str, ends: Sequence[str], first: float = 0.0
) -> Spectrogram:
    """Picture of a signed map (rows, frames) in shares of its largest magnitude: what speaks for and against.

    `ends` say what a value below zero does and one above, as ("against rock", "for rock"); zero has the middle colour.

    Raises ValueError if it is not two-dimensional or not finite.
    """
    _check(values, title)
    levels = _signed_levels(values, np.abs(values).max())
    unit = "of its largest"
    return Spectrogram(levels, np.asarray(hz), step, -1.0, 1.0, unit, "", title, first, DIVERGING, tuple(ends))


def amounts(
    values: np.ndarray, step: float, title: str, row: str, first: float = 0.0, labels: Sequence[str] = ()
) -> Rows:
    """Rows of amounts (rows, steps), from 0: gates, scales. Up to 1, or to their maximum where that is above.

    Raises ValueError if they are not two-dimensional, not finite or below zero.
    """
    _check(values, title)
    if values.min() < 0:
        raise ValueError(f"{title}: expected values from 0, got {values.min():g}; draw them with signed_amounts")
    high = max(1.0, float(values.max()))
    levels = np.round(values / high * 255).astype(np.uint8)
    return Rows(title, row, levels, step, 0.0, high, first=first, labels=tuple(labels))


def signed_amounts(
    values: np.ndarray, step: float, title: str, row: str, first: float = 0.0, labels: Sequence[str] = ()
) -> Rows:
    """Rows of signed amounts (rows, steps), as far below zero as above: recurrent states, logits.

    Raises ValueError if they are not two-dimensional or not finite.
    """
    _check(values, title)
    most = float(np.abs(values).max()) or 1.0
    ends = ("below zero", "above")
    return Rows(
        title,
        row,
        _signed_levels(values, most),
        step,
        -most,
        most,
        first=first,
        labels=tuple(labels),
        colors=DIVERGING,
        ends=ends,
    )


def _signed_levels(values: np.ndarray, most: float) -> np.ndarray:
    return np.round(127.5 + 127.5 * values / (most or 1.0)).astype(np.uint8)  # zero is 128, whose value rounds to 0.00


def _check(values: np.ndarray, name: str) -> None:
    if values.ndim != 2 or values.size == 0 or not np.isfinite(values).all():
        raise ValueError(
            f"{name}: expected finite numbers of shape (rows, frames), got {values.shape}; give one channel"
        )
