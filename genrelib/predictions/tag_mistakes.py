"""Mistakes of a tagger at thresholds, and the tags that are mistaken on the same tracks."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.predictions.tags import TagPredictions

Mistakes = tuple[np.ndarray, np.ndarray]  # (n, tags) booleans: where one is made, and where one is possible


def _false_alarms(truth: np.ndarray, positive: np.ndarray) -> Mistakes:
    return positive & ~truth, ~truth


def _misses(truth: np.ndarray, positive: np.ndarray) -> Mistakes:
    return truth & ~positive, truth


KINDS: dict[str, Callable[[np.ndarray, np.ndarray], Mistakes]] = {"alarms": _false_alarms, "misses": _misses}


def coincidences(predictions: TagPredictions, thresholds: Mapping[str, float], tag: str, kind: str) -> pd.DataFrame:
    """Other tags that are mistaken on the same tracks as `tag`, with `evaluate.coincidences`; kind is one of KINDS.

    A tag is predicted from its own of the `thresholds` on; tags without one are left out.
    """
    tags = [one for one in predictions.tags if one in thresholds]
    places = [predictions.tags.index(one) for one in tags]
    positive = predictions.probability[:, places] >= np.array([thresholds[one] for one in tags])
    mistaken, possible = KINDS[kind](predictions.truth[:, places], positive)
    return evaluate.coincidences(mistaken, possible, tags, tag)
