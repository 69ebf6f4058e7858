"""A ranked list against what is true: precision and recall at every length, beside chance, and without rows of it."""

import numpy as np
import pandas as pd
import scipy

from genrelib.evaluate.intervals import LEVEL, Interval, wilson


def ranked_shares(relevant: np.ndarray, total: int) -> pd.DataFrame:
    """Precision and recall of the first 1, 2, … entries of a list, with Wilson's intervals; a row each.

    `relevant` (n,) booleans in the list's order, `total` of them anywhere, in the list or not. Columns `rank`, `hits`,
    `precision` and `recall` in [0, 1], each with `_low` and `_high`; recall is NaN where `total` is 0.
    Raises ValueError if more are in the list than there are.
    """
    relevant = np.asarray(relevant, bool)
    hits = relevant.cumsum()
    if len(hits) and hits[-1] > total:
        raise ValueError(f"expected at most {total} relevant entries, got {hits[-1]}")
    rank = np.arange(1, len(relevant) + 1)
    columns = {"rank": rank, "hits": hits}
    for name, whole in (("precision", rank), ("recall", np.full(len(rank), total))):
        share, low, high = wilson(hits, whole)
        columns |= {name: share, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns)


def chance_of_hits(hits: int, listed: int, total: int, rows: int) -> float:
    """Chance that a list of `listed` of `rows`, drawn at random, holds `hits` of the `total` relevant ones or more."""
    return float(scipy.stats.hypergeom.sf(hits - 1, rows, total, listed))


def draw_range(right: int, rows: int, left_out: int) -> Interval:
    """Accuracy where `left_out` of `rows` are left out at random, `right` being right: its mean and 95 % of the draws.

    Raises ValueError unless a row remains.
    """
    kept = rows - left_out
    if kept < 1:
        raise ValueError(f"expected fewer than {rows} rows to leave out, got {left_out}")
    low, high = scipy.stats.hypergeom.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], rows, right, kept) / kept
    return Interval(right / rows, float(low), float(high))
