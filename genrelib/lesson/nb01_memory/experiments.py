"""Experiments of notebook 01: networks that attend, and frames whose silence changes an answer."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from genrelib import inference, interpret, runs
from genrelib.lesson.nb01_memory.poster import POSTER

LEAD = 0.8  # of an answer over the runner-up: rather sure, and still possible to change
QUERIES = {"lstm-attention": "last cell (poster)", "lstm-attention@learned-query": "learned (their code)"}


def queries(split: str) -> dict[str, torch.nn.Module]:
    """The shipped networks that attend, by their kind of query; the poster's first."""
    shipped = {
        run.system.partition("/")[2] for run in runs.find(runs.shipped()) if run.split == split and run.has_weights
    }
    return {name: runs.network(POSTER.run(short, split)) for short, name in QUERIES.items() if short in shipped}


def persuadable(probability: np.ndarray) -> int:
    """Number of the clip whose answer leads by LEAD most nearly."""
    second, first = np.sort(probability, axis=1)[:, -2:].T
    return int(np.abs(first - second - LEAD).argmin())


def fewest(network, clip: Tensor, order: Sequence[int]) -> list[int]:
    """The shortest beginning of an order of frames whose silence changes the answer to a clip; all where none does."""
    tries = [interpret.silenced(clip[None], torch.tensor([order[: n + 1]]), 0.0) for n in range(len(order))]
    answers = inference.probabilities(network, torch.cat([clip[None], *tries])).argmax(axis=1)
    changed = np.flatnonzero(answers[1:] != answers[0])
    return sorted(order[: changed[0] + 1] if len(changed) else order)
