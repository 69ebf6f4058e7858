"""Tables and arrays of a run, read and checked: every number that a page shows or averages has passed here."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from genrelib.runs.run_files import UNREADABLE, RunError, check_file, unpack_arrays
from genrelib.task import Task
from genrelib.task.tables import probability_columns

FEW = 10_000_000  # cells that any table may have
CELLS_PER_BYTE = 100  # of a larger one: probabilities hardly compress, so a small file with more is made to fill memory


def read_predictions(file: Path, task: Task, classes: Sequence[str], clips: bool) -> pd.DataFrame:
    """Rows of a run's predictions: `track`, with `clips` `start` (s), the task's columns of truth, and p_<label>.

    Raises RunError if the file cannot be read, holds no rows, lacks a column, holds what is no probability, or a track,
    with `clips` a clip, more than once.
    """
    probabilities = probability_columns(classes)
    truth = task.truth_columns(classes)
    place = ["track", *(["start"] if clips else [])]
    table = _read_columns(file, [*place, *truth, *probabilities])
    if table.empty:
        raise _broken(file, "rows", "none")
    if not _holds_words(table.track):
        raise _broken(file, "names in track", "something else")
    _check_numbers(file, table, probabilities, 0.0, 1.0 + 1e-6)
    if clips:
        _check_numbers(file, table, ["start"], 0.0, 1e7)
    for column, allowed in truth.items():
        if not _holds_only(table[column], allowed):
            raise _broken(file, f"{' or '.join(map(str, allowed[:10]))} in {column}", "something else")
    if table[place].round(2).duplicated().any():
        raise _broken(file, f"each {'clip' if clips else 'track'} once", "one of them twice")
    return table


def check_tracks(file: Path, tracks: pd.DataFrame, clips: pd.DataFrame) -> None:
    """Raise RunError, naming the file of `tracks`, unless they are the tracks of the clips."""
    if set(tracks.track) != set(clips.track):
        raise _broken(file, "the tracks of predictions.parquet", "others")


def read_embeddings(file: Path, task: Task, classes: Sequence[str]) -> dict[str, np.ndarray]:
    """Arrays `track`, `part` (tracks,), `vectors` (tracks, d) and, in newer runs, `truth`.

    Raises RunError if the file cannot be read, or the arrays do not belong together.
    """
    try:
        embeddings = unpack_arrays(file)
    except UNREADABLE as reason:
        raise _broken(file, "NumPy arrays", type(reason).__name__) from reason
    missing = [name for name in ("track", "part", "vectors") if name not in embeddings]
    if missing:
        raise _broken(file, f"an array {missing[0]}", "none")
    vectors = embeddings["vectors"]
    if vectors.ndim != 2 or vectors.dtype.kind != "f" or not np.isfinite(vectors).all():
        raise _broken(file, "finite vectors (tracks, d)", f"{vectors.dtype} of shape {vectors.shape}")
    for name in ("track", "part"):
        if embeddings[name].shape != vectors.shape[:1] or embeddings[name].dtype.kind != "U":
            raise _broken(file, f"{len(vectors)} names in {name}", f"shape {embeddings[name].shape}")
    truth = embeddings.get("truth")
    if truth is not None and not (len(truth.shape) and len(truth) == len(vectors) and task.may_be(truth, len(classes))):
        raise _broken(file, f"what is true of {len(vectors)} tracks in truth", f"{truth.dtype} of shape {truth.shape}")
    return embeddings


def read_history(file: Path) -> pd.DataFrame:
    """One row per epoch; none of what is fitted in one call. Raises RunError if the file is no such table."""
    try:
        check_file(file)
        table = pd.read_csv(file)
    except pd.errors.EmptyDataError:
        return pd.DataFrame()
    except UNREADABLE as reason:
        raise _broken(file, "a table of epochs", type(reason).__name__) from reason
    if len(table.columns) and not {"epoch", "train_loss"} <= set(table.columns):
        raise _broken(file, "columns epoch and train_loss", ", ".join(map(str, table.columns[:4])))
    words = [column for column in table if table[column].dtype.kind not in "fiub"]
    if words:
        raise _broken(file, "numbers", f"something else in {words[0]}")
    return table


def _read_columns(file: Path, needed: list[str]) -> pd.DataFrame:
    """Columns of a Parquet file, after a look at what they would take in memory."""
    try:
        check_file(file)
        with pq.ParquetFile(file) as content:
            names, rows = content.schema_arrow.names, content.metadata.num_rows
            missing = [column for column in needed if names.count(column) != 1]
            if missing:
                raise _broken(file, f"one column {missing[0]}", str(names.count(missing[0]) or "none"))
            if rows * len(needed) > max(FEW, CELLS_PER_BYTE * file.stat().st_size):
                raise _broken(file, "a table that its size can hold", f"{rows} rows")
            return content.read(needed).to_pandas(ignore_metadata=True)
    except RunError:
        raise
    except (*UNREADABLE, pa.ArrowException) as reason:
        raise _broken(file, "a Parquet table", type(reason).__name__) from reason


def _holds_only(column: pd.Series, allowed: tuple) -> bool:
    if column.dtype.kind == "b":
        return allowed == (False, True)
    # pandas finds a list of one word among words
    return _holds_words(column) and bool(column.isin(allowed).all())


def _holds_words(column: pd.Series) -> bool:
    """True if every cell is text."""
    if isinstance(column.dtype, pd.StringDtype):
        return bool(column.notna().all())
    return bool(column.map(lambda value: isinstance(value, str)).all())


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
