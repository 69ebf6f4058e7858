"""Frames of clips exchanged or silenced: does the answer change with them?

Features are (clips, bands, frames), an order (clips, frames) holds each clip's frame numbers. Nothing given is changed.
Source: M. D. Zeiler & R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014, for occlusion.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from genrelib import inference


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
