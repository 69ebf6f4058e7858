"""Measured values with intervals: jackknife over tracks, Student over seeds, Wilson for counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

LEVEL = 0.95  # share of repetitions in which an interval should contain the true value
MOST_GROUPS = 500  # left out one by one; more tracks are joined to as many groups by chance
SMALLEST = 1e-12  # standard error that is none but for rounding

Metric = Callable[[np.ndarray, np.ndarray], float]
Names = Sequence | np.ndarray  # of groups, one per row


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


def over_tracks(metric: Metric, truth: np.ndarray, probability: np.ndarray, groups: Names | None = None) -> Interval:
    """Interval of a share in [0, 1], such as the accuracy, by leaving out each group of rows once (jackknife).

    `groups` names each row's track (n,); None means that every row is its own. With fewer than two groups the bounds
    are NaN. It is the metric's mean over samples of as many tracks that should lie between them: see `share`.
    """
    value, left_out, freedom = _measured(metric, truth, probability, groups)
    if len(left_out) < len(truth):  # of tracks that differ in many ways, a few may carry most of the error
        freedom = min(freedom, effective_freedom(left_out))
    return share(value, left_out, freedom)


def gap_over_tracks(
    metric: Metric, truth: np.ndarray, probability: np.ndarray, groups: Names | None = None
) -> Interval:
    """Interval of a mean distance in [0, 1], such as the calibration error: as `over_tracks`, but see `gap`."""
    value, left_out, freedom = _measured(metric, truth, probability, groups)
    answers = (freedom + 1) * (np.size(truth) // len(truth))  # of each group one, to each tag
    return gap(value, left_out, freedom, answers)


def share_over_tracks(values: np.ndarray, groups: Names | None = None) -> Interval:
    """Mean of values in [0, 1], (n,), such as booleans, with its interval: as `over_tracks`."""
    shares = np.asarray(values, dtype=np.float64)
    return over_tracks(lambda kept, _: float(kept.mean()), shares, shares, groups)


def mean_over_tracks(values: np.ndarray, groups: Names | None = None) -> Interval:
    """Mean of values of any range, (n,), with its interval by leaving out each group of rows once (`student`)."""
    values = np.asarray(values, dtype=np.float64)
    together = Groups(groups, len(values))
    kept = together.left_out()
    return student(values.mean(), kept @ values / kept.sum(axis=1), len(together) - 1)


def share(value: float, left_out: np.ndarray, freedom: float) -> Interval:
    """Interval of a value in [0, 1] from its values (groups,) without each group; it holds the value.

    The jackknife's standard error with Student's quantile of `freedom` degrees on the scale of the logit. Where that
    error is 0, as for all right, Wilson's interval of so many groups. NaN for less than one degree.
    What it holds is the mean of the value over samples of this size. That is not its limit for ever more tracks where
    the value has a bias at this size: PR-AUC of rare tags is too high.
    Source: B. Efron, R. Tibshirani, An introduction to the bootstrap, 1993, chapter 11 (jackknife); K. Boyd, K. Eng,
    C. Page, Area under the precision-recall curve, ECML PKDD 2013, section 3.3 (logit).
    """
    error = standard_error(value, left_out, freedom)
    if error < SMALLEST or not 0 < value < 1:
        return _wilson_of(value, freedom) if np.isfinite(error) else Interval(float(value), np.nan, np.nan)
    half = scipy.stats.t.ppf((1 + LEVEL) / 2, freedom) * error / (value * (1 - value))
    low, high = scipy.special.expit(scipy.special.logit(value) + np.array([-half, half]))
    return Interval(float(value), min(float(low), float(value)), max(float(high), float(value)))


def gap(value: float, left_out: np.ndarray, freedom: float, answers: int) -> Interval:
    """Interval of a mean distance in [0, 1] from its values (groups,) without each group; it holds the value.

    Student's, cut to [0, 1]: near 0 the jackknife's error is too large already, since it does not know of the fold.
    Where the error is less than that of a share of so many independent `answers`, none being wrong yet, nothing that
    could vary was seen: then Wilson's interval of so many groups. NaN for less than one degree of `freedom`.
    What it holds is the mean over samples of this size. That is above 0 for probabilities that are right, too.
    Source: as `share`.
    """
    error = standard_error(value, left_out, freedom)
    if error < max(SMALLEST, np.sqrt(value * (1 - value) / answers)):
        return _wilson_of(value, freedom)
    return student(value, left_out, freedom, 0, 1)


def student(value: float, left_out: np.ndarray, freedom: float, low: float = -np.inf, high: float = np.inf) -> Interval:
    """Student's interval of any value from its values (groups,) without each group, cut to [low, high].

    NaN for less than one degree of `freedom`. Source: as `share`.
    """
    half = scipy.stats.t.ppf((1 + LEVEL) / 2, freedom) * standard_error(value, left_out, freedom)
    return Interval(float(value), float(np.maximum(value - half, low)), float(np.minimum(value + half, high)))


def effective_freedom(left_out: np.ndarray) -> float:
    """Degrees of freedom of the jackknife's error, from the values (groups,) without each group; 2 where one rules.

    That of a chi-square with the variance which the squares that are summed up have. Groups less 1 if nothing varies.
    Source: F. Satterthwaite, An approximate distribution of estimates of variance components, Biometrics 1946.
    """
    squares = (left_out - left_out.mean()) ** 2 if len(left_out) else np.zeros(1)
    excess = len(squares) * (squares**2).sum() - squares.sum() ** 2
    if excess <= 0 or squares.sum() < SMALLEST**2:
        return len(squares) - 1
    return 2 * len(squares) * squares.sum() ** 2 / excess


def standard_error(value: float, left_out: np.ndarray, freedom: float) -> float:
    """The jackknife's standard error of a value, from its values (groups,) without each group; NaN if unknown."""
    if len(left_out) < 2 or freedom < 1 or not np.isfinite(value):
        return np.nan
    return float(np.sqrt((len(left_out) - 1) * np.var(left_out)))


