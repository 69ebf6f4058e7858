"""Mel scales and the triangular bands that are even on them.

librosa has them, too, to the last bit, and its import brings numba's compiler: a quarter of what the first page took.
"""

import numpy as np

LINEAR = 3 / 200  # mel per Hz below the corner of Slaney's scale
CORNER = 1000.0  # Hz
LOGARITHMIC = 27 / np.log(6.4)  # mel per natural logarithm of a frequency above it: 27 from 1,000 to 6,400 Hz


def slaney_mel(hz: np.ndarray) -> np.ndarray:
    """Mel of frequencies in Hz: linear up to 1,000 Hz, logarithmic above.

    Source: M. Slaney, Auditory Toolbox, Version 2, Interval Research Corporation 1998.
    """
    above = np.maximum(hz, CORNER)
    return np.minimum(hz, CORNER) * LINEAR + np.log(above / CORNER) * LOGARITHMIC


def slaney_hz(mel: np.ndarray) -> np.ndarray:
    """Frequencies in Hz of `slaney_mel`."""
    corner = CORNER * LINEAR
    return np.where(mel < corner, mel / LINEAR, CORNER * np.exp((mel - corner) / LOGARITHMIC))


def htk_mel(hz: np.ndarray) -> np.ndarray:
    """Mel of frequencies in Hz by one logarithm.

    Source: S. Young et al., The HTK Book, Cambridge University, equation 5.13.
    """
    return 2595 * np.log10(1 + hz / 700)


def htk_hz(mel: np.ndarray) -> np.ndarray:
    """Frequencies in Hz of `htk_mel`."""
    return 700 * (10 ** (mel / 2595) - 1)


def band_edges(sample_rate: int, n_mels: int, htk: bool) -> np.ndarray:
    """Edges of bands from 0 Hz to half the sample rate, (n_mels + 2,) Hz: band k has its peak at edge k + 1."""
    to_mel, to_hz = (htk_mel, htk_hz) if htk else (slaney_mel, slaney_hz)
    lowest, highest = to_mel(np.array([0.0, sample_rate / 2]))
    return to_hz(np.linspace(lowest, highest, n_mels + 2))


def band_weights(sample_rate: int, n_fft: int, n_mels: int, htk: bool) -> np.ndarray:
    """Weight of each bin of a Fourier transform in each band, (n_mels, n_fft // 2 + 1) float32.

    Bands of HTK's scale have a peak of one, Slaney's an area of one. One that lies between two bins is empty.
    """
    hz = band_edges(sample_rate, n_mels, htk)
    bins = np.fft.rfftfreq(n_fft, 1 / sample_rate)
    widths = np.diff(hz)[:, None]
    rising = (bins - hz[:-2, None]) / widths[:-1]
    falling = (hz[2:, None] - bins) / widths[1:]
    weights = np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
    return weights if htk else (weights * (2 / (hz[2:] - hz[:-2]))[:, None]).astype(np.float32)
