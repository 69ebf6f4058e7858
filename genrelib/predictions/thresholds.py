"""Thresholds of tags by a wish, such as nine alarms in ten that are right: to be chosen on validation tracks."""

from collections.abc import Callable
from functools import partial

import numpy as np

from genrelib import evaluate
from genrelib.predictions.tags import TagPredictions

STEP = 0.001  # of thresholds
SHARE = 0.9  # of alarms that are right, or of tracks with the tag that are alarmed
WISHES: dict[str, Callable[[np.ndarray, np.ndarray], evaluate.AtThreshold]] = {
    "f1": evaluate.best_threshold,
    "precision": partial(evaluate.precise_threshold, least=SHARE),
    "recall": partial(evaluate.sensitive_threshold, least=SHARE),
}


def wished(predictions: TagPredictions, tag: str, wish: str) -> evaluate.AtThreshold | None:
    """The threshold of a tag that meets one of WISHES, with its decisions; None where it cannot be had.

    It is a multiple of STEP, and what it decides is counted there: a rounded one would let other tracks in.
    """
    truth, probability = predictions.column(tag)
    try:
        return WISHES[wish](truth, _rounded_down(probability))
    except ValueError:
        return None


def of_all(predictions: TagPredictions, wish: str) -> dict[str, float]:
    """Thresholds by tag, of the tags for which a wish can be had."""
    chosen = {tag: wished(predictions, tag, wish) for tag in predictions.tags}
    return {tag: one.threshold for tag, one in chosen.items() if one is not None}


def _rounded_down(probability: np.ndarray) -> np.ndarray:
    # by a hair more than to the step: the product of floats may lie above the probability that it came from
    return np.round(STEP * np.floor(np.maximum(probability - 1e-9, 0) / STEP), 3)
