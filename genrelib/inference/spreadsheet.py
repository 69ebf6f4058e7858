"""Predictions over time as a table for other programs."""

from collections.abc import Mapping

import pandas as pd

from genrelib.inference.prediction import Prediction


def over_time(predictions: Mapping[str, Prediction]) -> pd.DataFrame:
    """A row per system and clip: system, start and end (s), and p_<label> for each label of any of the systems.

    A label that a system does not know is empty in its rows. The columns are also those of a run's predictions.
    """
    tables = []
    for name, prediction in predictions.items():
        table = pd.DataFrame(prediction.clips, columns=[f"p_{label}" for label in prediction.labels])
        table.insert(0, "system", name)
        table.insert(1, "start", prediction.starts)
        table.insert(2, "end", prediction.ends)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
