"""Calibration of tags: is a tag with 80 % true eight times in ten, and the temperature that makes it so."""

import numpy as np
import scipy

from genrelib.evaluate.calibration import SMALLEST, TEMPERATURES, bin_of
from genrelib.evaluate.tags import validate_tags


def tag_calibration_error(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> float:
    """Distance of probability and share of rows with the tag, over bins by their counts, mean over tags; in [0, 1].

    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, ICML 2017, equation 3,
    for each tag by itself.
    """
    truth, probability = validate_tags(truth, probability)
    rows, tags = truth.shape
    own = bin_of(probability, bins) + bins * np.arange(tags)  # every tag has bins of its own
    gaps = np.abs(np.bincount(own.ravel(), weights=(probability - truth).ravel(), minlength=bins * tags))
    return float(gaps.reshape(tags, bins).sum(axis=1).mean() / rows)


def fit_tag_temperature(truth: np.ndarray, probability: np.ndarray) -> float:
    """Find the one temperature of all tags' logits that makes `calibrate_tags` most likely; between 0.05 and 20."""
    truth, probability = validate_tags(truth, probability)
    logits = np.where(truth, 1, -1) * _logits(probability)

    def loss(log_temperature: float) -> float:
        return -float(scipy.special.log_expit(logits / np.exp(log_temperature)).mean())

    return float(np.exp(scipy.optimize.minimize_scalar(loss, bounds=np.log(TEMPERATURES), method="bounded").x))


def calibrate_tags(probability: np.ndarray, temperature: float) -> np.ndarray:
    """Soften (temperature > 1) or sharpen (< 1) each probability by itself; the order of the tracks stays the same."""
    if not temperature > 0:
        raise ValueError(f"expected a temperature above 0, got {temperature}")
    return scipy.special.expit(_logits(np.asarray(probability, np.float64)) / temperature)


def _logits(probability: np.ndarray) -> np.ndarray:
    return scipy.special.logit(np.clip(probability, SMALLEST, 1 - SMALLEST))
