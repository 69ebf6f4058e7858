"""The contract of every task."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pandas as pd
from torch import Tensor

from genrelib import evaluate
from genrelib.task.metrics import LabelledRows, Metrics


@runtime_checkable
class Task(Protocol):
    """A network's decision, one genre or any number of tags; the one place where the two differ.

    A value that a data set carries as `data.task` and a run remembers. `truth` and `probability` are arrays as in
    `evaluate`; logits are (batch, classes), or (batch, steps, classes) of a step-wise network.
    """

    @property
    def name(self) -> str:
        """Name in run.json."""

    @property
    def link(self) -> str:
        """Name of the function from logits to probabilities."""

    @property
    def score_name(self) -> str:
        """Name of `score` in histories."""

    @property
    def valid_metric(self) -> str:
        """Metric by which one run may be chosen before another."""

    @property
    def headline(self) -> tuple[str, ...]:
        """Metrics that are said first."""

    def labels(self, data: Any) -> pd.DataFrame:
        """Columns of what is true of every track of a data set."""

    def truth(self, table: pd.DataFrame, classes: tuple[str, ...]) -> np.ndarray:
        """Truth, of these columns in a table."""

    def truth_columns(self, classes: Sequence[str]) -> dict[str, tuple]:
        """Columns of what is true in a table of predictions, and the values that each may hold."""

    def may_be(self, truth: np.ndarray, classes: int) -> bool:
        """Tell whether an array of a stranger's can be what is true of some rows."""

    def read(self, table: pd.DataFrame, classes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Truth, and probabilities (n, classes), of a table of predictions."""

    def spoken(self, truth: Any, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Truth of one row, in words."""

    def targets(self, truth: np.ndarray, classes: int) -> Tensor:
        """Targets (n, classes) float32 of the network."""

    def loss(self, logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> Tensor:
        """Loss, mean over clips and steps; `smoothing` is the share of a target spread over the other answers."""

    def probabilities(self, logits: Tensor) -> Tensor:
        """Probabilities (batch, classes) of each clip."""

    def score(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """One figure for histories and early stopping: more is better."""

    def cost(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """Loss of probabilities in nats: less is better."""

    def summarise(self, summary: Callable, probability: np.ndarray, track: np.ndarray) -> np.ndarray:
        """Probabilities of tracks (tracks, classes) from those of their clips (clips, classes)."""

    def fit_temperature(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """Temperature that calibrates probabilities."""

    def calibrate(self, probability: np.ndarray, temperature: float) -> np.ndarray:
        """Probabilities at a temperature."""

    def metrics(
        self,
        tracks: LabelledRows,
        clips: LabelledRows,
        valid: LabelledRows,
        temperature: float,
        classes: tuple[str, ...],
        categories: Mapping[str, tuple[str, ...]],
    ) -> Metrics:
        """Metrics of the test part's tracks and clips and of the validation part's tracks."""

    def score_of_clips(self, clips: LabelledRows) -> evaluate.Interval:
        """Score over clips, its interval over tracks."""

    def pipeline(self, built: Any, classes: int) -> Any:
        """A scikit-learn pipeline that can be asked. Raises ValueError if it cannot answer this task."""
