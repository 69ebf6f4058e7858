"""Augmentations: frozen values that change a training batch, (features, targets, generator) -> (features, targets).

Features are log-mel clips (batch, bands, frames) in decibels, targets class probabilities (batch, classes). All random
numbers come from the generator, which is on the device of the features.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Stretch:
    """Keep `frames` of a longer excerpt, played up to `by` (a fraction) slower or faster, nearest frame.

    (batch, bands, at least (1 + by) * frames) -> (batch, bands, frames).
    """

    frames: int
    by: float

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, bands, frames = features.shape
        speed = 1 + self.by * (2 * _uniform(batch, generator) - 1)
        span = (speed * (self.frames - 1)).clamp(max=frames - 1)
        start = _uniform(batch, generator) * (frames - 1 - span)
        along = torch.linspace(0, 1, self.frames, device=features.device)
        kept = (start + span * along).round().long()  # (batch, self.frames)
        return features.gather(2, kept[:, None].expand(-1, bands, -1)), targets


@dataclass(frozen=True)
class Transpose:
    """Move the spectrum up or down by at most `bands` bands; the outermost band fills the gap."""

    bands: int

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, bands, _ = features.shape
        by = torch.randint(-self.bands, self.bands + 1, (batch, 1), generator=generator, device=generator.device)
        source = (torch.arange(bands, device=by.device) + by).clamp(0, bands - 1)  # (batch, bands)
        return features.gather(1, source[:, :, None].expand_as(features)), targets


@dataclass(frozen=True)
class SpeedOrPitch:
    """Leave a clip unchanged, play it at one of `rates` times its speed, or transpose it by one of `semitones`.

    All versions are equally likely. A slower clip is a stretched part of it; a faster one starts again where it ends.
    Values outside the bands are those of the outermost band. Between frames and bands values are interpolated.
    """

    rates: tuple[float, ...]
    semitones: tuple[float, ...]
    frontend: Callable  # that made the features; its `frequencies` are those of the bands

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, _, frames = features.shape
        versions = 1 + len(self.rates) + len(self.semitones)
        version = torch.randint(versions, (batch,), generator=generator, device=generator.device)
        rates, shifts, frequencies = _tables(self, version.device)
        rate, shift = rates[version, None], shifts[version, None]
        start = _uniform(batch, generator) * ((1 - rate) * (frames - 1)).clamp_min(0)
        moments = (start + rate * torch.arange(frames, device=rate.device)) % frames  # (batch, frames)
        pitches = _places(frequencies / 2 ** (shift / 12), frequencies)  # (batch, bands)
        moved = _between(features, pitches[:, :, None].expand_as(features), dim=1)
        return _between(moved, moments[:, None].expand_as(features), dim=2), targets


@functools.cache
@torch.inference_mode(False)
def _tables(augment: SpeedOrPitch, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Rate and shift in semitones of each version, and the bands' frequencies, on a device.

    They are sent there once; sent in every step, the host would wait each time for the GPU.
    """
    rates = (1.0, *augment.rates, *(1.0 for _ in augment.semitones))
    shifts = (0.0, *(0.0 for _ in augment.rates), *augment.semitones)
    frequencies = torch.as_tensor(augment.frontend.frequencies, dtype=torch.float32, device=device)
    return torch.tensor(rates, device=device), torch.tensor(shifts, device=device), frequencies


@dataclass(frozen=True)
class Equalise:
    """Add a random gain and a random curve over the bands, straight between `knots` points.

    `curve` and `gain` are standard deviations in dB; the result stays within `floor` and `ceiling` dB.
    """

    knots: int
    curve: float
    gain: float
    floor: float = -80.0
    ceiling: float = 10.0

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, bands, _ = features.shape
        knots = self.curve * torch.randn(batch, 1, self.knots, generator=generator, device=generator.device)
        curve = functional.interpolate(knots, size=bands, mode="linear", align_corners=True)[:, 0]  # (batch, bands)
        gain = self.gain * torch.randn(batch, 1, generator=generator, device=generator.device)
        return (features + (curve + gain)[:, :, None]).clamp(self.floor, self.ceiling), targets


@dataclass(frozen=True)
class LowPass:
    """Silence all bands above a cutoff in a `share` of the clips, as an encoder does that saves bits for lower ones.

    `lowest` is the first band that may be silent, and every cutoff from there up to the last band is equally likely.
    Silence is `floor` dB.
    """

    share: float
    lowest: int
    floor: float = -80.0

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, bands, _ = features.shape
        cutoff = torch.randint(self.lowest, bands, (batch, 1), generator=generator, device=generator.device)
        chosen = _uniform(batch, generator) < self.share
        silent = chosen & (torch.arange(bands, device=cutoff.device) >= cutoff)  # (batch, bands)
        return features.masked_fill(silent[:, :, None], self.floor), targets


@dataclass(frozen=True)
class Mask:
    """Replace up to `bands` neighbouring bands and `frames` neighbouring frames by each band's mean in the batch.

    Source: Park et al., SpecAugment, Interspeech 2019.
    """

    bands: int
    frames: int

    def __call__(self, features: Tensor, targets: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        batch, bands, frames = features.shape
        across = _stripe(batch, bands, self.bands, generator)[:, :, None]
        along = _stripe(batch, frames, self.frames, generator)[:, None, :]
        return torch.where(across | along, features.mean(dim=(0, 2), keepdim=True), features), targets


def _places(values: Tensor, grid: Tensor) -> Tensor:
    """Positions of values on a rising grid, as fractional indices from the first to the last."""
    above = torch.searchsorted(grid, values).clamp(1, len(grid) - 1)
    below = above - 1
    return (below + (values - grid[below]) / (grid[above] - grid[below])).clamp(0, len(grid) - 1)


def _between(features: Tensor, places: Tensor, dim: int) -> Tensor:
    """Interpolate at fractional indices along a dimension; after the last one comes the first again."""
    below = places.long()
    above = (below + 1) % features.shape[dim]
    return torch.lerp(features.gather(dim, below), features.gather(dim, above), places - below)


def _uniform(batch: int, generator: Generator) -> Tensor:
    """Draw a uniform number in [0, 1) for each clip: (batch, 1), on the generator's device."""
    return torch.rand(batch, 1, generator=generator, device=generator.device)


def _stripe(batch: int, length: int, widest: int, generator: Generator) -> Tensor:
    """Mask that is True on one random run of 0 to `widest` neighbours: (batch, length)."""
    width = torch.randint(widest + 1, (batch, 1), generator=generator, device=generator.device)
    start = (_uniform(batch, generator) * (length + 1 - width)).long()
    places = torch.arange(length, device=start.device)
    return (places >= start) & (places < start + width)
