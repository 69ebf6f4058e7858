"""Pairs of tracks that a network hears as nearly one: repetitions, with two labels or on both sides of a split."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.datasets import known_faults
from genrelib.predictions.neighbours import at_length_one, labels_of
from genrelib.runs import Run

COUNT = 200  # pairs that are kept
ROWS = 1024  # tracks that are compared with all others at a time
EQUAL = 1e-6  # cosine distance that the embeddings' half precision leaves to one and the same sound


def nearest_pairs(run: Run, count: int = COUNT) -> pd.DataFrame:
    """The `count` pairs of a run's tracks with the nearest embeddings, the nearest first, indexed by their names.

    `track` and `other`, `part` and `other_part`, `label` and `other_label` ("" unknown), cosine `distance` in [0, 2],
    `sides`: true where the network learned from one of them alone. The first track of a pair is one it did not learn
    from, where there is one.
    """
    kept = run.embeddings
    first, second, distance = _nearest(at_length_one(kept["vectors"]), count)
    swapped = (kept["part"][first] == "train") & (kept["part"][second] != "train")
    first, second = np.where(swapped, [second, first], [first, second])
    labels = labels_of(run, {*first.tolist(), *second.tolist()})
    track, other = (kept["track"][rows].astype(str) for rows in (first, second))
    part, other_part = (kept["part"][rows].astype(str) for rows in (first, second))
    return pd.DataFrame(
        {
            "track": track,
            "other": other,
            "part": part,
            "other_part": other_part,
            "label": [", ".join(labels[row]) for row in first.tolist()],
            "other_label": [", ".join(labels[row]) for row in second.tolist()],
            "distance": np.maximum(distance, 0.0),
            "sides": (part == "train") != (other_part == "train"),
        },
        index=pd.Index([f"{one}~{another}" for one, another in zip(track, other, strict=True)], name="row"),
    )


@dataclass(frozen=True)
class KnownPairs:
    """Known repetitions among a run's tracks: `ranked` (pairs,) tells which of a list are, `total` how many there are.

    `pairs` counts all pairs of tracks.
    """

    ranked: np.ndarray
    total: int
    pairs: int


def known_pairs(table: pd.DataFrame, tracks: Collection[str], fault: pd.Series) -> KnownPairs:
    """Known repetitions in a table of `nearest_pairs` and among all of a run's `tracks`."""
    recordings = known_faults.repetitions(fault)
    pairs = zip(table.track, table.other, strict=True)
    ranked = [track in recordings and recordings[track] == recordings.get(other) for track, other in pairs]
    sizes = pd.Series([recordings[track] for track in tracks if track in recordings], dtype=object).value_counts()
    total = int((sizes * (sizes - 1) // 2).sum())
    return KnownPairs(np.array(ranked, bool), total, len(tracks) * (len(tracks) - 1) // 2)


def _nearest(directions: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First row, second row and distance of the nearest pairs, each (pairs,), the first row before the second."""
    first, second = np.zeros(0, int), np.zeros(0, int)
    distance = np.zeros(0)
    for begin in range(0, len(directions), ROWS):
        block = 1 - directions[begin : begin + ROWS] @ directions[begin:].T
        rows, columns = np.triu_indices(len(block), 1, block.shape[1])
        near = block[rows, columns]
        best = np.argpartition(near, count)[:count] if len(near) > count else np.arange(len(near))
        first = np.concatenate([first, begin + rows[best]])
        second = np.concatenate([second, begin + columns[best]])
        distance = np.concatenate([distance, near[best]])
        order = np.lexsort((second, first, distance.round(9)))[:count]  # equal ones as they are called, not by rounding
        first, second, distance = first[order], second[order], distance[order]
    return first, second, distance
