"""The papers' tables: what was measured beside what was reported."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from genrelib import evaluate, papers, runs
from genrelib.studies.seeds import SeedRuns, group_by_seed
from genrelib.system import Study

MEASURED_ON = {"track_accuracy": "tracks", "clip_accuracy": "clips", "roc_auc_macro": "tags, ROC-AUC"}


def choose(names: list[str]) -> list[Study]:
    """Studies of the papers named, of all papers if none is. Raises ValueError for an unknown paper."""
    known = {module.__name__.rsplit(".", 1)[1]: module for module in papers.PAPERS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"unknown paper {', '.join(unknown)}; expected some of {', '.join(known)}")
    return [study for name in names or known for study in known[name].STUDIES]


def results(root: Path | None = None) -> list[dict]:
    """Every system measured, one row per study, data set and split: the paper's figure beside ours with its interval.

    The interval is over seeds (t distribution) where there are several, otherwise over test tracks (bootstrap).
    `difference` is what was measured less what was reported, {value, low, high}, its interval that of the measurement:
    the papers give none. None where the paper gives no figure, or no bounds could be told.
    """
    return rows(runs.find(root))


def rows(found: Iterable[runs.Run]) -> list[dict]:
    """As `results`, of these runs."""
    known = [study for module in papers.PAPERS for study in module.STUDIES]
    rows = [_row(study, each) for each in group_by_seed(found) for study in _fitting(known, each)]
    return sorted(rows, key=lambda row: (row["system"], row["data"], row["split"], row["study"]))


def markdown(rows: list[dict]) -> str:
    """Rows of `results` as a table per paper for the README.

    What several studies ask for stands once, with what any of them reports of it.
    """
    tables = {}
    for row in rows:
        short = row["system"].split("/")[1] + (f", partial: {row['partial']}" if row["partial"] else "")
        level = MEASURED_ON.get(row["metric"], row["metric"])
        begin = f"| {short} | {row['data']}, {row['split']} | {level} |"
        reported = tables.setdefault(row["paper"], {}).setdefault((begin, f" {_ours(row)} | {row['seeds']} |"), [])
        reported += [] if row["reported"] is None else [f"{row['reported']:.3f}"]
    header = "| {} | data, split | measured on | paper | ours (95 %) | seeds |\n|---|---|---|---|---|---|\n"
    return "\n\n".join(
        header.format(paper) + "\n".join(f"{begin} {''.join(said[:1])} |{end}" for (begin, end), said in lines.items())
        for paper, lines in tables.items()
    )


def stand_ins() -> str:
    """Each paper's data sets, and what may stand in for them, as a table for the README."""
    lines = ["| paper | its data, split | may stand in |", "|---|---|---|"]
    for study in papers.STUDIES.values():
        paper, others = study.name.split("/")[0], ", ".join(study.stand_ins)
        lines.append(f"| {paper} | {study.data}, {study.split} | {others} |")
    return "\n".join(dict.fromkeys(lines))


def _fitting(known: list[Study], each: SeedRuns) -> list[Study]:
    """The studies that speak of these runs, or one without a name."""
    fitting = [study for study in known if each.system in study.systems and _speaks(study, each)]
    # a study of tags says nothing of genres, nor one of genres of tags
    fitting = [study for study in fitting if each.has(study.metric)]
    return fitting or [Study("", "", (each.system,), *each.place, each.runs[0].task.headline[0], 1)]


def _speaks(study: Study, each: SeedRuns) -> bool:
    """On its own data a study speaks of another split only if the paper reports something of the system.

    Other data may have no such split as the study's, so that any is as near.
    """
    data, split = each.place
    return split == study.split or data != study.data or each.system in study.reported


def _row(study: Study, each: SeedRuns) -> dict:
    estimate, reported = each.estimate(study.metric), study.reported.get(each.system)
    measured = _bounds(estimate)
    return {
        "paper": each.system.split("/")[0],
        "study": study.name,
        "system": each.system,
        "data": each.place[0],
        "split": each.place[1],
        "metric": study.metric,
        "reported": reported,
        "measured": measured["value"],
        "low": measured["low"],
        "high": measured["high"],
        "difference": None if reported is None else _bounds(estimate, reported),
        "seeds": len(each.runs),
        "provenance": each.provenance,
        "partial": each.partial,
    }


def _bounds(estimate: evaluate.Interval, less: float = 0.0) -> dict:
    """Value, low and high, less a number; None for what is not known: JSON knows no NaN."""
    values = {name: getattr(estimate, name) - less for name in ("value", "low", "high")}
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}


def _ours(row: dict) -> str:
    bounds = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
    return f"{row['measured']:.3f}{bounds}"
