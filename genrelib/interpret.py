"""What an answer hangs on: change what a network reads, or how it attends, and see whether the answer changes.

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
from genrelib.networks.recurrent import AttentionLstm


def weights(network: AttentionLstm, features: Tensor) -> np.ndarray:
    """How much each frame of each clip is attended to, (clips, frames) float64."""
    return inference.attended(network, features)


def attending(network: AttentionLstm, weigh: Callable[[Tensor], Tensor]) -> AttentionLstm:
    """The same network with other attention: its own weights go through `weigh` before they are used."""
    twin = copy.copy(network)  # shares all parameters

    def read(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states, query, own = network.read(x)
        return states, query, weigh(own)

    twin.read = read
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
    """What its answer loses in probability as an order's first frames fall silent: (clips, counts), in [-1, 1].

    A loss of 0.2 means: the genre it names for the whole clip is 0.2 less probable to it without these frames.
    """
    whole = inference.probabilities(network, features)
    answer = whole.argmax(axis=1)[:, None]
    left = [inference.probabilities(network, silenced(features, order[:, :count], quietest)) for count in counts]
    said = [np.take_along_axis(probability, answer, axis=1) for probability in (whole, *left)]
    return said[0] - np.concatenate(said[1:], axis=1) if left else np.empty((len(whole), 0))
