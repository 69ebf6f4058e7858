"""One of several labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.nn import functional

from genrelib import evaluate
from genrelib.task.metrics import LabelledRows, Metrics
from genrelib.task.steps import answer, every_step
from genrelib.task.tables import probability_columns

SUMMARIES = {"mean": evaluate.mean, "max": evaluate.maximum, "majority": evaluate.majority}


@dataclass(frozen=True)
class Genres:
    """One label of several: softmax, cross entropy, accuracy. Truth is class numbers (n,)."""

    name: ClassVar[str] = "genres"
    link: ClassVar[str] = "softmax"
    score_name: ClassVar[str] = "accuracy"
    valid_metric: ClassVar[str] = "valid_accuracy"
    headline: ClassVar[tuple[str, ...]] = ("track_accuracy", "clip_accuracy")

    def labels(self, data) -> pd.DataFrame:
        """The genre of every track of a data set, column `truth`."""
        return data.tracks[["genre"]].rename(columns={"genre": "truth"})

    def truth(self, table: pd.DataFrame, classes: tuple[str, ...]) -> np.ndarray:
        """Class numbers (n,) of a table with the column `truth`."""
        return table.truth.map({label: i for i, label in enumerate(classes)}).to_numpy(np.int64)

    def truth_columns(self, classes: Sequence[str]) -> dict[str, tuple]:
        """Columns of what is true in a table of predictions, and the values that each may hold."""
        return {"truth": tuple(classes)}

    def may_be(self, truth: np.ndarray, classes: int) -> bool:
        """Tell whether an array of a stranger's can be what is true of some rows."""
        return truth.ndim == 1 and truth.dtype.kind in "iu" and bool(((truth >= 0) & (truth < classes)).all())

    def read(self, table: pd.DataFrame, classes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Class numbers (n,) and probabilities (n, classes) of a table of predictions."""
        return self.truth(table, classes), table[probability_columns(classes)].to_numpy(np.float64)

    def spoken(self, truth: np.integer, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Truth of one row, in words: its genre."""
        return (classes[truth],)

    def targets(self, truth: np.ndarray, classes: int) -> Tensor:
        """Targets of the network: (n,) -> (n, classes) float32, 1 for the genre."""
        return functional.one_hot(torch.tensor(truth), classes).float()

    def loss(self, logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> Tensor:
        """Cross entropy, mean over clips and steps; `smoothing` is the share of the target spread over all genres."""
        return functional.cross_entropy(*every_step(logits, targets), label_smoothing=smoothing)

    def probabilities(self, logits: Tensor) -> Tensor:
        """Probabilities (batch, classes) of each clip, rows summing to one."""
        return answer(logits).softmax(-1)

    def score(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """Accuracy."""
        return evaluate.accuracy(truth, probability)

    def cost(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """Mean cross entropy in nats."""
        from sklearn.metrics import log_loss

        return float(log_loss(truth, probability, labels=range(probability.shape[1])))

    def summarise(self, summary: Callable, probability: np.ndarray, track: np.ndarray) -> np.ndarray:
        """A summary of `evaluate.summaries`, scaled so that rows sum to one: (clips, classes) -> (tracks, classes)."""
        summarised = summary(probability, track)
        return summarised / summarised.sum(axis=1, keepdims=True)

    def fit_temperature(self, truth: np.ndarray, probability: np.ndarray) -> float:
        return evaluate.fit_temperature(truth, probability)

    def calibrate(self, probability: np.ndarray, temperature: float) -> np.ndarray:
        return evaluate.calibrate(probability, temperature)

    def metrics(
        self,
        tracks: LabelledRows,
        clips: LabelledRows,
        valid: LabelledRows,
        temperature: float,
        classes: tuple[str, ...],
        categories: Mapping[str, tuple[str, ...]],
    ) -> Metrics:
        """Metrics of the test part's tracks and clips and of the validation part's tracks.

        `track_accuracy` is by the system's own summary; `_mean`, `_max`, `_majority` are what others would have said of
        the same clips. `paper_argmax` is the accuracy that a published mistake would print.
        """
        calibrated = self.calibrate(tracks.probability, temperature)
        estimates = {
            "track_accuracy": _of_rows(evaluate.accuracy, tracks),
            "clip_accuracy": self.score_of_clips(clips),
            "valid_accuracy": _of_rows(evaluate.accuracy, valid),
            "calibration_error_raw": evaluate.gap_over_tracks(
                evaluate.calibration_error, tracks.truth, tracks.probability
            ),
            "calibration_error": evaluate.gap_over_tracks(evaluate.calibration_error, tracks.truth, calibrated),
            "paper_argmax": _of_rows(evaluate.paper_argmax, tracks),
        }
        for name, summary in SUMMARIES.items():
            other = clips.summarised(partial(self.summarise, summary))
            estimates[f"track_accuracy_{name}"] = _of_rows(evaluate.accuracy, other)
        return Metrics(estimates, {})

    def score_of_clips(self, clips: LabelledRows) -> evaluate.Interval:
        """Accuracy over clips, its interval over tracks."""
        return evaluate.over_tracks(evaluate.accuracy, clips.truth, clips.probability, groups=clips.tracks)

    def pipeline(self, built, classes: int):
        """A scikit-learn pipeline as it is: it answers one of several by itself."""
        return built


def _of_rows(metric: evaluate.Metric, answers: LabelledRows) -> evaluate.Interval:
    return evaluate.over_tracks(metric, answers.truth, answers.probability)
