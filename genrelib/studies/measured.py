"""The rows of all studies: each system's measured value beside the paper's."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from genrelib import evaluate, papers, runs
from genrelib.studies.seeds import SeedRuns, group_by_seed
from genrelib.system import Study


def results(root: Path | None = None) -> list[dict]:
    """Rows of every system measured, one per study, data set and split: the paper's value beside ours.

    The interval is over seeds (t distribution) where there are several, otherwise over test tracks (jackknife).
    `difference` is the measured value less the reported one, {value, low, high}, with the interval of the measurement:
    the papers give none. None where the paper gives no value, or no bounds are known.
    """
    return rows(runs.find(root))


def rows(all_runs: Iterable[runs.Run]) -> list[dict]:
    """Rows of those of these runs that were trained, as `results` gives them: of others nothing was measured here."""
    all_studies = [study for module in papers.PAPERS for study in module.STUDIES]
    trained = [run for run in all_runs if not run.adopted]
    unsorted = [_row(study, group) for group in group_by_seed(trained) for study in _studies_of(group, all_studies)]
    return sorted(unsorted, key=lambda row: (row["system"], row["data"], row["split"], row["study"]))


def _studies_of(group: SeedRuns, all_studies: list[Study]) -> list[Study]:
    """Studies that these runs belong to, or one without a name."""
    own = [study for study in all_studies if group.system in study.systems and _covers(study, group)]
    own = [study for study in own if group.has(study.metric)]  # not a study of tags for genres, nor the other way round
    return own or [Study("", "", (group.system,), *group.place, group.runs[0].task.headline[0], 1)]


def _covers(study: Study, group: SeedRuns) -> bool:
    """True unless the runs are on the study's own data, on a split for which the paper reports nothing of the system.

    Other data may not have the study's split, so any of their splits counts.
    """
    data, split = group.place
    return split == study.split or data != study.data or group.system in study.reported


def _row(study: Study, group: SeedRuns) -> dict:
    estimate = group.estimate(study.metric)
    reported = study.reported.get(group.system)
    measured = _bounds(estimate)
    return {
        "paper": group.system.split("/")[0],
        "study": study.name,
        "system": group.system,
        "data": group.place[0],
        "split": group.place[1],
        "metric": study.metric,
        "reported": reported,
        "measured": measured["value"],
        "low": measured["low"],
        "high": measured["high"],
        "difference": None if reported is None else _bounds(estimate, reported),
        "seeds": len(group.runs),
        "provenance": group.provenance,
        "partial": group.partial,
    }


def _bounds(estimate: evaluate.Interval, reported: float = 0.0) -> dict:
    """Value, low and high, less the reported value; None for an unknown one: JSON knows no NaN."""
    values = {name: getattr(estimate, name) - reported for name in ("value", "low", "high")}
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}
