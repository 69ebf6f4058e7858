"""What spectrograms are made of: frames that fit the cache, squared magnitudes, windows and mel bands."""

import functools
import math
import warnings

import numpy as np
import torch
from torch import Tensor

BLOCK = 2**18  # samples: 1 MB stays in a CPU's cache from the window to the bands; larger and smaller ones were slower
GROUP = 16  # neighbouring mel bands in one product: each alone hears few bins, the first and the last none in common


def at_once(n_fft: int, device: torch.device) -> int | None:
    """Frames to transform together: as many as fit a CPU's cache, on a GPU all (None)."""
    return max(1, BLOCK // n_fft) if device.type == "cpu" else None


def clip_by_clip(waveform: Tensor) -> bool:
    """Whether the clips of a batch are better heard one after the other: on a CPU, where a clip outlasts the cache."""
    return waveform.device.type == "cpu" and len(waveform) > 1


def power(spectrum: Tensor) -> Tensor:
    """Squared magnitude of complex numbers; abs() takes a root first, and on a CPU longer than the transform."""
    real, imaginary = torch.view_as_real(spectrum).square().unbind(-1)
    return real + imaginary


# Cached tensors must be ordinary ones even if the first call comes inside inference_mode: gradients pass them later.
@functools.cache
@torch.inference_mode(False)
def hann(n_fft: int, device: torch.device) -> Tensor:
    return torch.hann_window(n_fft, device=device)


@functools.cache
@torch.inference_mode(False)
def tukey(n_fft: int, device: torch.device) -> Tensor:
    """Flat in the middle, a raised cosine over an eighth at each end; periodic, so that it is not quite symmetric."""
    place = torch.arange(n_fft, dtype=torch.float64) / n_fft
    taper = torch.clamp(torch.minimum(place, 1 - place) / 0.125, max=1)
    return (0.5 * (1 - torch.cos(math.pi * taper))).float().to(device)


def mel_bands(spectrum: Tensor, sample_rate: int, n_mels: int) -> Tensor:
    """Slaney's mel bands of the bins from 0 Hz to half the sample rate: (..., bins) -> (..., n_mels)."""
    filters = _mel_filters(sample_rate, 2 * (spectrum.shape[-1] - 1), n_mels, spectrum.device)
    with torch.autocast(spectrum.device.type, enabled=False):  # power overflows half precision
        return torch.cat([spectrum[..., low : low + len(weights)] @ weights for low, weights in filters], dim=-1)


@functools.cache
@torch.inference_mode(False)
def _mel_filters(sample_rate: int, n_fft: int, n_mels: int, device: torch.device) -> list[tuple[int, Tensor]]:
    """Of each GROUP of bands, the first bin that any of them hears, and weights (bins, bands) from there on.

    98 % of all weights are zeros; seven of eight of them are not multiplied.
    """
    from librosa import filters

    with warnings.catch_warnings():
        # A window of 512 samples is too short for the lowest of 80 or 96 bands: they stay empty, as in the papers.
        warnings.filterwarnings("ignore", message="Empty filters detected")
        weights = filters.mel(sr=sample_rate, n_fft=n_fft, n_mels=n_mels).T
    groups = []
    for first in range(0, n_mels, GROUP):
        bands = weights[:, first : first + GROUP]
        heard = np.flatnonzero(bands.any(axis=1))
        low, high = (heard[0], heard[-1] + 1) if len(heard) else (0, 1)
        groups.append((int(low), torch.from_numpy(bands[low:high].copy()).to(device)))
    return groups
