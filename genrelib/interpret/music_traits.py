"""Traits of a sound that music has and noise has not: a pulse, tones, a register."""

from dataclasses import dataclass

import numpy as np

WINDOW = 0.064  # s
HOP = 0.016  # s
BEATS = (0.4, 1.5)  # s between two: 150 to 40 a minute
SMOOTH = (
    0.228  # s: three kept frames of GTZAN's log-mel, one of the poster's; a sound that is inverted repeats at theirs
)
FAINT = 1e-10


@dataclass(frozen=True)
class Traits:
    """`pulse` in [-1, 1]: how much onsets repeat at the best distance of BEATS. `noisiness` in [0, 1]: spectral
    flatness, 0 of a tone, about 0.6 of white noise. `register`: the frequency in Hz with half of the power below it.
    """

    pulse: float
    noisiness: float
    register: float


def traits(waveform: np.ndarray, sample_rate: int) -> Traits:
    """Measure a waveform (samples,) of 3 s or more. Raises ValueError if it is shorter or silent."""
    frame, hop = round(WINDOW * sample_rate), round(HOP * sample_rate)
    if len(waveform) < 2 * BEATS[1] * sample_rate or not np.any(waveform):
        raise ValueError(f"expected {2 * BEATS[1]:g} s of sound or more, got {len(waveform) / sample_rate:.1f} s of it")
    frames = np.lib.stride_tricks.sliding_window_view(waveform, frame)[::hop] * np.hanning(frame)
    power = np.square(np.abs(np.fft.rfft(frames))) + FAINT
    onsets = np.log(power).clip(np.log(power.max()) - 10).clip(min=np.log(FAINT))
    strength = np.diff(onsets, axis=0).clip(0).mean(axis=1)
    width = round(SMOOTH / HOP)
    strength = np.convolve(strength - strength.mean(), np.ones(width) / width, mode="valid")
    first, last = (round(seconds / HOP) for seconds in BEATS)
    repeated = [float(strength[lag:] @ strength[:-lag]) for lag in range(first, last + 1)]
    flat = np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)
    spectrum = power.sum(axis=0).cumsum()
    middle = int(np.searchsorted(spectrum, spectrum[-1] / 2))
    return Traits(
        pulse=max(repeated) / max(float(strength @ strength), FAINT),
        noisiness=float(np.median(flat)),
        register=middle * sample_rate / frame,
    )
