"""One tag at every threshold, or at one: ROC and precision-recall curves, and the decisions of a threshold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.evaluate.calibration import binned


@dataclass(frozen=True)
class AtThreshold:
    """Decisions of one tag at a threshold: counts, and shares in [0, 1], NaN for a share of no rows."""

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    precision: float
    recall: float
    f1: float


def roc_curve(truth: np.ndarray, probability: np.ndarray) -> pd.DataFrame:
    """ROC curve of one tag: (n,) booleans and (n,) scores -> table of threshold, false_positive_rate, recall.

    Thresholds fall; the first is above every score. Raises ValueError unless there are rows with and without the tag.
    """
    truth, probability = _both(truth, probability)
    from sklearn import metrics

    wrong, right, threshold = metrics.roc_curve(truth, probability, drop_intermediate=False)
    return pd.DataFrame({"threshold": threshold, "false_positive_rate": wrong, "recall": right})


def precision_recall_curve(truth: np.ndarray, probability: np.ndarray) -> pd.DataFrame:
    """Precision and recall of one tag at every score as a threshold: table of threshold, precision, recall.

    Thresholds rise. Raises ValueError unless there are rows with and without the tag.
    """
    truth, probability = _both(truth, probability)
    from sklearn import metrics

    precision, recall, threshold = metrics.precision_recall_curve(truth, probability)
    return pd.DataFrame({"threshold": threshold, "precision": precision[:-1], "recall": recall[:-1]})


def at_threshold(truth: np.ndarray, probability: np.ndarray, threshold: float) -> AtThreshold:
    """Count the decisions of one tag at a threshold, with precision, recall and F1; positive from `threshold` on."""
    truth = np.asarray(truth, bool)
    positive = np.asarray(probability) >= threshold
    right = int((positive & truth).sum())
    wrong = int((positive & ~truth).sum())
    missed = int((~positive & truth).sum())
    precision, recall, f1 = (
        above / below if below else np.nan
        for above, below in ((right, right + wrong), (right, right + missed), (2 * right, 2 * right + wrong + missed))
    )
    return AtThreshold(threshold, right, wrong, missed, int((~positive & ~truth).sum()), precision, recall, f1)


def best_threshold(truth: np.ndarray, probability: np.ndarray) -> AtThreshold:
    """Find the threshold of the largest F1 of one tag, (n,) twice, the highest of several; with its decisions.

    Choose it on validation rows: chosen on test rows, it looks too good. Raises ValueError as `roc_curve` does.
    """
    curve = precision_recall_curve(truth, probability)
    f1 = 2 * curve.precision * curve.recall / np.maximum(curve.precision + curve.recall, 1e-12)
    best = f1.to_numpy()[::-1].argmax()
    return at_threshold(truth, probability, float(curve.threshold.iloc[::-1].iloc[best]))


def precise_threshold(truth: np.ndarray, probability: np.ndarray, least: float) -> AtThreshold:
    """Find the threshold of the largest recall whose precision is `least` or more, the highest of several.

    (n,) twice; choose it on validation rows. Raises ValueError as `roc_curve` does, and if no threshold is so precise.
    """
    curve = precision_recall_curve(truth, probability)
    precise = curve[curve.precision >= least]
    if precise.empty:
        raise ValueError(f"no threshold has a precision of {least:g}; the best one has {curve.precision.max():.2f}")
    best = precise.recall.to_numpy()[::-1].argmax()
    return at_threshold(truth, probability, float(precise.threshold.iloc[::-1].iloc[best]))


def sensitive_threshold(truth: np.ndarray, probability: np.ndarray, least: float) -> AtThreshold:
    """Find the highest threshold whose recall is `least` or more, (n,) twice; choose it on validation rows.

    There is one for every `least` up to 1. Raises ValueError as `roc_curve` does.
    """
    curve = precision_recall_curve(truth, probability)
    return at_threshold(truth, probability, float(curve.threshold[curve.recall >= least].max()))


def tag_reliability(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> pd.DataFrame:
    """Share of rows with a tag at each probability, as `reliability` for genres: (n,) twice, one row per bin.

    Columns `start`, `end`, `count`, `confidence` (mean probability), `accuracy` (share of rows with the tag), `low`,
    `high`.
    """
    return binned(np.asarray(probability, np.float64), np.asarray(truth, bool), bins)


def _both(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    truth = np.asarray(truth, bool)
    if truth.all() or not truth.any():
        raise ValueError(f"expected rows with the tag and rows without, got {truth.sum()} with it of {len(truth)}")
    return truth, np.asarray(probability, np.float64)
