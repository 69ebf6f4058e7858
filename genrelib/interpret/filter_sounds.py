"""Learned weights as sound: noise through a filter of samples, a kernel painted on silence and inverted."""

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends import FrontEnd, Linear
from genrelib.interpret.inversion import PEAK, invert

SECONDS = 0.25  # of each filter
REST = 0.05  # s of silence between two
PITCH = 440.0  # Hz, about which a kernel of a few bands is painted: it has no place of its own
RANGE = 60.0  # dB, or a sixth of that in natural logarithms, from the least to the greatest weight
FADE = 0.01  # s


def filtered_noise(taps: Tensor, sample_rate: int, seed: int = 0) -> np.ndarray:
    """White noise through each of the filters (filters, taps), one after another, all equally loud, (samples,)."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(1, 1, round(SECONDS * sample_rate) + taps.shape[1] - 1, generator=generator)
    colored = torch.nn.functional.conv1d(noise, taps[:, None].float())[0].numpy()  # (filters, samples)
    return one_after_another(colored, sample_rate)


def kernel_sounds(frontend: FrontEnd, kernels: Tensor, seed: int = 0) -> np.ndarray:
    """Sound of what kernels (filters, bands, frames) add up, one after another, all equally loud, (samples,).

    Of each, its positive weights as a spectrogram on silence. A kernel of all bands lies where it belongs, a smaller
    one about PITCH; it sounds over and over for SECONDS.
    Raises ValueError if the front end's values determine no sound.
    """
    features = torch.stack([painted(frontend, kernel) for kernel in kernels])
    return one_after_another(invert(frontend, features, seed), frontend.sample_rate)


def painted(frontend: FrontEnd, kernel: Tensor) -> Tensor:
    """Features (bands, frames) with the positive part of a kernel on silence."""
    bands = len(frontend.frequencies)
    share = kernel.clamp_min(0) / kernel.max().clamp_min(1e-12)
    count = max(2, round(SECONDS * frontend.frames_per_second))
    row = share.repeat(1, -(-count // share.shape[1]))[:, :count]
    first = 0
    if len(kernel) < bands:
        centre = int(np.abs(frontend.frequencies - PITCH).argmin())
        first = min(max(0, centre - len(kernel) // 2), bands - len(kernel))
    whole = torch.zeros(bands, count)
    whole[first : first + len(kernel)] = row
    scale = getattr(frontend, "scale", None)
    if isinstance(scale, Linear):
        return whole
    span = RANGE if getattr(scale, "unit", "dB") == "dB" else RANGE * np.log(10) / 10
    top = frontend.quietest + span if frontend.unit == "dB" else 0.0
    return torch.where(whole > 0, top - span * (1 - whole), torch.full_like(whole, frontend.quietest))


def one_after_another(sounds: np.ndarray, sample_rate: int) -> np.ndarray:
    """Sounds (sounds, samples) in a row, all as loud as one another, faded in and out, with silence between."""
    fade = np.minimum(1.0, np.arange(sounds.shape[1]) / (FADE * sample_rate))
    level = np.sqrt(np.square(sounds).mean(axis=1, keepdims=True)).clip(1e-9)
    loud = sounds / level * fade * fade[::-1]
    rest = np.zeros((len(loud), round(REST * sample_rate)))
    row = np.concatenate([loud, rest], axis=1).ravel()
    return (row * PEAK / max(np.abs(row).max(), 1e-9)).astype(np.float32)
