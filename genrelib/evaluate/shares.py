"""Recall, precision and F1 of each class, with intervals over groups of rows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from genrelib.evaluate.decisions import confusion, validate
from genrelib.evaluate.intervals import LEVEL, Groups, wilson


def per_class(
    truth: np.ndarray, probability: np.ndarray, labels: Sequence[str], groups: Sequence | None = None
) -> pd.DataFrame:
    """Recall, precision and F1 of each class with intervals.

    The intervals of F1 come from resampling whole groups as in `bootstrap`; those of recall and precision are Wilson's
    where every row is its own group (None), else resampled too. One row per label: `count` of true rows, `recall`,
    `precision` and `f1`, each with `_low` and `_high`, all in [0, 1]. NaN: a share of no rows, and bounds of resamples
    that all agree.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 1927.
    """
    counts = confusion(truth, probability)
    if len(labels) != len(counts):
        raise ValueError(f"expected {len(counts)} labels, one per column of probability, got {len(labels)}")
    bounds = _resampled(*validate(truth, probability), Groups(groups, len(truth)))
    columns = {"count": counts.sum(axis=1)}
    for name, (part, whole) in _shares(counts).items():
        exact = groups is None and name != "f1"
        low, high = wilson(part, whole)[1:] if exact else bounds[name]
        columns |= {name: part / np.where(whole > 0, whole, np.nan), f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns, index=pd.Index(labels, name="label"))


def _shares(counts: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Part and whole of each class's shares, (..., classes), from confusions (..., classes, classes)."""
    right = counts.diagonal(axis1=-2, axis2=-1)
    true = counts.sum(axis=-1)
    answered = counts.sum(axis=-2)
    return {"recall": (right, true), "precision": (right, answered), "f1": (2 * right, true + answered)}


def _resampled(
    truth: np.ndarray, probability: np.ndarray, groups: Groups, samples: int = 1000, seed: int = 0
) -> dict[str, np.ndarray]:
    """Bounds (2, classes) of each class's shares when whole groups are drawn with replacement."""
    classes = probability.shape[1]
    counts = np.zeros((len(groups), classes, classes))
    np.add.at(counts, (groups.number, truth, probability.argmax(axis=1)), 1)
    if len(groups) < 2:
        return {name: np.full((2, classes), np.nan) for name in _shares(counts)}
    times = np.random.default_rng(seed).multinomial(len(groups), np.full(len(groups), 1 / len(groups)), samples)
    drawn = _shares(np.tensordot(times, counts, axes=1))
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    bounds = {}
    for name, (part, whole) in drawn.items():
        low, high = pd.DataFrame(part / np.where(whole > 0, whole, np.nan)).quantile(tails).to_numpy()  # leaves NaN out
        bounds[name] = np.where(low < high, (low, high), np.nan)  # 0 of 1 is 0 in all draws, which is no certainty
    return bounds
