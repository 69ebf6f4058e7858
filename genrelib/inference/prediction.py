"""Predictions: what a model hears in a recording, over time and in the whole."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Attention:
    """Attention over a track: weights (steps,) summing to one, step i covering `start + i * step` s onwards."""

    start: float
    step: float
    weights: np.ndarray


@dataclass(frozen=True, eq=False)
class Prediction:
    """Prediction of a model for a recording; probabilities are calibrated by the run's temperatures.

    starts, ends (clips,) in seconds; clips (clips, labels); track (labels,), by the system's summary of the clips or of
    the whole in one go; genres sum to one, tags stand each for itself. `padded`: the recording is shorter than a clip
    and was filled with silence. `embedding` (d,): the mean over clips of what the last layer reads, as in a run's
    embeddings. `remarks`: sentences for people about the recording: what of its file was not read, and what makes the
    answer doubtful. `silent`: there was nothing to judge, and the probabilities mean nothing. Clips that are mostly
    silent count neither for `track` nor for `embedding`.
    """

    labels: tuple[str, ...]
    starts: np.ndarray
    ends: np.ndarray
    clips: np.ndarray
    track: np.ndarray
    attention: Attention | None
    padded: bool
    seconds: float
    embedding: np.ndarray | None = None
    remarks: tuple[str, ...] = ()
    silent: bool = False

    def top(self, count: int) -> list[tuple[str, float]]:
        """The `count` most probable labels of the track, most probable first; none where there was nothing to judge."""
        if self.silent:
            return []
        order = np.argsort(-self.track, kind="stable")[:count]
        return [(self.labels[i], float(self.track[i])) for i in order]
