"""Answers to edited sound held against those to the unedited sound of the same tracks."""

from collections.abc import Iterable

import numpy as np

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.robustness.asking import UNEDITED, Answers
from genrelib.robustness.sampling import Sample
from genrelib.runs import Run
from genrelib.task import GENRES

METRICS = {"genres": "accuracy", "tags": "roc_auc_macro"}


def losses(run: Run, sample: Sample, edits: Iterable[str], answers: Answers) -> list[dict]:
    """A row for each edit, as JSON has it: what a run, and how many tracks, and how the metric changed.

    `unedited` is the metric on the unedited tracks: accuracy, or for tags the mean ROC-AUC of those that some of the
    tracks have and others lack. `change` is what the edit adds to it, on the same tracks, in [-1, 1]; `kept` the share
    of tracks whose most probable label stays. Each has `_low` and `_high` of its 95 % interval over tracks: of paired
    shares (`evaluate.share_gain`) or areas (`evaluate.tag_gains`), of a share (`evaluate.over_tracks`). What is unknown
    is None.
    """
    plain = answers.under(run, sample.tracks, UNEDITED)
    rows = []
    for edit in edits:
        edited = answers.under(run, sample.tracks, edit)
        unedited, change = _change(run, sample.truth, plain, edited)
        kept = evaluate.share_over_tracks(plain.argmax(axis=1) == edited.argmax(axis=1))
        rows.append(
            {
                "run": run.linked,
                "system": run.system,
                "data": run.data,
                "split": run.split,
                "metric": METRICS[run.task.name],
                "edit": edit,
                "tracks": len(sample.tracks),
                "unedited": _number(unedited),
            }
            | _fields("change", change)
            | _fields("kept", kept)
        )
    return rows


def _change(run: Run, truth: np.ndarray, plain: np.ndarray, edited: np.ndarray) -> tuple[float, Interval]:
    if run.task == GENRES:
        right = [probability.argmax(axis=1) == truth for probability in (plain, edited)]
        return float(right[0].mean()), evaluate.share_gain(*right)
    gains = evaluate.tag_gains(truth, plain, edited, run.classes).loc["all"]
    return evaluate.macro(evaluate.roc_auc(truth, plain)), Interval(
        gains.roc_auc, gains.roc_auc_low, gains.roc_auc_high
    )


def _fields(name: str, interval: Interval) -> dict[str, float | None]:
    bounds = {"": interval.value, "_low": interval.low, "_high": interval.high}
    return {f"{name}{end}": _number(value) for end, value in bounds.items()}


def _number(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
