"""Beginnings of an ascent, in deviations from what real clips hold: noise, what a genre's clips share, a clip."""

import torch
from torch import Tensor

NOISE = 0.5  # deviations


def noise(scaled: Tensor, seed: int) -> Tensor:
    """Normal noise around the mean of clips (clips, *shape), (1, *shape)."""
    return NOISE * torch.randn(1, *scaled.shape[1:], generator=torch.Generator().manual_seed(seed))


def genre_mean(scaled: Tensor, seed: int) -> Tensor:
    """Mean of a genre's clips (clips, *shape) at every moment of a clip, (1, *shape); the same for every seed."""
    return scaled.mean(dim=0, keepdim=True)


def clip(scaled: Tensor, seed: int) -> Tensor:
    """One of a genre's clips (clips, *shape), (1, *shape)."""
    return scaled[seed % len(scaled)][None].clone()


STARTS = {"noise": noise, "mean": genre_mean, "clip": clip}
