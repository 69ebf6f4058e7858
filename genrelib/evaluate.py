"""Metrics of single-label decisions, each with the uncertainty it deserves: pure functions on (truth, probability).

Conventions. `truth` is (n,) whole numbers, the class of each row; `probability` is (n, classes), rows in [0, 1] that
sum to 1; a row's answer is its most probable class, the first one of a tie. A row is a clip or a track: clips of one
track are not independent, so average them first or name their track in `groups`. Intervals hold 95 %.

Metrics. `accuracy`, `confusion`, `per_class`; `bootstrap` and `over_seeds` give intervals; `reliability`,
`calibration_error` say whether 80 % means eight in ten; `fit_temperature` and `calibrate` make it so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from sklearn import metrics

LEVEL = 0.95  # share of repetitions in which an interval should hold the true value
SUM_TOLERANCE = 1e-2  # of a row's sum: probabilities are also stored in half precision
SMALLEST = 1e-12  # stands for a probability of 0, whose logarithm has no value
TEMPERATURES = (0.05, 20.0)  # searched by fit_temperature; a perfect classifier ends at the lower one

Metric = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True)
class Interval:
    """A measured value and the bounds that hold the true one at 95 %; bounds are NaN where nothing can be said."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.low):
            return f"{self.value:.3f}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def validate(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays, having checked the conventions above.

    Raises ValueError that names what was expected and what came.
    """
    truth, probability = np.asarray(truth), np.asarray(probability, dtype=np.float64)
    if truth.ndim != 1 or not np.issubdtype(truth.dtype, np.integer):
        raise ValueError(f"expected truth as (n,) whole numbers, got {truth.dtype} of shape {truth.shape}")
    if probability.ndim != 2 or len(probability) != len(truth):
        raise ValueError(f"expected probability of shape ({len(truth)}, classes), got {probability.shape}")
    if not len(truth):
        raise ValueError("expected at least one row, got none")
    if not np.isfinite(probability).all():
        raise ValueError(f"expected finite probabilities, got {np.sum(~np.isfinite(probability))} that are not")
    if probability.min() < 0 or np.abs(probability.sum(axis=1) - 1).max() > SUM_TOLERANCE:
        worst = probability[np.abs(probability.sum(axis=1) - 1).argmax()]
        raise ValueError(
            "expected probabilities in [0, 1] whose rows sum to 1 (apply a softmax to logits first), "
            f"got values down to {probability.min():.3g} and a row that sums to {worst.sum():.3g}"
        )
    if truth.min() < 0 or truth.max() >= probability.shape[1]:
        raise ValueError(
            f"expected truth in 0 to {probability.shape[1] - 1}, as many as probability has columns, "
            f"got {truth.min()} to {truth.max()}"
        )
    return truth, probability


def accuracy(truth: np.ndarray, probability: np.ndarray) -> float:
    """Share of the rows whose most probable class is the true one, in [0, 1]."""
    truth, probability = validate(truth, probability)
    return float((probability.argmax(axis=1) == truth).mean())  # scikit-learn's costs a bootstrap ten times as much


def confusion(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Count the answers given to each class: (classes, classes) whole numbers, rows are the truth."""
    truth, probability = validate(truth, probability)
    return metrics.confusion_matrix(truth, probability.argmax(axis=1), labels=np.arange(probability.shape[1]))


def per_class(
    truth: np.ndarray, probability: np.ndarray, labels: Sequence[str], groups: Sequence | None = None
) -> pd.DataFrame:
    """Recall, precision and F1 of each class with intervals.

    F1's come from resampling whole groups as in `bootstrap`; those of the others are Wilson's where every row is its
    own group (None), else resampled too. One row per label: `count` of true rows, `recall`, `precision` and `f1`, each
    with `_low` and `_high`, all in [0, 1]. NaN: a share of no rows, and bounds of resamples that all agree.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 1927.
    """
    counts = confusion(truth, probability)
    if len(labels) != len(counts):
        raise ValueError(f"expected {len(counts)} labels, one per column of probability, got {len(labels)}")
    bounds = _resampled(*validate(truth, probability), np.arange(len(truth)) if groups is None else np.asarray(groups))
    columns = {"count": counts.sum(axis=1)}
    for name, (part, whole) in _shares(counts).items():
        exact = groups is None and name != "f1"
        low, high = _wilson(part, whole)[1:] if exact else bounds[name]
        columns |= {name: part / np.where(whole > 0, whole, np.nan), f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns, index=pd.Index(labels, name="label"))


def bootstrap(
    metric: Metric,
    truth: np.ndarray,
    probability: np.ndarray,
    groups: Sequence | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Interval of any metric by resampling whole groups with replacement (percentile bootstrap).

    `groups` names each row's track (n,); None means that every row is its own. At least two groups, else the bounds
    are NaN. The same seed gives the same bounds.
    Source: B. Efron, R. Tibshirani, An introduction to the bootstrap, 1993, chapters 8 (groups) and 13 (percentiles).
    """
    truth, probability = validate(truth, probability)
    members = _members(np.arange(len(truth)) if groups is None else np.asarray(groups), len(truth))
    value = metric(truth, probability)
    if len(members) < 2:
        return Interval(value, np.nan, np.nan)

    def measure(chosen: np.ndarray) -> float:
        rows = np.concatenate([members[group] for group in chosen])
        return metric(truth[rows], probability[rows])

    found = stats.bootstrap(
        (np.arange(len(members)),),
        measure,
        n_resamples=samples,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(seed),
    )
    return Interval(value, float(found.confidence_interval.low), float(found.confidence_interval.high))


def over_seeds(values: Sequence[float]) -> Interval:
    """Mean of a metric over runs that differ in their seed, with Student's interval of it; one run has no bounds.

    It says how far another mean over as many seeds may lie, not how far another test set would move all of them.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"expected one finite value per seed, got {values.tolist()}")
    mean = float(values.mean())
    if len(values) == 1:
        return Interval(mean, np.nan, np.nan)
    half = stats.sem(values) * stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)
    return Interval(mean, mean - float(half), mean + float(half))


