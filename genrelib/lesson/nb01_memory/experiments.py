"""What is changed, on which clips, and what of it: the notebook's measurements with their intervals."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import evaluate, inference, interpret, runs
from genrelib.lesson.nb01_memory.tables import shipped

LEAD = 0.8  # of an answer over the runner-up: rather sure, and still to be talked round
QUERIES = {"lstm-attention": "last cell (poster)", "lstm-attention@learned-query": "learned (their code)"}


def gains(
    truth: np.ndarray, before: np.ndarray, after: Mapping[str, np.ndarray], tracks: Sequence[str]
) -> pd.DataFrame:
    """What each change does to the accuracy, with its interval over tracks: columns change, value, low, high."""
    found = {name: evaluate.paired(evaluate.accuracy, truth, before, said, tracks) for name, said in after.items()}
    return pd.DataFrame([{"change": name, **vars(gain)} for name, gain in found.items()])


def means(values: np.ndarray, tracks: Sequence[str]) -> pd.DataFrame:
    """Mean of each column of (clips, columns) with its interval by resampling tracks: columns value, low, high."""
    found = [evaluate.bootstrap(_mean, column, column, tracks) for column in values.T]
    return pd.DataFrame([vars(interval) for interval in found])


def queries(split: str) -> dict[str, torch.nn.Module]:
    """The shipped networks that attend, by what their query is; the poster's first."""
    known = {run.system.partition("/")[2] for run in runs.find(runs.SHIPPED) if run.split == split and run.has_weights}
    return {name: runs.network(shipped(short, split)) for short, name in QUERIES.items() if short in known}


def one_of_each(clips: pd.DataFrame) -> dict[str, int]:
    """Each genre's first clip, by where it comes from: its row among the clips."""
    rows = clips.reset_index(drop=True).drop_duplicates("truth")
    return {f"{row.track}, from {row.start:g} s": row.Index for row in rows.itertuples()}


def persuadable(probability: np.ndarray) -> int:
    """The clip whose answer leads by LEAD, as nearly as any does."""
    second, first = np.sort(probability, axis=1)[:, -2:].T
    return int(np.abs(first - second - LEAD).argmin())


def fewest(network, clip: Tensor, order: Sequence[int]) -> list[int]:
    """The shortest beginning of an order of frames whose silence changes the answer to a clip; all where none does."""
    tries = [interpret.silenced(clip[None], torch.tensor([order[: n + 1]]), 0.0) for n in range(len(order))]
    said = inference.probabilities(network, torch.cat([clip[None], *tries])).argmax(axis=1)
    changed = np.flatnonzero(said[1:] != said[0])
    return sorted(order[: changed[0] + 1] if len(changed) else order)


def _mean(values: np.ndarray, _: np.ndarray) -> float:
    return float(values.mean())
