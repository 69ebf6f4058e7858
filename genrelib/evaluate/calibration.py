"""Calibration of genres: is an answer with 80 % right eight times in ten, and the temperature that makes it so."""

import numpy as np
import pandas as pd
import scipy

from genrelib.evaluate.decisions import validate
from genrelib.evaluate.intervals import Interval, Names, gap_over_tracks, wilson

SMALLEST = 1e-12  # stands for a probability of 0, whose logarithm has no value
TEMPERATURES = (0.05, 20.0)  # searched by fit_temperature; a perfect classifier ends at the lower one


def reliability(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> pd.DataFrame:
    """Share of right answers at each confidence: one row per bin of the answers' probability.

    Columns `start`, `end` (edges in [0, 1]), `count`, `confidence` (mean probability of the answers), `accuracy` (share
    that is right), `low`, `high` (Wilson's interval of it); NaN in bins that hold no answer.
    Source: A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, ICML 2005.
    """
    return binned(*_answers(truth, probability), bins)


def calibration_error(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error in [0, 1]: mean distance of confidence and accuracy over the bins, by their counts.

    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, ICML 2017, equation 3.
    """
    confidence, right = _answers(truth, probability)
    return _distance(right, confidence, bins)


def calibration_over_tracks(truth: np.ndarray, probability: np.ndarray, groups: Names | None = None) -> Interval:
    """The calibration error with its interval (`gap_over_tracks`); what each row answers is looked up once."""
    confidence, right = _answers(truth, probability)
    return gap_over_tracks(_distance, right, confidence, groups)


def _distance(right: np.ndarray, confidence: np.ndarray, bins: int = 10) -> float:
    return float(np.abs(np.bincount(bin_of(confidence, bins), weights=confidence - right)).sum() / len(right))


def fit_temperature(truth: np.ndarray, probability: np.ndarray) -> float:
    """Find the temperature that makes `calibrate`d probabilities most likely; above 1 the network was over-confident.

    Fit it on validation rows and use it on others. Between 0.05 and 20.
    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, ICML 2017, section 4.2.
    """
    truth, probability = validate(truth, probability)
    rows = np.arange(len(truth))
    logits = np.log(np.maximum(probability, SMALLEST))

    def loss(log_temperature: float) -> float:
        return -float(scipy.special.log_softmax(logits / np.exp(log_temperature), axis=1)[rows, truth].mean())

    return float(np.exp(scipy.optimize.minimize_scalar(loss, bounds=np.log(TEMPERATURES), method="bounded").x))


def calibrate(probability: np.ndarray, temperature: float) -> np.ndarray:
    """Soften (temperature > 1) or sharpen (< 1) probabilities along the last axis; the answers stay the same."""
    if not temperature > 0:
        raise ValueError(f"expected a temperature above 0, got {temperature}")
    return scipy.special.softmax(
        np.log(np.maximum(np.asarray(probability, np.float64), SMALLEST)) / temperature, axis=-1
    )


def binned(confidence: np.ndarray, right: np.ndarray, bins: int) -> pd.DataFrame:
    """Make the table of `reliability` from the confidence of answers, (n,) in [0, 1], and `right`, (n,) boolean."""
    number = bin_of(confidence, bins)
    count = np.bincount(number, minlength=bins)
    share, low, high = wilson(np.bincount(number[right], minlength=bins), count)
    mean = np.bincount(number, weights=confidence, minlength=bins) / np.where(count > 0, count, np.nan)
    edges = np.linspace(0, 1, bins + 1)
    columns = {"start": edges[:-1], "end": edges[1:], "count": count, "confidence": mean}
    return pd.DataFrame(columns | {"accuracy": share, "low": low, "high": high})


def bin_of(confidence: np.ndarray, bins: int) -> np.ndarray:
    """Number of the bin of each confidence, from 0, for equal bins of [0, 1] that include their upper edge."""
    return np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)


def _answers(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    truth, probability = validate(truth, probability)
    return probability.max(axis=1), probability.argmax(axis=1) == truth
