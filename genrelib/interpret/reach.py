"""Reach of real clips: the values that a front end's bands take, within which an input stays."""

from dataclasses import dataclass

import torch
from torch import Tensor

from genrelib.frontends import FrontEnd, Reference, StretchedDecibels

SMALLEST = 1e-6  # of the largest deviation: a band that never moves in these clips


@dataclass(frozen=True, eq=False)
class Reach:
    """Mean, deviation, lowest and highest value of each band of real clips, (bands, 1); of samples one each, (1,)."""

    mean: Tensor
    deviation: Tensor
    low: Tensor
    high: Tensor

    def scaled(self, features: Tensor) -> Tensor:
        """Deviations from the mean."""
        return (features - self.mean) / self.deviation

    def features(self, inputs: Tensor) -> Tensor:
        """Features of deviations from the mean."""
        return self.mean + self.deviation * inputs

    def project(self, inputs: Tensor) -> Tensor:
        """Put deviations back between the lowest and the highest value."""
        return inputs.maximum(self.scaled(self.low)).minimum(self.scaled(self.high))


def reach_of(frontend: FrontEnd, features: Tensor) -> Reach:
    """Reach of clips (clips, *shape): nothing lies below silence, nothing above what one of the clips has in a band."""
    dims = (0, 2) if features.ndim == 3 else (0, 1)
    keep = features.ndim == 3
    deviation, mean = torch.std_mean(features, dim=dims, correction=0)
    high = features.amax(dim=dims)
    low = torch.full_like(high, frontend.quietest) if keep else -features.abs().amax(dim=dims)
    deviation = deviation.clamp_min(SMALLEST * float(deviation.max().clamp_min(SMALLEST)))
    parts = [mean, deviation, low, high if keep else -low]
    return Reach(*[part[:, None] if keep else part.reshape(1) for part in parts])


def levelled(frontend: FrontEnd, features: Tensor) -> Tensor:
    """Features (batch, bands, frames) as the front end would give them for a clip of its own.

    The loudest value of relative decibels is 0, and the quietest of stretched ones is their floor; others stay.
    """
    if frontend.reference is Reference.NONE:
        return features
    level = (features - features.amax(dim=(-2, -1), keepdim=True)).clamp_min(frontend.quietest)
    if not isinstance(getattr(frontend, "scale", None), StretchedDecibels):
        return level
    return level * (frontend.quietest / level.amin(dim=(-2, -1), keepdim=True).clamp_max(-1.0))
