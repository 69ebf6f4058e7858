"""Comparison of two systems on the same tracks, and correlation of a tag's popularity with its area."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from genrelib.evaluate.intervals import Groups, Interval, Metric, Names, student


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
    first, second = np.asarray(first, bool), np.asarray(second, bool)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"expected the same rows of both, (n,) booleans, got shapes {first.shape} and {second.shape}")
    only_first = int((first & ~second).sum())
    only_second = int((second & ~first).sum())
    differ = only_first + only_second
    p = float(stats.binomtest(only_first, differ).pvalue) if differ else 1.0
    return Agreement(int((first & second).sum()), only_first, only_second, int((~first & ~second).sum()), p)


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
    correlation = stats.spearmanr(positives[known], areas[known])
    return Correlation(float(correlation.statistic), float(correlation.pvalue), int(known.sum()))
