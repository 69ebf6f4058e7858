"""Runs on disk: one system trained on one data set, split and seed, under `<root>/<data>/<split>/<system>/seed-<n>/`.

The only room that knows a run's files. Shipped runs lie in assets/runs, the user's own in `$GENRELIB_HOME/runs`.
Nothing is pickled: JSON, CSV, Parquet, NumPy arrays and safetensors.
"""

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from genrelib import home, papers
from genrelib.networks import classical
from genrelib.runs.atomic_replace import recover, replace_folder
from genrelib.runs.run import Result, Run
from genrelib.runs.schema import RunError, read_info
from genrelib.runs.tensors import load_state, read_arrays, read_weights, save_state, write_weights
from genrelib.system import describe
from genrelib.task import GENRES

__all__ = [
    "SHIPPED",
    "Result",
    "Run",
    "RunError",
    "address",
    "best",
    "declaration",
    "find",
    "finished",
    "keep_finished",
    "load",
    "load_state",
    "network",
    "roots",
    "save",
    "save_state",
    "scan",
    "table",
    "trust",
]

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "runs"
TABLES = ("predictions", "tracks", "valid")
STRICTNESS = {"filtered": 2, "official": 2, "artist": 2, "stratified": 1, "track": 1}  # of splits; others leak


def address(root: Path, data: str, split: str, system: str, seed: int) -> Path:
    return root / data / split / system / f"seed-{seed}"


def roots() -> dict[Path, str]:
    """Where runs lie, and how a number from there is labelled."""
    return {SHIPPED: "shipped run", home() / "runs": "your run"}


def find(root: Path | None = None) -> list[Run]:
    """Every run below `root`, by default below both roots, in order of name; `scan` names those that cannot be used."""
    return scan(root)[0]


def scan(root: Path | None = None) -> tuple[list[Run], list[RunError]]:
    """Every run below `root`, by default below both roots, in order of name; and why others are left out."""
    places = roots() if root is None else {root: roots().get(root, "your run")}
    usable, left_out = [], []
    for place, provenance in places.items():
        with suppress(OSError):  # shipped runs, or a home that may not be written
            recover(place)
        for file in sorted(place.glob("**/run.json")):
            if file.parent.suffix:  # being written, or aside
                continue
            try:
                usable.append(load(file.parent, provenance))
            except RunError as reason:
                left_out.append(reason)
    return usable, left_out


def load(folder: Path, provenance: str = "your run") -> Run:
    """Read a run. Raises RunError if the folder holds none, or one that is not as training writes it."""
    return Run(folder, provenance, read_info(folder))


def finished(folder: Path) -> bool:
    """Whether a run that was not cut short lies in the folder; one that cannot be read does not count."""
    try:
        return not load(folder).partial
    except RunError:
        return False


def keep_finished(folder: Path, reason: str) -> None:
    """Raise ValueError if a partial run, cut short for this reason, would replace a finished one."""
    if finished(folder):
        raise ValueError(f"{folder} holds a finished run, and this one is partial ({reason}); name another --runs DIR")


def save(folder: Path, result: Result) -> Run:
    """Write a run at once: whoever looks, or kills us, sees the old folder or the new one.

    Raises ValueError if a partial run would replace a finished one.
    """
    if result.info["partial"]:
        keep_finished(folder, result.info["partial"])
    fresh = folder.with_suffix(f".part{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for table in TABLES:
        write_table(fresh / f"{table}.parquet", getattr(result, table))
    result.history.to_csv(fresh / "history.csv", index=False)
    np.savez_compressed(fresh / "embeddings.npz", **result.embeddings)
    write_weights(fresh, result.weights)
    if result.info["partial"]:
        for file in folder.glob("state.*"):  # so that training can go on
            shutil.copy2(file, fresh)
    (fresh / "run.json").write_text(json.dumps(result.info, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    replace_folder(fresh, folder)
    return load(folder, roots().get(folder.parents[4], "your run"))


def write_table(file: Path, table: pd.DataFrame) -> None:
    """Write answers: the columns p_<label> with their like bytes together, which takes a fifth less room."""
    said = [column for column in table if column.startswith("p_")]
    table.to_parquet(
        file,
        index=False,
        compression="zstd",
        compression_level=19,
        use_dictionary=[column for column in table if column not in said],
        column_encoding=dict.fromkeys(said, "BYTE_STREAM_SPLIT"),
    )


def declaration(system) -> dict:
    """What a checkpoint must agree on with the catalogue, as JSON values."""
    return describe({part: getattr(system, part) for part in ("frontend", "clip", "network", "sizes")})


def network(run: Run):
    """The trained network or scikit-learn pipeline of a run, ready to predict.

    Raises RunError if the run has no weights, or damaged ones, or was made by a system that the catalogue now declares
    otherwise.
    """
    system = papers.get(run.system)
    today, then = declaration(system), run.declaration
    changed = [f"{part}: {then.get(part)} then, {today[part]} today" for part in today if then.get(part) != today[part]]
    if changed:
        raise RunError(f"{run.folder} was made by another {run.system}: {'; '.join(changed)}; train it again")
    if not run.has_weights:
        raise RunError(f"{run.folder} ships results without weights; choose another seed or train {run.system}")
    built = system.build(len(run.classes))
    if system.recipe is None:
        pipeline = run.task.pipeline(built, len(run.classes))
        return read_arrays(run.folder / "model.npz", lambda arrays: classical.restore(pipeline, arrays))
    return read_weights(run.folder / "weights.safetensors", built).eval()


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
    """How much this run's answer to an upload is worth, larger is better.

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
    able = [run for run in find(SHIPPED) if run.has_weights and not run.partial and "jukebox" not in run.data]
    return max(able, key=trust, default=None)
