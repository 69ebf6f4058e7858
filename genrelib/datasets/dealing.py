"""Tracks dealt to parts: groups stay whole, and every genre or tag has its share in each part as nearly as they allow.

Groups are dealt largest first, each to the part that lacks most of its labels; equal ones in the order of a hash of
their names. `labels` are by track: a genre each, or a boolean column per tag, where a track without any counts as one
of a tag of its own.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

SHARES = {"valid": 0.1, "test": 0.2, "train": 0.7}  # the smaller part first: it wins a tie
Labels = pd.Series | pd.DataFrame


def divide(groups: pd.Series, labels: Labels) -> pd.Series:
    """Assign each track to a part, 70/10/20; a label of three tracks or more gets one valid and one test track."""
    return _shared_out(groups, _indicators(labels.reindex(groups.index)), list(SHARES), _targets)


def deal(groups: pd.Series, labels: Labels, shares: Mapping) -> pd.Series:
    """Assign each track to one of the keys of `shares`, as `divide` does, but that no part is sure of every label."""
    indicators = _indicators(labels.reindex(groups.index))
    return _shared_out(groups, indicators, list(shares), lambda sizes: np.outer(list(shares.values()), sizes))


def _indicators(labels: Labels) -> np.ndarray:
    """(tracks, labels) float32: 1 where a track has a label."""
    if isinstance(labels, pd.DataFrame):
        tags = labels.to_numpy(np.float32)
        return np.column_stack([tags, ~tags.any(axis=1)])
    numbers, names = pd.factorize(labels, sort=True)
    return np.eye(len(names), dtype=np.float32)[numbers]


def _shared_out(
    groups: pd.Series, labels: np.ndarray, parts: Sequence, wished: Callable[[np.ndarray], np.ndarray]
) -> pd.Series:
    """Part of each track; `labels` (tracks, labels) is 1 where a track has one.

    `wished` makes of the tracks of each label those of each part (parts, labels).
    """
    rows, groups_by_name = pd.factorize(groups, sort=True)
    names = [str(name) for name in groups_by_name.tolist()]
    counts = np.stack([np.bincount(rows, own, len(names)) for own in labels.T], axis=1)
    sizes = counts.sum(axis=1).tolist()
    lacking = wished(counts.sum(axis=0))
    digests = [_digest(name) for name in names]
    order = sorted(range(len(names)), key=lambda row: (-sizes[row], digests[row]))
    chosen = np.zeros(len(names), int)
    for row in order:
        own = counts[row]
        part = lacking.dot(own).argmax()
        lacking[part] -= own
        chosen[row] = part
    return pd.Series(np.array(parts, dtype=object)[chosen[rows]], groups.index)


def _targets(sizes: np.ndarray) -> np.ndarray:
    """Number of tracks for each part and label; small ones get one valid and one test track too."""
    targets = np.outer(list(SHARES.values()), sizes)
    targets[:2] = np.where(sizes >= 3, np.maximum(targets[:2], 1), targets[:2])
    targets[2] = sizes - targets[:2].sum(axis=0)
    return targets


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
