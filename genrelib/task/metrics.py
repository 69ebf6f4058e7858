"""Labelled rows that a run's figures are computed from, and these figures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genrelib.evaluate import Interval
from genrelib.task.tables import group


@dataclass(frozen=True, eq=False)
class LabelledRows:
    """Rows that were answered, clips or tracks: `truth` and `probability` as in `evaluate`, `tracks` (n,) names."""

    truth: np.ndarray
    probability: np.ndarray
    tracks: np.ndarray

    def summarised(self, summarise: Callable) -> "LabelledRows":
        """One row per track in order of name; `summarise` takes probability and numbers of tracks."""
        names, first, number = group(self.tracks)
        return LabelledRows(self.truth[first], summarise(self.probability, number), names)


@dataclass(frozen=True, eq=False)
class Metrics:
    """Metrics by name, and what else run.json should hold of them, as JSON values."""

    estimates: dict[str, Interval]
    details: dict
