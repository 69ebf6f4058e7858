"""Attention changed: does the answer change with it?

Weights are (clips, steps) and sum to one over steps.
Source: S. Jain & B. C. Wallace, Attention is not Explanation, NAACL 2019.
"""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from genrelib import inference
from genrelib.networks.network import Network


def weights(network: Network, features: Tensor) -> np.ndarray:
    """Weight of each step of each clip in the attention of a network that attends, (clips, steps) float64.

    Raises ValueError if it does not attend.
    """
    attention = inference.infer(network, features.split(inference.BATCH)).attention
    if attention is None:
        raise ValueError(f"expected a network that attends, got {type(network).__name__}; choose one with attention")
    return attention


def attending(network: Network, weigh: Callable[[Tensor], Tensor]) -> Network:
    """The same network with other attention: its own weights, (batch, steps), go through `weigh` before they are used.

    Raises ValueError if the network does not attend.
    """
    if not network.attends:
        raise ValueError(f"expected a network that attends, got {type(network).__name__}; choose one with attention")
    twin = copy.copy(network)  # shares all parameters
    twin.weigh = weigh  # type: ignore[method-assign, assignment]
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
