"""A study's measured values beside the paper's, place by place: what a page or a figure draws."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from genrelib import datasets, papers
from genrelib.runs import Run
from genrelib.studies.measured import rows
from genrelib.studies.seeds import SeedRuns, group_by_seed
from genrelib.system import Against, Study

PER_CLIPS = 2_500  # clips of which Choi's Figure 4 gives the time of training


def places(study: Study, all_runs: Iterable[Run]) -> list[tuple[str, str]]:
    """Data sets and splits on which a study was measured, the most faithful one first.

    Its own data and split, then real music before synthetic, its split before others, more of its systems before fewer.
    """
    systems: dict[tuple[str, str], set[str]] = {}
    for row in rows(all_runs):
        if row["study"] == study.name:
            systems.setdefault((row["data"], row["split"]), set()).add(row["system"])

    def faith(place: tuple[str, str]) -> tuple:
        data, split = place
        return (
            place != (study.data, study.split),
            datasets.is_synthetic(data),
            split != study.split,
            -len(systems[place]),
            data,
            split,
        )

    return sorted(systems, key=faith)


def table(study: Study, all_runs: Iterable[Run], data: str, split: str) -> pd.DataFrame:
    """One row per system of a study and origin of its runs in a place; a system without runs has a row, too.

    Columns: `system`, `reported`, `value`, `low`, `high`, `difference` (shares, NaN unknown), `seeds`, `provenance`
    and `partial` (words, "" for none), `run` (its name in links, of the first seed with answers), `epochs`,
    `parameters`, `clip` (s), `seconds` (of training on PER_CLIPS clips, NaN unknown), `device`, `family` (the system
    without its size).
    """
    here = [run for run in all_runs if (run.data, run.split) == (data, split) and study.metric in run.metrics]
    groups = group_by_seed(run for run in here if not run.adopted)
    lines = []
    for name in study.systems:
        own = [group for group in groups if group.system == name]
        lines += [_line(study, name, group) for group in own] or [_line(study, name, None)]
    return pd.DataFrame(lines)


def axis(table: pd.DataFrame, against: Against) -> pd.Series:
    """Places of the rows on the axis of a study's figure."""
    return table[{Against.PARAMETERS: "parameters", Against.SECONDS: "seconds", Against.CLIP: "clip"}[against]]


def on_one_device(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows whose training can be timed against one another, those of the commonest device; and the systems left out."""
    timed = table[table.seconds.notna()]
    if timed.empty:
        return timed, []
    device = timed.device.value_counts().index[0]
    return timed[timed.device == device], sorted(timed.system[timed.device != device])


def _line(study: Study, name: str, group: SeedRuns | None) -> dict:
    system = papers.get(name)
    reported = study.reported.get(name, np.nan)
    line: dict[str, Any] = {
        "system": name,
        "reported": reported,
        "value": np.nan,
        "low": np.nan,
        "high": np.nan,
        "seeds": 0,
        "provenance": "",
        "partial": "",
        "run": "",
        "epochs": 0,
        "parameters": system.parameters or np.nan,
        "clip": system.clip,
        "seconds": np.nan,
        "device": "",
        "family": _family(name),
    }
    if group is not None:
        estimate = group.estimate(study.metric)
        line |= {"value": estimate.value, "low": estimate.low, "high": estimate.high, "seeds": len(group.runs)}
        line |= {"provenance": group.provenance, "partial": group.partial} | _facts(group.runs)
    return line | {"difference": line["value"] - reported}


def _facts(same: Sequence[Run]) -> dict:
    """Facts about runs that differ in their seed, of the first one whose answers are here."""
    run = next((run for run in same if run.has_answers), same[0])
    facts = {"run": run.linked, "device": run.info.get("device", ""), "epochs": len(run.history)}
    if run.info.get("parameters"):
        facts["parameters"] = run.info["parameters"]
    speed = run.history.get("clips_per_second")
    if speed is not None and speed.notna().any():
        facts["seconds"] = PER_CLIPS / float(speed.median())
    return facts


def _family(name: str) -> str:
    """Name without its size or length: choi2017/crnn of choi2017/crnn-0.5M, yenney2022/cnn of yenney2022/cnn-5s."""
    stem, _, last = name.rpartition("-")
    return stem if last[:1].isdigit() else name
