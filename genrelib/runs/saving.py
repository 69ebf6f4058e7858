"""A run written at once, without a pickle: JSON, CSV, Parquet, NumPy arrays and safetensors."""

import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genrelib.runs.atomic_replace import recover, replace_folder
from genrelib.runs.loading import keep_finished, load
from genrelib.runs.places import roots
from genrelib.runs.run import Result, Run
from genrelib.runs.schema import check, write_info
from genrelib.runs.tensors import write_weights
from genrelib.system_errors import naming
from genrelib.task.tables import columns_in

TABLES = ("predictions", "tracks", "valid")


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
    try:
        with naming(fresh):
            _write(fresh, folder, result)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)  # on a full disk it would take what is left
        raise
    replace_folder(fresh, folder)
    return load(folder, roots().get(folder.parents[4], "your run"))


def _write(fresh: Path, folder: Path, result: Result) -> None:
    for name in TABLES:
        table = getattr(result, name)
        if table is not None:
            write_table(fresh / f"{name}.parquet", table)
    if result.history is not None:
        result.history.to_csv(fresh / "history.csv", index=False)
    if result.embeddings is not None:
        arrays: dict[str, Any] = result.embeddings
        np.savez_compressed(fresh / "embeddings.npz", **arrays)
    write_weights(fresh, result.weights)
    if result.info["partial"]:
        for file in folder.glob("state.*"):  # so that training can go on
            shutil.copy2(file, fresh)
    write_info(fresh / "run.json", result.info)


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
