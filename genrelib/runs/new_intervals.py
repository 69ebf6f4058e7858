"""New intervals for runs that were measured before: figures are computed again from the predictions that a run kept.

`python -m genrelib.runs.new_intervals [RUNS]` rewrites run.json of every run below RUNS, by default assets/runs.
"""

import math
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pandas as pd

from genrelib import papers, runs
from genrelib.runs.run import Run
from genrelib.runs.schema import write_info
from genrelib.task import LabelledRows
from genrelib.task.metrics import Metrics
from genrelib.task.tables import single_precision, track_table

BIASED = ("calibration_error", "pr_auc")  # beginnings of metrics whose resamples are off, so that bounds missed them
OLD = "percentile bootstrap over tracks: the predictions that other bounds need were not kept"
DROPPED = "none: those of the percentile bootstrap missed such values, and the predictions were not kept"
ROUNDING = 1e-12  # by which a value may differ that was added up in another order


def remeasure(run: Run) -> dict:
    """Content of the run's run.json with new bounds and the same values.

    `bounds` says of each metric that was not measured again, for lack of predictions, what its bounds are.
    Raises ValueError if the predictions give other values than those stored.
    """
    figures = _figures(run) if run.has_answers else Metrics({}, {})
    metrics, others = {}, {}
    for name, stored in run.metrics.items():
        if name in figures.estimates:
            metrics[name] = _bounded(run, stored, asdict(figures.estimates[name]), name)
        elif name.startswith(BIASED):
            metrics[name] = stored | {"low": None, "high": None}
            others[name] = DROPPED
        else:
            metrics[name] = stored
            others[name] = OLD
    info = run.info | {"metrics": metrics}
    if "per_tag" in run.info:
        per_tag = figures.details["per_tag"]
        info["per_tag"] = {tag: _bounded(run, row, per_tag[tag], tag) for tag, row in run.info["per_tag"].items()}
    return info | ({"bounds": others} if others else {})


def write(run: Run) -> None:
    """Rewrite the run's run.json with new bounds."""
    fresh = run.folder / "run.json.part"
    write_info(fresh, remeasure(run))
    fresh.replace(run.folder / "run.json")


def _figures(run: Run) -> Metrics:
    """The figures of a run as training computes them, but for those of validation tracks that were heard whole."""
    summary = papers.get(run.system).summary
    valid = track_table(run.valid, partial(run.task.summarise, summary)) if summary else track_table(run.valid)
    tracks, clips, validated = (_rows(run, table) for table in (run.tracks, run.predictions, single_precision(valid)))
    categories = {name: tuple(tags) for name, tags in run.categories.items()}
    figures = run.task.metrics(tracks, clips, validated, run.info["temperature"], run.classes, categories)
    if summary is None:  # clips do not say what the network made of whole tracks
        del figures.estimates[run.task.valid_metric]
    return figures


def _rows(run: Run, table: pd.DataFrame) -> LabelledRows:
    return LabelledRows(*run.task.read(table, run.classes), table.track.to_numpy(str))


def _bounded(run: Run, stored: dict, measured: dict, name: str) -> dict:
    """Stored values with measured bounds, None for unknown ones: JSON knows no NaN."""
    bounded = dict(stored)
    for key, value in measured.items():
        known = value if math.isfinite(value) else None
        if key.endswith(("low", "high")):
            bounded[key] = known
        elif known != stored[key] and (None in (known, stored[key]) or abs(known - stored[key]) > ROUNDING):
            raise ValueError(f"{run.folder}: expected {name} to be {stored[key]}, as stored, got {known}")
    return bounded


if __name__ == "__main__":
    for run in runs.find(Path(sys.argv[1]) if sys.argv[1:] else runs.shipped()):
        if not run.adopted:
            write(run)
            print(run.folder)
