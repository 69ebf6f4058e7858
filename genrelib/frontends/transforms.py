"""Parts of spectrograms: frames that fit the cache, squared magnitudes, windows and mel bands."""

import functools
import itertools
import math

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends.mel_scale import band_weights

BLOCK = 2**19  # samples: 2 MB and what is made of them stay in a CPU's caches; larger and smaller ones were slower
GROUP = {"cpu": 8, "cuda": 16}  # neighbouring mel bands in one product: each alone covers few bins, all together many


def blocks(frames: int, n_fft: int, device: torch.device) -> list[tuple[int, int]]:
    """Frames to transform together, from one up to another: equal parts of about BLOCK samples, on a GPU all."""
    count = min(frames, max(1, round(frames * n_fft / BLOCK))) if device.type == "cpu" else 1
    return list(itertools.pairwise(frames * part // count for part in range(count + 1)))


def squares(frames: Tensor) -> Tensor:
    """Squared real and imaginary parts of each frame's Fourier transform: (..., n_fft) -> (..., 2 * (n_fft // 2 + 1)).

    Two neighbours make the power of a bin. abs() would take a root first, on a CPU longer than the transform.
    """
    return torch.view_as_real(torch.fft.rfft(frames)).square_().flatten(-2)


def power(frames: Tensor) -> Tensor:
    """Squared magnitude of each frame's Fourier transform: (..., n_fft) -> (..., n_fft // 2 + 1)."""
    parts = squares(frames)
    return parts[..., ::2] + parts[..., 1::2]


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


def mel_bands(bins: Tensor, sample_rate: int, n_fft: int, n_mels: int, htk: bool = False) -> Tensor:
    """Slaney's mel bands of the values of all bins, or of their `squares`, which the product also adds.

    (batch, frames, bins or 2 * bins) -> (batch, n_mels, frames). With `htk` the bands of HTK's scale, each with a peak
    of one, where Slaney's have an area of one.
    """
    per_bin = bins.shape[-1] // (n_fft // 2 + 1)
    filters = _mel_filters(sample_rate, n_fft, n_mels, htk, per_bin, bins.device)
    numbers = bins.flatten(0, 1).T  # (per_bin * bins, batch * frames): products of matrices have the least overhead
    with torch.autocast(bins.device.type, enabled=False):  # power overflows half precision
        bands = torch.cat([weights @ numbers[low:high] for low, high, weights in filters])
    return bands.unflatten(1, bins.shape[:2]).transpose(0, 1)


@functools.cache
@torch.inference_mode(False)
def _mel_filters(
    sample_rate: int, n_fft: int, n_mels: int, htk: bool, per_bin: int, device: torch.device
) -> list[tuple[int, int, Tensor]]:
    """Weights of each group of bands, (bands, high - low), for the numbers from `low` up to `high`, `per_bin` to a bin.

    98 % of all weights are zeros; nineteen of twenty of them are not multiplied.
    """
    # A window of 512 samples is too short for the lowest of 80 or 96 bands: they stay empty, as in the papers.
    weights = band_weights(sample_rate, n_fft, n_mels, htk).repeat(per_bin, axis=1)
    groups = []
    group = GROUP[device.type]
    for first in range(0, n_mels, group):
        members = weights[first : first + group]
        used = np.flatnonzero(members.any(axis=0))
        low, high = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 1)
        groups.append((low, high, torch.from_numpy(members[:, low:high].copy()).to(device)))
    return groups
