"""Tables and arrays of a run, read and checked: every number that a page shows or averages has passed here."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from genrelib.runs.schema import RunError
from genrelib.task import Task

UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, pa.ArrowException)


def read_predictions(file: Path, task: Task, classes: Sequence[str], clips: bool) -> pd.DataFrame:
    """Rows of a run's predictions: `track`, with `clips` `start` (s), the task's columns of truth, and p_<label>.

    Raises RunError if the file cannot be read, holds no rows, lacks a column, or holds what is no probability.
    """
    try:
        table = pd.read_parquet(file)
    except UNREADABLE as reason:
        raise _broken(file, "a Parquet table", type(reason).__name__) from reason
    probabilities = [f"p_{label}" for label in classes]
    truth = task.truth_columns(classes)
    needed = ["track", *(["start"] if clips else []), *truth, *probabilities]
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise _broken(file, f"a column {missing[0]}", "none")
    if table.empty:
        raise _broken(file, "rows", "none")
    _check_numbers(file, table, probabilities, 0.0, 1.0 + 1e-6)
    if clips:
        _check_numbers(file, table, ["start"], 0.0, 1e7)
    for column, allowed in truth.items():
        if not table[column].isin(allowed).all():
            raise _broken(file, f"{' or '.join(map(str, allowed))} in {column}", "something else")
    if not table.track.map(lambda track: isinstance(track, str)).all():
        raise _broken(file, "names in track", "something else")
    return table


def read_embeddings(file: Path) -> dict[str, np.ndarray]:
    """Arrays `track`, `part` (tracks,), `vectors` (tracks, d) and, in newer runs, `truth`.

    Raises RunError if the file cannot be read, or the arrays do not belong together.
    """
    try:
        with np.load(file, allow_pickle=False) as arrays:
            embeddings = dict(arrays)
    except UNREADABLE as reason:
        raise _broken(file, "NumPy arrays", type(reason).__name__) from reason
    missing = [name for name in ("track", "part", "vectors") if name not in embeddings]
    if missing:
        raise _broken(file, f"an array {missing[0]}", "none")
    vectors = embeddings["vectors"]
    if vectors.ndim != 2 or vectors.dtype.kind != "f" or not np.isfinite(vectors).all():
        raise _broken(file, "finite vectors (tracks, d)", f"{vectors.dtype} of shape {vectors.shape}")
    if {len(array) if array.ndim else -1 for array in embeddings.values()} != {len(vectors)}:
        raise _broken(file, f"{len(vectors)} entries in every array", "other lengths")
    return embeddings


def read_history(file: Path) -> pd.DataFrame:
    """One row per epoch; none of what is fitted in one call. Raises RunError if the file is no such table."""
    try:
        table = pd.read_csv(file)
    except pd.errors.EmptyDataError:
        return pd.DataFrame()
    except UNREADABLE as reason:
        raise _broken(file, "a table of epochs", type(reason).__name__) from reason
    if len(table.columns) and not {"epoch", "train_loss"} <= set(table.columns):
        raise _broken(file, "columns epoch and train_loss", ", ".join(map(str, table.columns[:4])))
    return table


def _check_numbers(file: Path, table: pd.DataFrame, columns: Sequence[str], low: float, high: float) -> None:
    numeric = [column for column in columns if table[column].dtype.kind in "fiu"]
    if len(numeric) < len(columns):
        raise _broken(file, "numbers", f"something else in {next(c for c in columns if c not in numeric)}")
    values = table[list(columns)].to_numpy(np.float64)
    good = (values >= low) & (values <= high)  # NaN is neither
    if not good.all():
        row, column = np.argwhere(~good)[0]
        raise _broken(file, f"{low:g} to {high:.4g} in {columns[column]}", f"{values[row, column]:g}")


def _broken(file: Path, expected: str, got: str) -> RunError:
    return RunError(
        f"{file}: expected {expected}, got {got}; the file is damaged: get it again, or train the run again"
    )
