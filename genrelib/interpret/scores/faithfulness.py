"""A map against the network itself: how does the answer change without the moments that it names, or with no others?

All is done in time and with silence: silence is a sound that networks have rarely met, and says something too.
Source: V. Petsiuk, A. Das & K. Saenko, RISE, BMVC 2018, for deletion and insertion; A. Chattopadhay et al., Grad-CAM++,
WACV 2018, for average drop and increase in confidence.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from genrelib.interpret.importance_map import ImportanceMap
from genrelib.interpret.occlusions import places_of
from genrelib.interpret.question import Question, answering
from genrelib.interpret.segments import silence
from genrelib.task import Task

STEPS = 10  # of a curve


class Faithfulness(NamedTuple):
    """Faithfulness of a map to one clip's answer, by the label's probability.

    `deletion`: its mean as the most important frames fall silent first, lower is better; `insertion`: as they come back
    first, higher is better; both in [0, 1]. `drop`: share of it that is lost if each frame keeps as much as the map
    gives it, in [0, 1]; `increase`: 1 if it rises by that, otherwise 0.
    """

    deletion: float
    insertion: float
    drop: float
    increase: float


def score_faithfulness(question: Question, task: Task, clip: Tensor, shown: ImportanceMap) -> Faithfulness:
    """Score the map of one clip, features (1, *shape)."""
    weights = shown.for_label()
    rank = np.argsort(np.argsort(-weights, kind="stable"), kind="stable") / shown.frames  # 0 of the most important
    gone = np.arange(STEPS + 1) / STEPS
    kept = np.concatenate([rank >= gone[:, None], rank < gone[:, None], [weights / max(weights.max(), 1e-300)]])
    factors = torch.from_numpy(places_of(question, clip, kept)).float()  # (copies, places)
    if clip.ndim == 3:
        factors = factors.unsqueeze(1)
    empty = silence(question, clip)
    curves = _probabilities(question, task, empty + (clip - empty) * factors.to(clip.device))
    whole = curves[0]
    changed = curves[-1]
    return Faithfulness(
        deletion=float(np.trapezoid(curves[: STEPS + 1], gone)),
        insertion=float(np.trapezoid(curves[STEPS + 1 : -1], gone)),
        drop=float(max(0.0, whole - changed) / max(whole, 1e-12)),
        increase=float(changed > whole),
    )


def _probabilities(question: Question, task: Task, clips: Tensor) -> np.ndarray:
    """The label's probability of each, (clips,)."""
    with answering(question.network), torch.no_grad():
        parts = [task.probabilities(question.network(x).double()) for x in clips.split(question.batch(clips))]
    return torch.cat(parts)[:, question.label].cpu().numpy()
