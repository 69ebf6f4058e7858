"""Scales of power or magnitude, and the reference of decibels."""

import math
from dataclasses import dataclass
from enum import Enum

import torch
from torch import Tensor


class Reference(Enum):
    """Reference of a spectrogram's values.

    NONE: to one, so that loudness is kept. CLIP: to the loudest value of the clip. TRACK: to the loudest value of the
    track, so the whole track is transformed before it is cut, and the loudness of its parts is kept.
    """

    NONE = "none"
    CLIP = "clip"
    TRACK = "track"

    __repr__ = Enum.__str__  # so that a front end prints as it is written


@dataclass(frozen=True)
class Decibels:
    """Decibels of a spectrogram: (batch, bands, frames) -> the same.

    `amin` is the smallest value that counts; nothing lies more than `top_db` below the maximum of the input, as in
    librosa.power_to_db. `multiplier` is 10 for power, 20 for magnitude.
    """

    multiplier: float = 10.0
    amin: float = 1e-10
    top_db: float | None = 80.0

    unit = "dB"

    def __call__(self, spectrum: Tensor) -> Tensor:
        """Relative to one: loudness is kept, silence is `quietest`."""
        level = self.multiplier * spectrum.clamp_min(self.amin).log10()
        if self.top_db is None:
            return level
        return level.maximum(level.amax(dim=(-2, -1), keepdim=True) - self.top_db)

    def relative(self, spectrum: Tensor) -> Tensor:
        """Relative to the maximum of the input, 0 dB: the same for any gain; silence is `quietest_relative`.

        librosa's `ref=np.max` puts digital silence at 0 dB, as loud as the loudest sound; here it lies on the floor.
        """
        peak = spectrum.amax(dim=(-2, -1), keepdim=True).clamp_min(self.amin)
        return (self.multiplier * (spectrum / peak).clamp_min(self.amin).log10()).clamp_min(self.quietest_relative)

    @property
    def quietest(self) -> float:
        return self.multiplier * math.log10(self.amin)

    @property
    def quietest_relative(self) -> float:
        return self.quietest if self.top_db is None else max(self.quietest, -self.top_db)


@dataclass(frozen=True)
class StretchedDecibels(Decibels):
    """Decibels whose own range is stretched: relative to the maximum, the quietest value of the input lies at -top_db.

    Noisy music spans perhaps 65 dB, which then count as 80; music with a moment of silence is left as it is.
    """

    def relative(self, spectrum: Tensor) -> Tensor:
        level = super().relative(spectrum)
        lowest = level.amin(dim=(-2, -1), keepdim=True).clamp_max(-1.0)
        return level * (self.quietest_relative / lowest)


@dataclass(frozen=True)
class NaturalLog:
    """Natural logarithm with an offset that keeps silence finite: (batch, bands, frames) -> the same."""

    offset: float = 1e-6

    unit = "ln"

    def __call__(self, spectrum: Tensor) -> Tensor:
        return torch.log(spectrum + self.offset)

    def relative(self, spectrum: Tensor) -> Tensor:
        """Of the spectrum divided by its maximum."""
        peak = spectrum.amax(dim=(-2, -1), keepdim=True).clamp_min(torch.finfo(spectrum.dtype).tiny)
        return self(spectrum / peak)

    @property
    def quietest(self) -> float:
        return math.log(self.offset)

    @property
    def quietest_relative(self) -> float:
        return self.quietest


@dataclass(frozen=True)
class Linear:
    """The values as they are."""

    unit = "power density"

    def __call__(self, spectrum: Tensor) -> Tensor:
        return spectrum

    @property
    def quietest(self) -> float:
        return 0.0
