"""The papers' tables: train their rows, and lay what was measured beside what was reported."""

import time
from collections.abc import Iterator
from pathlib import Path

from genrelib import evaluate, papers, runs
from genrelib.datasets import Dataset
from genrelib.system import Study
from genrelib.train import train

MEASURED_ON = {"track_accuracy": "tracks", "clip_accuracy": "clips", "roc_auc_macro": "tags, ROC-AUC"}


def choose(names: list[str]) -> list[Study]:
    """Studies of the papers named, of all papers if none is. Raises ValueError for an unknown paper."""
    known = {module.__name__.rsplit(".", 1)[1]: module for module in papers.PAPERS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"unknown paper {', '.join(unknown)}; expected some of {', '.join(known)}")
    return [study for name in names or known for study in known[name].STUDIES]


def reproduce(
    studies: list[Study],
    data: Dataset,
    root: Path,
    *,
    seeds: int | None,
    device: str,
    precision: str = "float32",
    budget: float | None,
) -> Iterator[runs.Run]:
    """Train the studies' rows on a data set, first one seed of every row, then the next; finished runs are skipped.

    `budget` in minutes is shared evenly over what is still to do; a run that it cuts short says so and is gone on with
    the next time. Yields every new run.
    """
    rows = []
    for study in studies:
        split = study.split if study.split in data.splits else data.default_split
        rows += [(seed, system, split) for seed in range(seeds or study.seeds) for system in study.systems]
    waiting = [
        (seed, system, split)
        for seed, system, split in sorted(set(rows), key=lambda row: row[0])
        if not runs.finished(runs.address(root, data.name, split, system, seed))
    ]
    end = time.monotonic() + budget * 60 if budget else float("inf")
    for number, (seed, system, split) in enumerate(waiting):
        left = end - time.monotonic()
        if left <= 0:
            return
        deadline = time.monotonic() + left / (len(waiting) - number)
        yield train(
            papers.get(system),
            data,
            split,
            seed,
            root,
            device=device,
            resume=True,
            precision=precision,
            deadline=deadline,
        )


def results(root: Path | None = None) -> list[dict]:
    """Every system measured, one row per study, data set and split: the paper's figure beside ours with its interval.

    The interval is over seeds (t distribution) where there are several, otherwise over test tracks (bootstrap).
    """
    measured = {}
    for run in runs.find(root):
        measured.setdefault((run.system, run.data, run.split, run.provenance, bool(run.partial)), []).append(run)
    studies = [study for module in papers.PAPERS for study in module.STUDIES]
    rows = []
    for (system, data, split, provenance, _), group in measured.items():
        # on a split other than its own a study still says what the paper reports, if it reports anything
        fitting = [s for s in studies if system in s.systems and (s.split == split or system in s.reported)]
        # a study of tags says nothing of genres, nor one of genres of tags
        fitting = [s for s in fitting if all(s.metric in run.metrics for run in group)]
        for study in fitting or [Study("", "", (system,), data, split, group[0].task.headline[0], 1)]:
            estimate = _over_seeds([run.metrics[study.metric] for run in group])
            rows.append({
                "paper": system.split("/")[0],
                "study": study.name,
                "system": system,
                "data": data,
                "split": split,
                "metric": study.metric,
                "reported": study.reported.get(system),
                "measured": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "seeds": len(group),
                "provenance": provenance,
                "partial": group[0].partial,
            })  # fmt: skip
    return sorted(rows, key=lambda row: (row["system"], row["data"], row["split"], row["study"]))


def markdown(rows: list[dict]) -> str:
    """Rows of `results` as a table for the README; what several studies ask for stands once."""
    lines = ["| system | data, split | measured on | paper | ours (95 %) | seeds |", "|---|---|---|---|---|---|"]
    for row in rows:
        paper = "" if row["reported"] is None else f"{row['reported']:.3f}"
        ours = f"{row['measured']:.3f} ({row['low']:.3f} to {row['high']:.3f})"
        name = row["system"] + (f", partial: {row['partial']}" if row["partial"] else "")
        level = MEASURED_ON.get(row["metric"], row["metric"])
        lines.append(f"| {name} | {row['data']}, {row['split']} | {level} | {paper} | {ours} | {row['seeds']} |")
    return "\n".join(dict.fromkeys(lines))


def _over_seeds(estimates: list[dict]) -> evaluate.Interval:
    if len(estimates) == 1:
        return evaluate.Interval(**estimates[0])
    return evaluate.over_seeds([estimate["value"] for estimate in estimates])
