"""Comparison of two systems on the same tracks, and correlation of a tag's popularity with its area."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from genrelib.evaluate.decisions import validate
from genrelib.evaluate.intervals import LEVEL, Groups, Interval, Metric, Names, student

BOUNDS = ["value", "low", "high"]


@dataclass(frozen=True)
class Agreement:
    """Rows that both get right, only the first, only the second, neither; `p` of McNemar's exact test."""

    both: int
    first: int
    second: int
    neither: int
    p: float


@dataclass(frozen=True)
class Correlation:
    """Spearman's rank correlation in [-1, 1] over `tags`, and its two-sided p-value."""

    value: float
    p: float
    tags: int


def mcnemar(first: np.ndarray, second: np.ndarray) -> Agreement:
    """Compare the rows that two systems get right, booleans (n,) each; only rows on which they differ count.

    `p` is two-sided and exact: the chance that fair coins divide those rows at least as unevenly. 1 if there are none.
    Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 1947.
    """
    first, second = _same_rows(first, second)
    only_first = int((first & ~second).sum())
    only_second = int((second & ~first).sum())
    differ = only_first + only_second
    p = float(scipy.stats.binomtest(only_first, differ).pvalue) if differ else 1.0
    return Agreement(int((first & second).sum()), only_first, only_second, int((~first & ~second).sum()), p)


def share_gain(first: np.ndarray, second: np.ndarray) -> Interval:
    """Gain in the share of rows that are right, of `second` over `first`, booleans (n,) each, with its interval.

    One row of each kind of disagreement is added, so that rows which agree altogether, or a single row, do not pass for
    certainty. Cut to [-1, 1]. Raises ValueError without a row.
    Source: D. Bonett, R. Price, Adjusted Wald confidence interval for a difference of binomial proportions based on
    paired data, Journal of Educational and Behavioral Statistics 2012.
    """
    first, second = _same_rows(first, second)
    if not len(first):
        raise ValueError("expected at least one row, got none")
    gained = int((second & ~first).sum())
    lost = int((first & ~second).sum())
    rows = len(first) + 2
    center = (gained - lost) / rows
    error = np.sqrt(((gained + lost + 2) / rows - center**2) / rows)
    half = scipy.special.ndtri((1 + LEVEL) / 2) * error
    low, high = np.clip([center - half, center + half], -1, 1).tolist()
    return Interval((gained - lost) / len(first), low, high)


def recall_gains(truth: np.ndarray, first: np.ndarray, second: np.ndarray, labels: Sequence[str]) -> pd.DataFrame:
    """Recall of each class by two systems, and the gain of `second` over `first` with its interval (`share_gain`).

    `first` and `second` are probabilities (n, classes) of the same rows. One row per label: `count` of true rows,
    `first`, `second` in [0, 1], `value`, `low`, `high` of the gain in [-1, 1]; NaN where no row is of the class.
    """
    first_right, second_right = _right(truth, first), _right(truth, second)
    table = pd.DataFrame(np.nan, index=pd.Index(labels, name="label"), columns=["first", "second", *BOUNDS])
    for place, label in enumerate(labels):
        rows = np.asarray(truth) == place
        if rows.any():
            gain = share_gain(first_right[rows], second_right[rows])
            shares = [first_right[rows].mean(), second_right[rows].mean()]
            table.loc[label] = [*shares, gain.value, gain.low, gain.high]
    table.insert(0, "count", np.bincount(truth, minlength=len(labels)))
    return table


def mean_difference(first: np.ndarray, second: np.ndarray) -> Interval:
    """Mean of values (n,) less the mean of others (m,), with Welch's interval; NaN values are left out.

    Bounds are NaN where either has fewer than two values, or nothing varies; all is NaN where either has none.
    Source: B. L. Welch, The generalization of Student's problem when several different population variances are
    involved, Biometrika 1947.
    """
    samples = [np.asarray(values, np.float64) for values in (first, second)]
    samples = [values[np.isfinite(values)] for values in samples]
    if min(map(len, samples)) == 0:
        return Interval(np.nan, np.nan, np.nan)
    value = float(samples[0].mean() - samples[1].mean())
    if min(map(len, samples)) < 2 or max(np.ptp(values) for values in samples) == 0:
        return Interval(value, np.nan, np.nan)
    bounds = scipy.stats.ttest_ind(*samples, equal_var=False).confidence_interval(LEVEL)
    return Interval(value, float(bounds.low), float(bounds.high))


def total_variation(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Total variation distance in [0, 1] of probabilities (n, classes) row by row, (n,): 1 where they share nothing."""
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if first.shape != second.shape or first.ndim != 2:
        raise ValueError(f"expected probabilities (n, classes) of both, got shapes {first.shape} and {second.shape}")
    return np.abs(first - second).sum(axis=1) / 2


def paired(
    metric: Metric,
    truth: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    groups: Names | None = None,
) -> Interval:
    """Gain of `second` over `first` on the same rows in a metric in [0, 1], with its interval over tracks.

    `first` and `second` are probabilities (n, classes). Both are measured without the same tracks, so those that are
    hard for both do not widen the interval (`intervals.student`). A difference is clear if its interval excludes 0.
    """
    truth, first, second = np.asarray(truth), np.asarray(first, np.float64), np.asarray(second, np.float64)
    if first.shape != second.shape or len(first) != len(truth):
        raise ValueError(f"expected probabilities of the same {len(truth)} rows, got {first.shape} and {second.shape}")
    together = Groups(groups, len(truth))
    gain = metric(truth, second) - metric(truth, first)
    left_out = [metric(truth[kept], second[kept]) - metric(truth[kept], first[kept]) for kept in together.left_out()]
    return student(gain, np.array(left_out), len(together) - 1, -1, 1)


def popularity(positives: np.ndarray, areas: np.ndarray) -> Correlation:
    """Rank correlation of a tag's positives with its area, (tags,) each; tags with a NaN area are left out.

    Source: Choi, Fazekas, Sandler & Cho, who report 0.077 between a tag's popularity and its rank by AUC.
    """
    positives, areas = np.asarray(positives, np.float64), np.asarray(areas, np.float64)
    known = np.isfinite(areas)
    if known.sum() < 3:
        raise ValueError(f"expected three tags with an area or more, got {known.sum()}")
    correlation = scipy.stats.spearmanr(positives[known], areas[known])
    return Correlation(float(correlation.statistic), float(correlation.pvalue), int(known.sum()))


def _same_rows(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first, second = np.asarray(first, bool), np.asarray(second, bool)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"expected the same rows of both, (n,) booleans, got shapes {first.shape} and {second.shape}")
    return first, second


def _right(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    truth, probability = validate(truth, probability)
    return probability.argmax(axis=1) == truth
