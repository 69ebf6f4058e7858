"""The clips of a quiz: the same ones for the same seed, whoever asks and wherever."""

import hashlib
from collections.abc import Collection

import pandas as pd


def choose_clips(rows: pd.DataFrame, tracks: Collection[str], count: int, seed: str) -> pd.DataFrame:
    """Choose `count` rows of these tracks, as evenly over their true genres as there are rows, in an order by chance.

    `rows`, indexed by name, have track and truth. Chance is a hash of the seed and a name, so that it is the same on
    every machine, and one track more or less changes little. All rows where there are fewer than `count`.
    """
    offered = rows[rows.track.isin(tracks)]
    drawn = offered.assign(
        lot=[_lot(seed, "draw", name) for name in offered.index],
        genre_lot=[_lot(seed, "genre", truth) for truth in offered.truth],
    ).sort_values("lot")
    drawn["turn"] = drawn.groupby("truth").cumcount()
    chosen = drawn.sort_values(["turn", "genre_lot"], kind="stable").head(count)
    order = sorted(chosen.index, key=lambda name: _lot(seed, "order", name))
    return rows.loc[order]


def _lot(*words: str) -> bytes:
    return hashlib.blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
