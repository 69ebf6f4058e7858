"""Tags, any number of them true at once: how well a score ranks the tracks that bear a tag above those that do not.

`truth` is boolean (n, tags), `probability` (n, tags) in [0, 1]. A tag that all rows bear, or none, cannot be ranked:
its areas are NaN, and means over tags leave it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.evaluate.intervals import LEVEL, Groups, Interval

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
    return _areas(*validate_tags(truth, probability), _once(truth))[0, :, 0]


def pr_auc(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Average precision: precision at every threshold, weighted by the gain of recall: -> (tags,) in [0, 1].

    A score that knows nothing gets the share of tracks that bear the tag, not a half.
    Source: J. Davis, M. Goadrich, The relationship between precision-recall and ROC curves, ICML 2006.
    """
    return _areas(*validate_tags(truth, probability), _once(truth))[1, :, 0]


def macro(values: np.ndarray) -> float:
    """Mean over the tags that have a value; NaN if none has."""
    values = np.asarray(values, dtype=np.float64)
    return float(np.nanmean(values)) if np.isfinite(values).any() else np.nan


@dataclass(frozen=True, eq=False)
class TagAreas:
    """Areas of every tag, of every category and of all tags, with intervals by resampling tracks.

    `per_tag`: one row per tag with `positives`, and `roc_auc`, `pr_auc` each with `_low` and `_high`, NaN where a tag
    cannot be ranked. `macro`: "roc_auc_macro", "pr_auc_macro" and, for each category, "roc_auc_<category>", ... .
    `left_out`: the tags that no row bears, or all.
    """

    per_tag: pd.DataFrame
    macro: dict[str, Interval]
    left_out: tuple[str, ...]


def tag_areas(
    truth: np.ndarray,
    probability: np.ndarray,
    tags: Sequence[str],
    categories: Mapping[str, Sequence[str]],
    groups: Sequence | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> TagAreas:
    """Measure ROC-AUC and PR-AUC, (n, tags) twice -> TagAreas; `groups` names each row's track, None: its own.

    Intervals hold 95 % (percentile bootstrap over tracks); a resample without a tag's positives leaves that tag out.
    """
    truth, probability = validate_tags(truth, probability)
    if len(tags) != truth.shape[1]:
        raise ValueError(f"expected {truth.shape[1]} tags, one per column of truth, got {len(tags)}")
    drawn = _resamples(len(truth), groups, samples, seed)
    areas = np.concatenate([_areas(truth, probability, _once(truth)), _areas(truth, probability, drawn)], axis=2)
    places = {"macro": np.arange(len(tags))}
    places |= {name: np.flatnonzero(np.isin(tags, members)) for name, members in categories.items()}
    columns, means = {"positives": truth.sum(axis=0)}, {}
    for name, area in zip(AREAS, areas, strict=True):
        found = [_interval(row) for row in area]
        columns |= {name: [one.value for one in found]}
        columns |= {f"{name}_low": [one.low for one in found], f"{name}_high": [one.high for one in found]}
        means |= {f"{name}_{group}": _interval(_mean(area[chosen])) for group, chosen in places.items()}
    left_out = tuple(tag for tag, area in zip(tags, areas[0, :, 0], strict=True) if np.isnan(area))
    return TagAreas(pd.DataFrame(columns, index=pd.Index(tags, name="tag")), means, left_out)


def tag_gains(
    truth: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    tags: Sequence[str],
    groups: Sequence | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """What `second` gains over `first` in each area, (n, tags) thrice -> one row per tag, and "all" for their mean.

    Columns `roc_auc` and `pr_auc` in [-1, 1], each with `_low` and `_high`: both are measured on the same resamples of
    the tracks, so that an interval without 0 tells the two apart.
    """
    truth, first = validate_tags(truth, first)
    second = validate_tags(truth, second)[1]
    weights = np.concatenate([_once(truth), _resamples(len(truth), groups, samples, seed)])
    gains = _areas(truth, second, weights) - _areas(truth, first, weights)
    columns = {}
    for name, gain in zip(AREAS, gains, strict=True):
        found = [_interval(row) for row in [*gain, _mean(gain)]]
        columns |= {name: [one.value for one in found]}
        columns |= {f"{name}_low": [one.low for one in found], f"{name}_high": [one.high for one in found]}
    return pd.DataFrame(columns, index=pd.Index([*tags, "all"], name="tag"))


def _areas(truth: np.ndarray, probability: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """ROC-AUC and PR-AUC of every tag under every weighting of the rows, (samples, n): -> (2, tags, samples).

    A resample is a weighting by how often it drew each row, so that each tag is sorted once for all of them.
    """
    found = np.full((2, truth.shape[1], len(weights)), np.nan)
    for tag, (true, score) in enumerate(zip(truth.T, probability.T, strict=True)):
        order = np.argsort(-score, kind="stable")
        ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))  # last row of each run of equal scores
        weighted = weights[:, order]
        right = np.cumsum(weighted * true[order], axis=1)[:, ends]
        wrong = np.cumsum(weighted * ~true[order], axis=1)[:, ends]
        gain, loss = np.diff(right, axis=1, prepend=0), np.diff(wrong, axis=1, prepend=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            found[0, tag] = (loss * (right - gain / 2)).sum(axis=1) / (right[:, -1] * wrong[:, -1])
            precision = np.where(gain > 0, right / (right + wrong), 0)
            found[1, tag] = (gain * precision).sum(axis=1) / right[:, -1]
        found[1, tag, wrong[:, -1] == 0] = np.nan
    return found


def _once(truth: np.ndarray) -> np.ndarray:
    return np.ones((1, len(truth)))


def _resamples(rows: int, groups: Sequence | None, samples: int, seed: int) -> np.ndarray:
    """How often each row is drawn, (samples, rows), whole groups together; no samples where there is one group only."""
    together = Groups(groups, rows)
    count = len(together)
    if count < 2:
        return np.empty((0, rows), np.float32)
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=samples)
    return drawn[:, together.number].astype(np.float32)


def _mean(areas: np.ndarray) -> np.ndarray:
    """Mean over the tags that have a value, (tags, samples) -> (samples,)."""
    known = np.isfinite(areas)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, areas, 0).sum(axis=0) / np.maximum(count, 1), np.nan)


def _interval(values: np.ndarray) -> Interval:
    """The measured value stands first, its resamples behind it."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or not len(drawn):
        return Interval(float(values[0]), np.nan, np.nan)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(values[0]), float(low), float(high))
