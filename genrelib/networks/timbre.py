"""Statistics of a log-mel spectrogram that need no learning: how a sound is coloured, and how it moves."""

import math

import torch
from torch import Tensor, nn


class Timbre(nn.Module):
    """Timbre of a sound and its movement, in numbers that need no learning.

    Of 40 cepstra: mean, log deviation, and log deviation of their change over 1, 2 and 4 frames. Of the bands, as 30
    cepstra each: mean and deviation of what they rise by, deviation of the level. Of 16 groups of bands: mean and
    deviation of the contrast between the two strongest and the two weakest.

    (batch, bands, frames) in dB, more than 5 frames -> (batch, size). Bands must be a multiple of 16.
    """

    CEPSTRA, SHAPE, GROUPS = 40, 30, 16
    LAGS = (1, 2, 4)
    cosines: Tensor

    def __init__(self, bands: int):
        super().__init__()
        self.register_buffer("cosines", cosines(bands, self.CEPSTRA))
        self.size = (2 + len(self.LAGS)) * self.CEPSTRA + 3 * self.SHAPE + 2 * self.GROUPS

    def forward(self, x: Tensor) -> Tensor:
        shape = self.cosines[: self.SHAPE].T
        cepstra = self.cosines @ x  # (batch, CEPSTRA, frames)
        colour, motion = moments(cepstra)
        changes = [moments(cepstra[:, :, lag:] - cepstra[:, :, :-lag])[1] for lag in self.LAGS]
        rise, rise_deviation = moments(x.diff(dim=2).clamp_min(0))
        _, level_deviation = moments(x)
        group = x.unflatten(1, (self.GROUPS, -1)).sort(dim=2).values  # (batch, GROUPS, bands of a group, frames)
        contrast = moments(group[:, :, -2:].mean(dim=2) - group[:, :, :2].mean(dim=2))
        logarithms = [(deviation + 0.1).log() for deviation in (motion, *changes)]  # silence has none
        shapes = [values @ shape for values in (rise, rise_deviation, level_deviation)]
        return torch.cat([colour, *logarithms, *shapes, *contrast], dim=1)


def moments(values: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and deviation over frames of (batch, bands, frames), each (batch, bands)."""
    variance, mean = torch.var_mean(values, dim=2, correction=0)
    return mean, (variance + 1e-4).sqrt()  # a root of zero would have no gradient


def cosines(bands: int, count: int) -> Tensor:
    """Orthonormal discrete cosines, (count, bands): what turns a spectrum in dB into cepstra."""
    place = (torch.arange(bands) + 0.5) / bands
    rows = torch.cos(math.pi * torch.arange(count)[:, None] * place) * math.sqrt(2 / bands)
    rows[0] /= math.sqrt(2)
    return rows
