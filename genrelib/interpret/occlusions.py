"""Explanations by silence: the logit's loss as one part of a clip after the other is silenced.

Each function takes a question, features of clips (clips, *shape) and a seed, and gives signed losses: (clips, frames)
of parts in time, (clips, rows, frames) of parts in frequency. A part's loss is spread evenly over its places, so that
sums do not depend on the grid.
Source: M. D. Zeiler & R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014.
"""

import numpy as np
import torch
from torch import Tensor

from genrelib.interpret.question import Question
from genrelib.interpret.segments import answers_without, count_of, equal_parts, silence

PART = 0.5  # s
FEWEST = 20  # parts of a short clip
BANDS = 16  # parts in frequency
COARSE = (6, 12)  # parts in frequency and in time, of both at once


def occlusion_in_time(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Loss of each stretch of PART s, of a short clip of each of FEWEST, over all frequencies: (clips, frames)."""
    parts = equal_parts(question.frames(features), count_of(question.seconds(features), PART, FEWEST))
    return np.stack([_losses(question, clip, parts) for clip in features.split(1)])


def occlusion_in_frequency(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Loss of each of BANDS bands over the whole clip: (clips, rows, frames), all frames alike.

    Raises ValueError if what the network reads has no frequencies.
    """
    _, rows, frames = _bands_of(question, features)
    parts = np.repeat(equal_parts(rows, BANDS)[:, None], frames, axis=1)
    return np.stack([_losses(question, clip, parts) for clip in features.split(1)])


def occlusion_in_both(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Loss of each cell of a grid of COARSE bands and stretches: (clips, rows, frames).

    Raises ValueError if what the network reads has no frequencies.
    """
    _, rows, frames = _bands_of(question, features)
    bands, stretches = equal_parts(rows, COARSE[0]), equal_parts(frames, COARSE[1])
    parts = bands[:, None] * (stretches.max() + 1) + stretches
    return np.stack([_losses(question, clip, parts) for clip in features.split(1)])


def _losses(question: Question, clip: Tensor, parts: np.ndarray) -> np.ndarray:
    """Loss at each place of the map, from parts of the map's places."""
    count = parts.max() + 1
    kept = ~np.eye(count, dtype=bool)
    whole = question.answers(clip)
    without = answers_without(question, clip, kept, silence(question, clip), places_of(question, clip, parts))
    loss = (whole - without) / np.bincount(parts.ravel())
    return loss[parts]


def places_of(question: Question, clip: Tensor, parts: np.ndarray) -> np.ndarray:
    """Parts of a map's frames as parts of what the network reads: of waveforms, of each sample."""
    if not question.reads_waveforms:
        return parts
    return parts[..., np.arange(clip.shape[-1]) // question.samples_per_frame]


def _bands_of(question: Question, features: Tensor) -> torch.Size:
    if question.reads_waveforms:
        raise ValueError("expected a system that reads a spectrogram, got one that reads waveforms; occlude time")
    return features.shape
