"""Tables of predictions: their columns of probabilities, and the way from clips to tracks."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from genrelib import evaluate

PREFIX = "p_"


def probability_columns(labels: Iterable[str]) -> list[str]:
    """Names of the columns that hold the labels' probabilities, p_<label>."""
    return [f"{PREFIX}{label}" for label in labels]


def columns_in(table: pd.DataFrame) -> list[str]:
    """The columns of probabilities that a table has."""
    return [column for column in table if column.startswith(PREFIX)]


def group(tracks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Names of the tracks in order (t,), the first row of each (t,), and the number of each row's track (rows,)."""
    return np.unique(tracks, return_index=True, return_inverse=True)


def track_table(clips: pd.DataFrame, summarise: Callable = evaluate.mean) -> pd.DataFrame:
    """One row per track in order of name: what `summarise` makes of its clips' probabilities and track numbers."""
    _, first, number = group(clips.track.to_numpy(str))
    columns = columns_in(clips)
    tracks = clips.drop(columns="start").iloc[first].reset_index(drop=True)
    tracks[columns] = summarise(clips[columns].to_numpy(np.float64), number)
    return tracks


def single_precision(table: pd.DataFrame) -> pd.DataFrame:
    """The same with probabilities in single precision, as a run keeps them."""
    return table.astype(dict.fromkeys(columns_in(table), np.float32))
