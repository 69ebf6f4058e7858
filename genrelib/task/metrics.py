"""What a run's figures are made from, and what they are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genrelib.evaluate import Interval


@dataclass(frozen=True, eq=False)
class LabelledRows:
    """Rows that were answered, clips or tracks: `truth` and `probability` as in `evaluate`, `tracks` (n,) names."""

    truth: np.ndarray
    probability: np.ndarray
    tracks: np.ndarray

    def summarised(self, summarise: Callable) -> "LabelledRows":
        """One row per track in order of name; `summarise` takes probability and numbers of tracks."""
        names, first, number = np.unique(self.tracks, return_index=True, return_inverse=True)
        return LabelledRows(self.truth[first], summarise(self.probability, number), names)


@dataclass(frozen=True, eq=False)
class Metrics:
    """Metrics by name, and what else run.json should hold of them, as JSON values."""

    estimates: dict[str, Interval]
    details: dict
