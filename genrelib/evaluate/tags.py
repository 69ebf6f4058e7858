"""Tags, any number of them true at once: areas under curves, which measure how well a score ranks the tracks.

`truth` is boolean (n, tags), `probability` (n, tags) in [0, 1]. A tag that all rows have, or none, cannot be ranked:
its areas are NaN, and means over tags leave it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from genrelib.evaluate.areas import weighted, without_each_row
from genrelib.evaluate.intervals import MOST_GROUPS, Groups, Interval, Names, share, student

AREAS = ("roc_auc", "pr_auc")


def validate_tags(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays, having checked the conventions above. Raises ValueError: what was expected, what came."""
    truth, probability = np.asarray(truth), np.asarray(probability, dtype=np.float64)
    if truth.ndim != 2 or truth.dtype != bool:
        raise ValueError(f"expected truth as (n, tags) booleans, got {truth.dtype} of shape {truth.shape}")
    if probability.shape != truth.shape:
        raise ValueError(f"expected probability of shape {truth.shape}, as truth, got {probability.shape}")
    if not len(truth):
        raise ValueError("expected at least one row, got none")
    if not np.isfinite(probability).all() or probability.min() < 0 or probability.max() > 1:
        raise ValueError("expected finite probabilities in [0, 1] (apply a sigmoid to logits first)")
    return truth, probability


def roc_auc(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Chance that a track with the tag scores above one without, ties half: (n, tags) twice -> (tags,) in [0, 1].

    Source: J. Hanley, B. McNeil, The meaning and use of the area under a ROC curve, Radiology 1982.
    """
    return _areas(*validate_tags(truth, probability))[0]


def pr_auc(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Average precision: precision at every threshold, weighted by the gain of recall: -> (tags,) in [0, 1].

    A random score gets the share of tracks with the tag, not a half.
    Source: J. Davis, M. Goadrich, The relationship between precision-recall and ROC curves, ICML 2006.
    """
    return _areas(*validate_tags(truth, probability))[1]


def macro(values: np.ndarray) -> float:
    """Mean over the tags that have a value; NaN if none has."""
    values = np.asarray(values, dtype=np.float64)
    return float(np.nanmean(values)) if np.isfinite(values).any() else np.nan


@dataclass(frozen=True, eq=False)
class TagAreas:
    """Areas of every tag, of every category and of all tags, with intervals over tracks.

    `per_tag`: one row per tag with `positives`, and `roc_auc`, `pr_auc` each with `_low` and `_high`, NaN where a tag
    cannot be ranked; the bounds also where a single track has the tag, or a single one has it not.
    `macro`: "roc_auc_macro", "pr_auc_macro" and, for each category, "roc_auc_<category>", ... .
    `left_out`: the tags that no row has, or all.
    """

    per_tag: pd.DataFrame
    macro: dict[str, Interval]
    left_out: tuple[str, ...]


def tag_areas(
    truth: np.ndarray,
    probability: np.ndarray,
    tags: Sequence[str],
    categories: Mapping[str, Sequence[str]],
    groups: Names | None = None,
    most: int = MOST_GROUPS,
) -> TagAreas:
    """Measure ROC-AUC and PR-AUC, (n, tags) twice -> TagAreas; `groups` names each row's track, None: its own.

    Intervals hold 95 %, by leaving out each row, or of named `groups` each of at most `most` (`intervals.share`). A
    tag's degrees of freedom are one less than the tracks that have it, or have it not if those are fewer; a mean's
    those of its tags together, at most one less than the tracks. Without the only track of a tag, means do without it.
    """
    truth, probability = validate_tags(truth, probability)
    if len(tags) != truth.shape[1]:
        raise ValueError(f"expected {truth.shape[1]} tags, one per column of truth, got {len(tags)}")
    together, left_out_areas = _left_out(truth, [probability], groups, most)
    measured = _areas(truth, probability)
    freedom = _freedom(truth, together)
    members = {"macro": np.arange(len(tags))}
    members |= {name: np.flatnonzero(np.isin(tags, own)) for name, own in categories.items()}
    columns = {"positives": truth.sum(axis=0)}
    means = {}
    for name, values, without in zip(AREAS, measured, left_out_areas[0], strict=True):
        columns |= _columns(name, map(share, values, without, freedom))
        for group, chosen in members.items():
            shared = min(freedom[chosen].sum(), len(together) - 1)
            means[f"{name}_{group}"] = share(_mean(values[chosen]), _mean(without[chosen]), shared)
    left_out = tuple(tag for tag, area in zip(tags, measured[0], strict=True) if np.isnan(area))
    return TagAreas(pd.DataFrame(columns, index=pd.Index(tags, name="tag")), means, left_out)


def tag_gains(
    truth: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    tags: Sequence[str],
    groups: Names | None = None,
) -> pd.DataFrame:
    """Gain of `second` over `first` in each area, (n, tags) three times -> one row per tag, and "all" for their mean.

    Columns `roc_auc` and `pr_auc` in [-1, 1], each with `_low` and `_high` (`intervals.student`, degrees of freedom as
    in `tag_areas`). Both are measured without the same tracks, so a difference is clear if its interval excludes 0.
    """
    truth, first = validate_tags(truth, first)
    second = validate_tags(truth, second)[1]
    together, (without_first, without_second) = _left_out(truth, [first, second], groups, MOST_GROUPS)
    measured = _areas(truth, second) - _areas(truth, first)
    left_out_gains = without_second - without_first
    freedom = _freedom(truth, together)
    shared = min(freedom.sum(), len(together) - 1)
    columns = {}
    for name, values, without in zip(AREAS, measured, left_out_gains, strict=True):
        gains = map(partial(student, low=-1, high=1), values, without, freedom)
        columns |= _columns(name, [*gains, student(_mean(values), _mean(without), shared, -1, 1)])
    return pd.DataFrame(columns, index=pd.Index([*tags, "all"], name="tag"))


def _columns(name: str, intervals: Iterable[Interval]) -> dict[str, list[float]]:
    """Columns of an area and its bounds, one row per interval."""
    intervals = list(intervals)
    return {
        name: [interval.value for interval in intervals],
        f"{name}_low": [interval.low for interval in intervals],
        f"{name}_high": [interval.high for interval in intervals],
    }


def _areas(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """ROC-AUC and PR-AUC of every tag: -> (2, tags)."""
    return weighted(truth, probability, np.ones((1, len(truth))))[:, :, 0]


def _left_out(
    truth: np.ndarray, probabilities: Sequence[np.ndarray], groups: Names | None, most: int
) -> tuple[Groups, list[np.ndarray]]:
    """Groups of rows, and the areas (2, tags, groups) of each of the probabilities without each group.

    Rows that are their own groups are left out one by one, however many they are.
    """
    if groups is None:
        together = Groups(None, len(truth), most=len(truth))
        return together, [without_each_row(truth, probability) for probability in probabilities]
    together = Groups(groups, len(truth), most)
    kept = together.left_out()
    return together, [weighted(truth, probability, kept) for probability in probabilities]


def _freedom(truth: np.ndarray, together: Groups) -> np.ndarray:
    """Degrees of freedom (tags,) that are left of the tracks with a tag or without it, whichever are fewer."""
    fewer = [min(together.holding(true), together.holding(~true)) for true in truth.T]
    return np.maximum(np.array(fewer) - 1, 0)


def _mean(areas: np.ndarray) -> np.ndarray:
    """Mean over the tags that have a value, (tags, ...) -> (...); NaN if none has."""
    known = np.isfinite(areas)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, areas, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
