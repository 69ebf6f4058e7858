"""Runs on disk: one system trained on one data set, split and seed, under `<root>/<data>/<split>/<system>/seed-<n>/`.

The only room that knows a run's files. Shipped runs lie in assets/runs, the user's own in `$GENRELIB_HOME/runs`.
Nothing is pickled: JSON, CSV, Parquet, NumPy arrays and safetensors.
"""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from genrelib import home, papers
from genrelib.networks import classical
from genrelib.runs.atomic_replace import ASIDE, recover, replace_folder
from genrelib.runs.run import Result, Run
from genrelib.runs.run_files import RunError
from genrelib.runs.schema import check, read_info
from genrelib.runs.tensors import load_state, read_arrays, read_weights, save_state, write_weights
from genrelib.system import describe
from genrelib.task import GENRES
from genrelib.task.tables import columns_in

__all__ = [
    "SHIPPED",
    "Result",
    "Run",
    "RunError",
    "address",
    "best",
    "declaration",
    "existing",
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
    """Folders where runs lie, and how a number from there is labelled."""
    return {SHIPPED: "shipped run", home() / "runs": "your run"}


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
        by_name = {}
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


def load(folder: Path, provenance: str = "your run") -> Run:
    """Read a run. Raises RunError if the folder holds none, or one that is not as training writes it."""
    return Run(folder, provenance, read_info(folder))


def existing(folder: Path) -> Run | None:
    """The run in a folder; None if there is none, or one that cannot be read and may be replaced."""
    try:
        return load(folder)
    except RunError:
        return None


def finished(folder: Path) -> bool:
    """Tell whether a run that was not cut short lies in the folder; one that cannot be read does not count."""
    run = existing(folder)
    return run is not None and not run.partial


def keep_finished(folder: Path, reason: str) -> None:
    """Raise ValueError if a partial run, cut short for this reason, would replace a finished one."""
    if finished(folder):
        raise ValueError(f"{folder} holds a finished run, and this one is partial ({reason}); name another --runs DIR")


def save(folder: Path, result: Result) -> Run:
    """Write a run at once: whoever looks, or kills us, sees the old folder or the new one.

    Raises ValueError if a partial run would replace a finished one, or nobody could read the new one.
    """
    check(result.info, folder / "run.json")
    recover(folder.parent)
    if result.info["partial"]:
        keep_finished(folder, result.info["partial"])
    fresh = folder.with_suffix(f".part{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in TABLES:
        table = getattr(result, name)
        if table is not None:
            write_table(fresh / f"{name}.parquet", table)
    if result.history is not None:
        result.history.to_csv(fresh / "history.csv", index=False)
    if result.embeddings is not None:
        np.savez_compressed(fresh / "embeddings.npz", **result.embeddings)
    write_weights(fresh, result.weights)
    if result.info["partial"]:
        for file in folder.glob("state.*"):  # so that training can go on
            shutil.copy2(file, fresh)
    text = json.dumps(result.info, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    (fresh / "run.json").write_text(text, encoding="utf-8")
    replace_folder(fresh, folder)
    return load(folder, roots().get(folder.parents[4], "your run"))


def write_table(file: Path, table: pd.DataFrame) -> None:
    """Write answers: the columns p_<label> with their like bytes together, which takes a fifth less room."""
    probabilities = columns_in(table)
    table.to_parquet(
        file,
        index=False,
        compression="zstd",
        compression_level=19,
        use_dictionary=[column for column in table if column not in probabilities],
        column_encoding=dict.fromkeys(probabilities, "BYTE_STREAM_SPLIT"),
    )


def declaration(system) -> dict:
    """Parts that a checkpoint must agree on with the catalogue, as JSON values."""
    return describe({part: getattr(system, part) for part in ("frontend", "clip", "network", "sizes")})


def network(run: Run):
    """The trained network or scikit-learn pipeline of a run, ready to predict.

    Raises RunError if the run has no weights, or damaged ones, or was made by a system that the catalogue now declares
    otherwise.
    """
    system = papers.get(run.system)
    today = declaration(system)
    then = run.declaration
    changed = [f"{part}: {then.get(part)} then, {today[part]} today" for part in today if then.get(part) != today[part]]
    if changed:
        remedy = system.remedy if system.adopted else "train it again"
        raise RunError(f"{run.folder} was made by another {run.system}: {'; '.join(changed)}; {remedy}")
    if not run.has_weights:
        raise RunError(f"{run.folder} ships results without weights; choose another seed or train {run.system}")
    built = system.build(len(run.classes))
    if not system.is_network:
        clip = np.zeros((1, *system.frontend.shape(system.clip)), np.float32)
        pipeline = run.task.pipeline(built, len(run.classes))

        def restore(arrays: dict[str, np.ndarray]):
            return classical.tried(classical.restore(pipeline, arrays), clip, len(run.classes))

        return read_arrays(run.folder / "model.npz", restore)
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
    able = [run for run in find(SHIPPED) if run.has_weights and not run.partial and "jukebox" not in run.data]
    return max(able, key=trust, default=None)