def reliability(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> pd.DataFrame:
    """How often answers of each confidence are right: one row per bin of the answers' probability.

    Columns `start`, `end` (edges in [0, 1]), `count`, `confidence` (mean probability of the answers), `accuracy` (share
    that is right), `low`, `high` (Wilson's interval of it); NaN in bins that hold no answer.
    Source: A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, ICML 2005.
    """
    confidence, right, place = _answers(truth, probability, bins)
    count = np.bincount(place, minlength=bins)
    share, low, high = _wilson(np.bincount(place[right], minlength=bins), count)
    mean = np.bincount(place, weights=confidence, minlength=bins) / np.where(count > 0, count, np.nan)
    edges = np.linspace(0, 1, bins + 1)
    columns = {"start": edges[:-1], "end": edges[1:], "count": count, "confidence": mean}
    return pd.DataFrame(columns | {"accuracy": share, "low": low, "high": high})


def calibration_error(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error in [0, 1]: mean distance of confidence and accuracy over the bins, by their counts.

    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, ICML 2017, equation 3.
    """
    confidence, right, place = _answers(truth, probability, bins)
    return float(np.abs(np.bincount(place, weights=confidence - right)).sum() / len(place))


def fit_temperature(truth: np.ndarray, probability: np.ndarray) -> float:
    """Find the temperature that makes `calibrate`d probabilities most likely; above 1 the network was over-confident.

    Fit it on validation rows and use it on others. Between 0.05 and 20.
    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, ICML 2017, section 4.2.
    """
    truth, probability = validate(truth, probability)
    rows = np.arange(len(truth))
    logits = np.log(np.maximum(probability, SMALLEST))

    def loss(log_temperature: float) -> float:
        return -float(special.log_softmax(logits / np.exp(log_temperature), axis=1)[rows, truth].mean())

    return float(np.exp(optimize.minimize_scalar(loss, bounds=np.log(TEMPERATURES), method="bounded").x))


def calibrate(probability: np.ndarray, temperature: float) -> np.ndarray:
    """Soften (temperature > 1) or sharpen (< 1) probabilities along the last axis; the answers stay the same."""
    if not temperature > 0:
        raise ValueError(f"expected a temperature above 0, got {temperature}")
    return special.softmax(np.log(np.maximum(np.asarray(probability, np.float64), SMALLEST)) / temperature, axis=-1)


def _answers(truth: np.ndarray, probability: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    truth, probability = validate(truth, probability)
    confidence, right = probability.max(axis=1), probability.argmax(axis=1) == truth
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)  # bins hold their upper edge
    return confidence, right, place


def _shares(counts: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Part and whole of each class's shares, (..., classes), from confusions (..., classes, classes)."""
    right, true, answered = counts.diagonal(axis1=-2, axis2=-1), counts.sum(axis=-1), counts.sum(axis=-2)
    return {"recall": (right, true), "precision": (right, answered), "f1": (2 * right, true + answered)}


def _resampled(
    truth: np.ndarray, probability: np.ndarray, groups: np.ndarray, samples: int = 1000, seed: int = 0
) -> dict[str, np.ndarray]:
    """Bounds (2, classes) of each class's shares when whole groups are drawn with replacement."""
    members, classes = _members(groups, len(truth)), probability.shape[1]
    counts = np.zeros((len(members), classes, classes))
    for group, rows in enumerate(members):
        np.add.at(counts[group], (truth[rows], probability[rows].argmax(axis=1)), 1)
    if len(members) < 2:
        return {name: np.full((2, classes), np.nan) for name in _shares(counts)}
    times = np.random.default_rng(seed).multinomial(len(members), np.full(len(members), 1 / len(members)), samples)
    drawn = _shares(np.tensordot(times, counts, axes=1))
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    found = {}
    for name, (part, whole) in drawn.items():
        low, high = pd.DataFrame(part / np.where(whole > 0, whole, np.nan)).quantile(tails).to_numpy()  # leaves NaN out
        found[name] = np.where(low < high, (low, high), np.nan)  # none of one is none in all draws, and no certainty
    return found


def _wilson(right: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # scipy.stats.binomtest has it too, but for one share at a time
    total = np.where(total > 0, total, np.nan)
    share, z2 = right / total, stats.norm.ppf((1 + LEVEL) / 2) ** 2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * total)) / total) / (1 + z2 / total)
    return share, np.maximum(centre - half, 0), np.minimum(centre + half, 1)


def _members(groups: np.ndarray, rows: int) -> list[np.ndarray]:
    if groups.shape != (rows,):
        raise ValueError(f"expected one group per row ({rows}), got shape {groups.shape}")
    _, number = np.unique(groups, return_inverse=True)
    return np.split(np.argsort(number, kind="stable"), np.cumsum(np.bincount(number))[:-1])
