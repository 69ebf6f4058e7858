"""Tests of what an answer rests on: change what a network reads, or how it attends, and see whether the answer changes.

Conventions: features are (clips, bands, frames), weights (clips, frames) and sum to one over frames, an order
(clips, frames) holds each clip's frame numbers. Nothing given is changed.
Source: S. Jain & B. C. Wallace, Attention is not Explanation, NAACL 2019, for exchanging weights; M. D. Zeiler &
R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014, for occlusion.
"""

import copy
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from genrelib import inference
from genrelib.networks.network import Network


def weights(network: Network, features: Tensor) -> np.ndarray:
    """Weight of each step of each clip in the attention of a network that attends, (clips, steps) float64."""
    return inference.infer(network, features.split(inference.BATCH)).attention


def attending(network: Network, weigh: Callable[[Tensor], Tensor]) -> Network:
    """The same network with other attention: its own weights, (batch, steps), go through `weigh` before they are used.

    Raises ValueError if the network does not attend.
    """
    if not network.attends:
        raise ValueError(f"expected a network that attends, got {type(network).__name__}; choose one with attention")
    twin = copy.copy(network)  # shares all parameters
    twin.weigh = weigh
    return twin


def even(weights: Tensor) -> Tensor:
    """Every frame alike."""
    return torch.full_like(weights, 1 / weights.shape[1])


def latest(weights: Tensor) -> Tensor:
    """The last frame alone."""
    last = torch.full((len(weights),), weights.shape[1] - 1, device=weights.device)
    return functional.one_hot(last, weights.shape[1]).to(weights.dtype)


def turned(weights: Tensor) -> Tensor:
    """Each clip's weights back to front: the frame that had most has the place of the one that had least in time."""
    return weights.flip(1)


def random_order(clips: int, frames: int, seed: int = 0) -> Tensor:
    """Another random order of the frames for each clip."""
    return torch.rand(clips, frames, generator=torch.Generator().manual_seed(seed)).argsort(dim=1)


def reordered(features: Tensor, order: Tensor) -> Tensor:
    """Each clip with its frames in this order: the same sounds, another time."""
    return features.gather(2, order[:, None].expand_as(features))


def silenced(features: Tensor, frames: Tensor, quietest: float) -> Tensor:
    """Each clip with these of its frames, (clips, count) numbers, replaced by silence, the value `quietest`."""
    places = frames[:, None].expand(-1, features.shape[1], -1)
    return features.scatter(2, places, quietest)


def occlusion(network, features: Tensor, order: Tensor, counts: Sequence[int], quietest: float) -> np.ndarray:
    """Loss of an answer's probability as an order's first frames fall silent: (clips, counts), in [-1, 1].

    A loss of 0.2 means: the genre it names for the whole clip is 0.2 less probable to it without these frames.
    """
    whole = inference.probabilities(network, features)
    answer = whole.argmax(axis=1)[:, None]
    left = [inference.probabilities(network, silenced(features, order[:, :count], quietest)) for count in counts]
    kept = [np.take_along_axis(probability, answer, axis=1) for probability in (whole, *left)]
    return kept[0] - np.concatenate(kept[1:], axis=1) if left else np.empty((len(whole), 0))
