"""Maps that know nothing of the network: what an explanation has to be better than.

Each function takes a question, features of clips (clips, *shape) and a seed, as an explanation does.
"""

import numpy as np
import torch
from torch import Tensor

from genrelib.interpret.question import Question


def random_map(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Uniform random numbers, (clips, frames), others in each clip."""
    return np.random.default_rng(seed).random((len(features), question.frames(features)))


def change_of_sound(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Absolute change of each value since the frame before, an edge detector: as the maps of gradients."""
    change = torch.diff(features, dim=-1, prepend=features[..., :1]).abs()
    return question.summed(change)
