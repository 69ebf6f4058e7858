"""Features back to sound, without phase.

Lost for good: the phase, which Griffin and Lim's iteration makes up again; what lies above half the sample rate (2 kHz
for the poster's 4 kHz); inside a mel band the place of the power; between kept frames all that moves; of relative
decibels the loudness.
"""

from functools import singledispatch

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends import (
    Decibels,
    FrontEnd,
    HtkLogMel,
    Linear,
    LogMel,
    NaturalLog,
    PowerSpectrogram,
    Reference,
    Samples,
)
from genrelib.frontends.mel_scale import band_weights

ITERATIONS = 32  # of Griffin and Lim's
SHARING = 60  # steps that share a band's power out among its bins
PEAK = 0.5  # of full scale: the level of a sound whose loudness is unknown
TINY = 1e-12


def invert(frontend: FrontEnd, features: Tensor, seed: int = 0) -> np.ndarray:
    """A waveform (samples,) float32 at the front end's sample rate whose features are near these of one clip, (*shape).

    Of several clips, (clips, *shape), waveforms (clips, samples). The phase begins at random, drawn from `seed`. Values
    relative to the loudest have no loudness: their sound peaks at PEAK. Other sound keeps its level, unless that is
    beyond full scale.

    Raises ValueError if the front end's values do not determine a sound.
    Source: D. W. Griffin & J. S. Lim, Signal estimation from modified short-time Fourier transform, IEEE Trans. ASSP
    32(2), 1984.
    """
    waveform = _inverse(frontend, features.detach().double().cpu(), seed)
    peak = np.abs(waveform).max(axis=-1, keepdims=True, initial=TINY)
    gain = np.minimum(1.0, 1.0 / peak) if frontend.reference is Reference.NONE else PEAK / peak
    return (waveform * gain).astype(np.float32)


@singledispatch
def _inverse(frontend, features: Tensor, seed: int) -> np.ndarray:
    raise ValueError(
        f"expected a front end whose values can be turned into sound, got {type(frontend).__name__}; choose a system "
        "that reads a spectrogram or samples"
    )


@_inverse.register
def _(frontend: Samples, features: Tensor, seed: int) -> np.ndarray:
    return (features * frontend.std + frontend.mean).numpy()


@_inverse.register
def _(frontend: PowerSpectrogram, features: Tensor, seed: int) -> np.ndarray:
    from scipy.signal.windows import get_window

    window = get_window(("tukey", 0.25), frontend.n_fft)
    power = unscaled(frontend.scale, features).numpy() * np.square(window).sum()
    power[..., 1:-1, :] /= 2  # one-sided: these bins hold their mirrors' power too
    # The window begins at zero, by which the first samples would be divided: a silent frame before and behind.
    silent = np.zeros_like(power[..., :1])
    magnitude = np.concatenate([silent, np.sqrt(power), silent], axis=-1)
    waveform = _griffin_lim(magnitude, frontend.hop_length, window, False, seed)
    return waveform[..., frontend.hop_length : -frontend.hop_length]


@_inverse.register
def _(frontend: LogMel, features: Tensor, seed: int) -> np.ndarray:
    from scipy.signal.windows import get_window

    htk = isinstance(frontend, HtkLogMel)
    bands = band_weights(frontend.sample_rate, frontend.n_fft, frontend.n_mels, htk)
    bins = shared_out(torch.from_numpy(bands).double(), unscaled(frontend.scale, features))
    magnitude = bins.pow(1 / frontend.power).numpy()
    if frontend.frame_rate is not None:
        magnitude = _between(frontend, magnitude)
    return _griffin_lim(magnitude, frontend.hop_length, get_window("hann", frontend.n_fft), True, seed)


def unscaled(scale: Decibels | NaturalLog | Linear, values: Tensor) -> Tensor:
    """Power, or magnitude, of values on a scale, up to the reference; the quietest value is nothing at all."""
    if isinstance(scale, Decibels):
        return torch.where(values > scale.quietest, 10 ** (values / scale.multiplier), 0.0)
    if isinstance(scale, NaturalLog):
        return (values.exp() - scale.offset).clamp_min(0.0)
    return values.clamp_min(0.0)


def shared_out(bands: Tensor, values: Tensor) -> Tensor:
    """Power of bins, (..., bins, frames), none negative, whose mel bands are near `values` (..., n_mels, frames).

    `bands` (n_mels, bins). Bins in no band stay silent. The steps lessen the relative error, so that quiet bands count
    as loud ones: least squares would fit the loudest and leave the rest 20 dB off.
    Source: D. D. Lee & H. S. Seung, Algorithms for non-negative matrix factorization, NIPS 2000, equation 5.
    """
    weight = bands.sum(dim=0)[:, None]
    bins = bands.T @ values / weight.clamp_min(TINY)
    for _ in range(SHARING):
        bins = bins * (bands.T @ (values / (bands @ bins).clamp_min(TINY)) / weight.clamp_min(TINY))
    return bins


def _between(frontend: LogMel, magnitude: np.ndarray) -> np.ndarray:
    """All frames from the kept ones, (..., kept) -> (..., frames): decibels in between lie on a straight line."""
    hop = frontend.hop_length / frontend.sample_rate
    kept = frontend.times(magnitude.shape[-1]) / hop
    frames = np.arange(round(magnitude.shape[-1] / frontend.frames_per_second / hop) + 1)
    loudest = magnitude.max(axis=(-2, -1), keepdims=True, initial=TINY)
    level = np.log(np.maximum(magnitude, loudest * 1e-5))
    right = np.clip(np.searchsorted(kept, frames), 1, max(1, len(kept) - 1))
    left = right - 1
    right = np.minimum(right, len(kept) - 1)
    share = np.clip((frames - kept[left]) / np.maximum(kept[right] - kept[left], 1), 0, 1)
    return np.exp(level[..., left] * (1 - share) + level[..., right] * share)


def _griffin_lim(magnitude: np.ndarray, hop_length: int, window: np.ndarray, center: bool, seed: int) -> np.ndarray:
    import librosa

    return librosa.griffinlim(
        magnitude,
        n_iter=ITERATIONS,
        hop_length=hop_length,
        win_length=len(window),
        n_fft=len(window),
        window=window,
        center=center,
        random_state=np.random.RandomState(seed),
    )
