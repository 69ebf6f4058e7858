"""Measured values with intervals: bootstrap over tracks, Student over seeds, Wilson for shares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95  # share of repetitions in which an interval should contain the true value

Metric = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True)
class Interval:
    """A measured value with the bounds of its 95 % interval; bounds are NaN where they are unknown."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.low):
            return f"{self.value:.3f}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    metric: Metric,
    truth: np.ndarray,
    probability: np.ndarray,
    groups: Sequence | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Interval of any metric by resampling whole groups with replacement (percentile bootstrap).

    `groups` names each row's track (n,); None means that every row is its own. With fewer than two groups the bounds
    are NaN. The same seed gives the same bounds.
    Source: B. Efron, R. Tibshirani, An introduction to the bootstrap, 1993, chapters 8 (groups) and 13 (percentiles).
    """
    truth, probability = np.asarray(truth), np.asarray(probability, dtype=np.float64)
    together = Groups(groups, len(truth))
    value = metric(truth, probability)
    if len(together) < 2:
        return Interval(value, np.nan, np.nan)

    def measure(chosen: np.ndarray) -> float:
        rows = together.rows(chosen)
        return metric(truth[rows], probability[rows])

    resampled = stats.bootstrap(
        (np.arange(len(together)),),
        measure,
        n_resamples=samples,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(seed),
    )
    return Interval(value, float(resampled.confidence_interval.low), float(resampled.confidence_interval.high))


def over_seeds(values: Sequence[float]) -> Interval:
    """Mean of a metric over runs that differ in their seed, with Student's interval; one run has no bounds.

    The interval covers other seeds, not another test set, which would move all of them.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"expected one finite value per seed, got {values.tolist()}")
    mean = float(values.mean())
    if len(values) == 1:
        return Interval(mean, np.nan, np.nan)
    half = stats.sem(values) * stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)
    return Interval(mean, mean - float(half), mean + float(half))


def wilson(right: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares right / total and the bounds of Wilson's interval, each of the shape of both; NaN where total is 0."""
    # scipy.stats.binomtest has it too, but for one share at a time
    total = np.where(total > 0, total, np.nan)
    share = right / total
    z2 = stats.norm.ppf((1 + LEVEL) / 2) ** 2
    center = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * total)) / total) / (1 + z2 / total)
    return share, np.maximum(center - half, 0), np.minimum(center + half, 1)


class Groups:
    """Groups of rows, such as the clips of a track, that are drawn together or not at all.

    `names` (rows,) names each row's group, None: every row is its own. `len` counts groups; `number` (rows,) is each
    row's group, in order of name.
    """

    def __init__(self, names: Sequence | None, rows: int):
        names = np.arange(rows) if names is None else np.asarray(names)
        if names.shape != (rows,):
            raise ValueError(f"expected one group per row ({rows}), got shape {names.shape}")
        _, self.number = np.unique(names, return_inverse=True)
        self._order = np.argsort(self.number, kind="stable")
        self._size = np.bincount(self.number)
        self._first = np.cumsum(self._size) - self._size

    def __len__(self) -> int:
        return len(self._size)

    def rows(self, chosen: np.ndarray) -> np.ndarray:
        """Rows of the groups chosen by number, one group after the other, repeated as often as chosen."""
        size = self._size[chosen]
        shift = self._first[chosen] - (np.cumsum(size) - size)
        return self._order[np.arange(size.sum()) + np.repeat(shift, size)]
