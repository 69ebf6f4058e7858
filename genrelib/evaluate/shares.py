"""Recall, precision and F1 of each class, with intervals over groups of rows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from genrelib.evaluate.decisions import confusion, validate
from genrelib.evaluate.intervals import Groups, Names, share, wilson


def per_class(
    truth: np.ndarray, probability: np.ndarray, labels: Sequence[str], groups: Names | None = None
) -> pd.DataFrame:
    """Recall, precision and F1 of each class with intervals.

    Those of recall and precision are Wilson's where every row is its own group (None), all others come from leaving out
    each group (`intervals.share`; degrees of freedom: groups that a share counts, less one). One row per label: `count`
    of true rows, `recall`, `precision` and `f1`, each with `_low` and `_high`, all in [0, 1]. NaN: a share of no rows,
    and bounds of one that a single group decides.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 1927.
    """
    counts = confusion(truth, probability)
    if len(labels) != len(counts):
        raise ValueError(f"expected {len(counts)} labels, one per column of probability, got {len(labels)}")
    by_group = _confusions(*validate(truth, probability), Groups(groups, len(truth)))
    left_out, own = _shares(counts - by_group), _shares(by_group)
    columns = {"count": counts.sum(axis=1)}
    for name, (part, whole) in _shares(counts).items():
        values = _divide(part, whole)
        if groups is None and name != "f1":
            low, high = wilson(part, whole)[1:]
        else:
            freedom = (own[name][1] > 0).sum(axis=0) - 1
            bounds = [share(*one) for one in zip(values, _divide(*left_out[name]).T, freedom, strict=True)]
            low, high = np.array([(interval.low, interval.high) for interval in bounds]).T
        columns |= {name: values, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns, index=pd.Index(labels, name="label"))


def _shares(counts: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Part and whole of each class's shares, (..., classes), from confusions (..., classes, classes)."""
    right = counts.diagonal(axis1=-2, axis2=-1)
    true = counts.sum(axis=-1)
    answered = counts.sum(axis=-2)
    return {"recall": (right, true), "precision": (right, answered), "f1": (2 * right, true + answered)}


def _confusions(truth: np.ndarray, probability: np.ndarray, groups: Groups) -> np.ndarray:
    """Count the answers of each group for each class, (groups, classes, classes)."""
    classes = probability.shape[1]
    counts = np.zeros((len(groups), classes, classes))
    np.add.at(counts, (groups.number, truth, probability.argmax(axis=1)), 1)
    return counts


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole > 0, whole, np.nan)
