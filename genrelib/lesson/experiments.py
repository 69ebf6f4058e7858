"""Measurements of experiments on clips, with intervals over tracks."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from genrelib import evaluate


def gains(
    truth: np.ndarray, before: np.ndarray, after: Mapping[str, np.ndarray], tracks: Sequence[str]
) -> pd.DataFrame:
    """Gain in accuracy of each change, with its interval over tracks: columns change, value, low, high.

    `before` and each of `after` are probabilities, (clips, classes).
    """
    return pd.DataFrame(
        [
            {"change": name, **vars(evaluate.paired(evaluate.accuracy, truth, before, probabilities, tracks))}
            for name, probabilities in after.items()
        ]
    )


def means(values: np.ndarray, tracks: Sequence[str]) -> pd.DataFrame:
    """Mean of each column of (clips, columns) with its interval over tracks: columns value, low, high."""
    intervals = [evaluate.mean_over_tracks(column, tracks) for column in values.T]
    return pd.DataFrame([vars(interval) for interval in intervals])


def one_of_each(clips: pd.DataFrame) -> dict[str, int]:
    """First clip of each genre: its source -> its row among the clips."""
    rows = clips.reset_index(drop=True).drop_duplicates("truth")
    return {f"{row.track}, from {row.start:g} s": row.Index for row in rows.itertuples()}
