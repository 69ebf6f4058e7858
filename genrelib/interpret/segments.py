"""Parts of a clip that are replaced together, and what replaces them.

A fill takes a question, features of one clip (1, *shape) and a seed, and gives features of that shape.
"""

import math

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends.threads import map_batches
from genrelib.interpret.question import Question, answering


def silence(question: Question, clip: Tensor, seed: int = 0) -> Tensor:
    """The front end's value of silence."""
    return torch.full_like(clip, question.silence)


def clip_mean(question: Question, clip: Tensor, seed: int = 0) -> Tensor:
    """The clip's mean over time, of each row by itself."""
    return clip.mean(dim=-1, keepdim=True).expand_as(clip)


def noise(question: Question, clip: Tensor, seed: int = 0) -> Tensor:
    """Normal noise of the clip's mean and deviation over time, of each row by itself; no row falls below silence."""
    drawn = torch.randn(clip.shape, generator=torch.Generator().manual_seed(seed)).to(clip)
    filled = clip.mean(dim=-1, keepdim=True) + drawn * clip.std(dim=-1, keepdim=True)
    return filled if question.reads_waveforms else filled.clamp_min(question.silence)


def equal_parts(length: int, count: int) -> np.ndarray:
    """Number of the part of each of `length` places, in parts as equal as can be, at most `count` of them."""
    count = max(1, min(count, length))
    return np.arange(length) * count // length


def count_of(seconds: float, part: float, fewest: int = 1) -> int:
    """Parts of `part` s in so many seconds, and at least the fewest."""
    return max(fewest, math.ceil(seconds / part - 1e-6))


def replaced(features: Tensor, kept: Tensor, filling: Tensor) -> Tensor:
    """Copies of one clip (1, *shape), one for each row of `kept`, booleans that broadcast to (copies, *shape)."""
    return torch.where(kept.to(features.device), features, filling)


def answers_without(
    question: Question, clip: Tensor, kept: np.ndarray, filling: Tensor, parts: np.ndarray
) -> np.ndarray:
    """Logits (copies,) of one clip with only the parts `kept`, (copies, parts) booleans; the rest is the filling.

    `parts` numbers the part of each place of the clip, as (frames,) or (rows, frames).
    """

    def answer(kept: Tensor) -> Tensor:
        places = kept[:, numbers]  # (copies, frames), or with rows
        if places.ndim < clip.ndim:
            places = places.unsqueeze(1)
        return question.logit(replaced(clip, places, filling)).double().cpu()

    numbers = torch.from_numpy(parts)
    with answering(question.network), torch.no_grad():
        return map_batches(answer, torch.from_numpy(kept).split(question.batch(clip))).numpy()