def over_seeds(values: Sequence[float], low: float = 0.0, high: float = 1.0) -> Interval:
    """Mean of a metric over runs that differ in their seed, with Student's interval; one run has no bounds.

    The interval covers other seeds, not another test set, which would move all of them. It is cut to [low, high], the
    metric's range: two seeds know so little that it would leave it.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"expected one finite value per seed, got {values.tolist()}")
    if values.min() < low or values.max() > high:
        raise ValueError(f"expected values in [{low:g}, {high:g}], got {values.tolist()}; name the metric's range")
    mean = float(values.mean())
    if len(values) == 1:
        return Interval(mean, np.nan, np.nan)
    half = scipy.stats.sem(values) * scipy.stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)
    return Interval(mean, max(mean - float(half), low), min(mean + float(half), high))


def wilson(right: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares right / total and the bounds of Wilson's interval, each of the shape of both; NaN where total is 0."""
    # scipy.stats.binomtest has it too, but for one share at a time
    total = np.where(total > 0, total, np.nan)
    share = right / total
    z2 = scipy.special.ndtri((1 + LEVEL) / 2) ** 2
    center = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * total)) / total) / (1 + z2 / total)
    return share, np.maximum(center - half, 0), np.minimum(center + half, 1)


def _measured(
    metric: Metric, truth: np.ndarray, probability: np.ndarray, groups: Names | None
) -> tuple[float, np.ndarray, int]:
    """Value of a metric, its values (groups,) without each group, and degrees of freedom."""
    truth, probability = np.asarray(truth), np.asarray(probability, dtype=np.float64)
    together = Groups(groups, len(truth))
    left_out = np.array([metric(truth[kept], probability[kept]) for kept in together.left_out()])
    return metric(truth, probability), left_out, len(together) - 1


def _wilson_of(value: float, freedom: float) -> Interval:
    _, low, high = wilson(np.array(value * (freedom + 1)), np.array(freedom + 1))
    return Interval(float(value), min(float(low), float(value)), max(float(high), float(value)))


class Groups:
    """Groups of rows, such as the clips of a track, that are left out together.

    `names` (rows,) names each row's group, None: every row is its own. Of more than `most` names, each group gets
    several, by chance but the same ones each time. `len` counts groups; `number` (rows,) is each row's group.
    Source: P. Kott, The delete-a-group jackknife, Journal of Official Statistics 2001.
    """

    def __init__(self, names: Names | None, rows: int, most: int = MOST_GROUPS):
        names = np.arange(rows) if names is None else np.asarray(names)
        if names.shape != (rows,):
            raise ValueError(f"expected one group per row ({rows}), got shape {names.shape}")
        unique, self.number = np.unique(names, return_inverse=True)
        self._count = min(len(unique), most)
        if len(unique) > most:
            self.number = np.random.default_rng(0).permutation(len(unique))[self.number] % most

    def __len__(self) -> int:
        return self._count

    def left_out(self) -> np.ndarray:
        """Rows that remain without each group: (groups, rows) booleans, no groups if there is but one."""
        return self.number != np.arange(self._count if self._count > 1 else 0)[:, None]

    def holding(self, rows: np.ndarray) -> int:
        """Count the groups that hold some of these rows, (rows,) booleans."""
        return int(np.count_nonzero(np.bincount(self.number[rows])))
