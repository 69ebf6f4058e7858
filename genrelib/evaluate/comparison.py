"""Comparison of two systems on the same tracks, and correlation of a tag's popularity with its area."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from genrelib.evaluate.intervals import LEVEL, Groups, Interval, Metric


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
    groups: Sequence | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Gain of `second` over `first` on the same rows, with its interval by resampling tracks.

    `first` and `second` are probabilities (n, classes). Both are measured on the same resample, so tracks that are hard
    for both do not widen the interval. A difference is clear if its interval excludes 0.
    Source: B. Efron, R. Tibshirani, An introduction to the bootstrap, 1993, chapter 13.
    """
    truth, first, second = np.asarray(truth), np.asarray(first, np.float64), np.asarray(second, np.float64)
    if first.shape != second.shape or len(first) != len(truth):
        raise ValueError(f"expected probabilities of the same {len(truth)} rows, got {first.shape} and {second.shape}")
    together = Groups(groups, len(truth))
    gain = float(metric(truth, second) - metric(truth, first))
    if len(together) < 2:
        return Interval(gain, np.nan, np.nan)
    random = np.random.default_rng(seed)
    resampled = []
    for _ in range(samples):
        rows = together.rows(random.integers(len(together), size=len(together)))
        resampled.append(metric(truth[rows], second[rows]) - metric(truth[rows], first[rows]))
    low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(gain, float(low), float(high))


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
