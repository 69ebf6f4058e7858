"""Runs that are there, and which of them to believe first."""

from pathlib import Path

import pandas as pd

from genrelib.runs.atomic_replace import ASIDE
from genrelib.runs.loading import load
from genrelib.runs.places import roots, shipped
from genrelib.runs.run import Run
from genrelib.runs.run_files import RunError
from genrelib.task import GENRES

STRICTNESS = {"filtered": 2, "official": 2, "artist": 2, "stratified": 1, "track": 1}  # of splits; others leak


def find(root: Path | None = None) -> list[Run]:
    """Every run below `root`, by default below both roots, in order of name; `scan` names those that cannot be used."""
    return scan(root)[0]


def scan(root: Path | None = None) -> tuple[list[Run], list[RunError]]:
    """Every run below `root`, by default below both roots, in order of name; and why others are left out.

    Nothing is written: a run that a kill left aside is read where it lies.
    """
    usable, left_out = [], []
    for place, provenance in (roots() if root is None else {root: roots().get(root, "your run")}).items():
        loaded = []
        for folder in _folders(place):
            try:
                str(folder).encode()
                loaded.append(load(folder, provenance))
            except UnicodeEncodeError:
                left_out.append(RunError(f"{folder}: expected a path in UTF-8, got other bytes; rename the folder"))
            except RunError as reason:
                left_out.append(reason)
        by_name: dict[str, Run] = {}
        for run in sorted(loaded, key=lambda run: run.folder != place / run.name):  # those at their address first
            first = by_name.setdefault(run.name, run)
            if first is not run:
                left_out.append(RunError(f"{run.folder}: the same run lies in {first.folder}; move one of them away"))
        usable += sorted(by_name.values(), key=lambda run: run.folder)
    return usable, left_out


def _folders(place: Path) -> list[Path]:
    """Folders of runs below a place, those too that a kill left aside, none that is being written or replaced."""
    folders = sorted(file.parent for file in place.glob("**/run.json"))
    return [
        folder
        for folder in folders
        if not folder.suffix or (folder.suffix == ASIDE and not folder.with_suffix("").exists())
    ]


def table(root: Path | None = None) -> pd.DataFrame:
    """One row per run: its name's parts, provenance, partial, folder, and the value of every metric it has."""
    rows = [
        {
            "paper": run.system.split("/")[0],
            "system": run.system,
            "data": run.data,
            "split": run.split,
            "seed": run.seed,
            "provenance": run.provenance,
            "partial": run.partial,
            "folder": str(run.folder),
        }
        | {metric: estimate["value"] for metric, estimate in run.metrics.items()}
        for run in find(root)
    ]
    return pd.DataFrame(rows)


def trust(run: Run) -> tuple:
    """Rank of this run's answer to an upload, larger is better.

    Finished, shipped, on real music, of genres, most classes, the strictest split, then the validation score.

    Never the test accuracy: choosing by it would spoil it as an estimate.
    """
    return (
        not run.partial,
        run.provenance == "shipped run",
        "jukebox" not in run.data,
        run.task == GENRES,
        len(run.classes),
        STRICTNESS.get(run.split, 0),
        run.metrics[run.task.valid_metric]["value"] or 0.0,
    )


def best() -> Run | None:
    """The shipped run on real music that an upload meets by default; None if nothing is shipped."""
    able = [run for run in find(shipped()) if run.has_weights and not run.partial and "jukebox" not in run.data]
    return max(able, key=trust, default=None)
