"""Feedback changed: does the answer change with it?

Scales are those of a reading's `gates`: for each fed block (clips, steps, maps), in (0, 1). `Treatment`s are functions
of all blocks' scales: `own_mean`, `common_mean`, `exchanged`, `opened`.
"""

import copy
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from genrelib.networks.feedback import FeedbackCrnn

Scales = Sequence[Tensor]
Treatment = Callable[[Scales], list[Tensor]]


def fed(network: FeedbackCrnn, scales: Scales) -> FeedbackCrnn:
    """The same network with these scales in place of its feedback, for so many clips and steps.

    Raises TypeError for a network without feedback.
    """
    if not isinstance(network, FeedbackCrnn):
        raise TypeError(f"expected a network with feedback, got {type(network).__name__}; choose kim2019/tf-crnn")
    twin = copy.copy(network)  # shares all parameters
    twin.scales = lambda hidden, step: [block[:, step] for block in scales]  # type: ignore[method-assign]
    return twin


def own_mean(scales: Scales) -> list[Tensor]:
    """Each clip's mean over its steps, at every step: what is left does not move."""
    return [block.mean(dim=1, keepdim=True).expand_as(block) for block in scales]


def common_mean(scales: Scales) -> list[Tensor]:
    """The mean over all clips and steps, everywhere: what is left does not know the clip."""
    return [block.mean(dim=(0, 1), keepdim=True).expand_as(block) for block in scales]


def exchanged(scales: Scales, distance: int = 1) -> list[Tensor]:
    """Each clip gets the scales of the clip so many places before it, the first ones those of the last."""
    return [block.roll(distance, dims=0) for block in scales]


def opened(scales: Scales) -> list[Tensor]:
    """One everywhere: every map passes as it is, about twice as large as in training."""
    return [torch.ones_like(block) for block in scales]
