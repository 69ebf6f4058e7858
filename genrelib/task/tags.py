"""Any number of labels at once."""

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
from genrelib.evaluate.intervals import MOST_GROUPS
from genrelib.task.metrics import LabelledRows, Metrics
from genrelib.task.steps import answer, every_step
from genrelib.task.tables import probability_columns

SUMMARIES = {"mean": evaluate.mean, "max": evaluate.maximum}  # a majority of clips would lose the order of the tracks
CLIP_GROUPS = 200  # of tracks whose clips are left out, which are many


@dataclass(frozen=True)
class Tags:
    """Any number of labels: sigmoid, binary cross entropy, macro ROC-AUC. Truth is booleans (n, tags)."""

    name: ClassVar[str] = "tags"
    link: ClassVar[str] = "sigmoid"
    score_name: ClassVar[str] = "auc"
    valid_metric: ClassVar[str] = "valid_auc"
    headline: ClassVar[tuple[str, ...]] = ("roc_auc_macro", "pr_auc_macro")

    def labels(self, data) -> pd.DataFrame:
        """The tags of every track of a data set, a boolean column `t_<tag>` each."""
        return data.tags.loc[data.tracks.index].add_prefix("t_")

    def truth(self, table: pd.DataFrame, classes: tuple[str, ...]) -> np.ndarray:
        """Booleans (n, tags) of a table with columns `t_<tag>`."""
        return table[[f"t_{tag}" for tag in classes]].to_numpy(bool)

    def truth_columns(self, classes: Sequence[str]) -> dict[str, tuple]:
        """Columns of what is true in a table of predictions, and the values that each may hold."""
        return {f"t_{tag}": (False, True) for tag in classes}

    def may_be(self, truth: np.ndarray, classes: int) -> bool:
        """Tell whether an array of a stranger's can be what is true of some rows."""
        return truth.shape[1:] == (classes,) and truth.dtype.kind == "b"

    def read(self, table: pd.DataFrame, classes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Booleans (n, tags) and probabilities (n, tags) of a table of predictions."""
        return self.truth(table, classes), table[probability_columns(classes)].to_numpy(np.float64)

    def spoken(self, truth: np.ndarray, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Truth of one row, in words: its tags."""
        return tuple(tag for tag, present in zip(classes, truth, strict=True) if present)

    def targets(self, truth: np.ndarray, classes: int) -> Tensor:
        """Targets of the network: (n, tags) float32, 1 where the tag is there."""
        return torch.tensor(truth, dtype=torch.float32)

    def loss(self, logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> Tensor:
        """Binary cross entropy, mean over clips, steps and tags; `smoothing` is the share spread over yes and no."""
        logits, targets = every_step(logits, targets)
        return functional.binary_cross_entropy_with_logits(logits, targets * (1 - smoothing) + smoothing / 2)

    def probabilities(self, logits: Tensor) -> Tensor:
        """Probabilities (batch, tags) of each clip, each tag by itself."""
        return answer(logits).sigmoid()

    def score(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """ROC-AUC, mean over the tags that can be ranked; NaN if none can."""
        return evaluate.macro(evaluate.roc_auc(truth, probability))

    def cost(self, truth: np.ndarray, probability: np.ndarray) -> float:
        """Mean binary cross entropy in nats."""
        from sklearn.metrics import log_loss

        return float(log_loss(truth.ravel(), probability.ravel(), labels=[False, True]))

    def summarise(self, summary: Callable, probability: np.ndarray, track: np.ndarray) -> np.ndarray:
        """A summary of `evaluate.summaries` as it is: (clips, tags) -> (tracks, tags)."""
        return summary(probability, track)

    def fit_temperature(self, truth: np.ndarray, probability: np.ndarray) -> float:
        return evaluate.fit_tag_temperature(truth, probability)

    def calibrate(self, probability: np.ndarray, temperature: float) -> np.ndarray:
        return evaluate.calibrate_tags(probability, temperature)

    def metrics(
        self,
        tracks: LabelledRows,
        clips: LabelledRows,
        valid: LabelledRows,
        temperature: float,
        classes: tuple[str, ...],
        categories: Mapping[str, tuple[str, ...]],
    ) -> Metrics:
        """Metrics of the test part's tracks and clips and of the validation part's tracks; every tag in `details`.

        `roc_auc_macro` and `pr_auc_macro` are means over all tags that can be ranked, `roc_auc_<category>` over those
        of a category; `_mean`, `_max` are what other summaries would have said of the same clips.
        """
        areas = evaluate.tag_areas(tracks.truth, tracks.probability, classes, categories)
        calibrated = self.calibrate(tracks.probability, temperature)
        estimates = areas.macro | {
            "clip_roc_auc_macro": self.score_of_clips(clips),
            "valid_auc": _roc_auc(valid),
            # A gap far from 0 varies less than `gap` expects: its bounds would be those of so many tracks
            "calibration_error_raw": evaluate.over_tracks(
                evaluate.tag_calibration_error, tracks.truth, tracks.probability
            ),
            "calibration_error": evaluate.gap_over_tracks(evaluate.tag_calibration_error, tracks.truth, calibrated),
        }
        for name, summary in SUMMARIES.items():
            other = clips.summarised(partial(self.summarise, summary))
            estimates[f"roc_auc_macro_{name}"] = _roc_auc(other)
        rows = {tag: row.to_dict() | {"positives": int(row.positives)} for tag, row in areas.per_tag.iterrows()}
        return Metrics(estimates, {"per_tag": rows, "tags_left_out": list(areas.left_out)})

    def score_of_clips(self, clips: LabelledRows) -> evaluate.Interval:
        """Macro ROC-AUC over clips, its interval over tracks."""
        return _roc_auc(clips, clips.tracks, CLIP_GROUPS)

    def pipeline(self, built, classes: int):
        """One scikit-learn pipeline per tag. Raises ValueError if it gives no probabilities of its own."""
        if hasattr(built, "probability_note") or not hasattr(built, "predict_proba"):
            raise ValueError(
                f"{type(built.steps[-1][1]).__name__} gives no probabilities of its own, and tags need one each; "
                "choose a network, or logistic regression"
            )
        from genrelib.networks.one_vs_rest import OneVsRest

        return OneVsRest(built, classes)


def _roc_auc(answers: LabelledRows, groups: np.ndarray | None = None, most: int = MOST_GROUPS) -> evaluate.Interval:
    unnamed = [str(tag) for tag in range(answers.truth.shape[1])]
    areas = evaluate.tag_areas(answers.truth, answers.probability, unnamed, {}, groups, most)
    return areas.macro["roc_auc_macro"]
