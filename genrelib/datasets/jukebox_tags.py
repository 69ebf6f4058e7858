"""The jukebox under tags: the same 1000 tracks and splits, with 50 tags in four categories.

Synthetic, and every tag true by construction (`genrelib.jukebox.tag_rules` has the rules): an absent tag means "no",
unlike in the real sets that listeners tagged. The genre tag is the true one, also where a wrong label is planted.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib import jukebox
from genrelib.datasets import jukebox as under_genres
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.tagging import tagged

SYNTHETIC = True
HOLDS = "the jukebox under 50 tags: genre, mood, instrument, era; synthetic, every tag true by construction"
LAYOUT = under_genres.LAYOUT
FACTS: dict[str, Any] = under_genres.FACTS


def read(root: Path | None = None) -> Dataset:
    """Declare all 1000 tracks. Raises ValueError if a root is named: there is nothing to read."""
    under_genres.refuse_root("jukebox-tags", root)
    return tagged(under_genres.read(), "jukebox-tags", tags(), jukebox.TAGS)


def tags() -> pd.DataFrame:
    """Tags of the 1000 tracks: a boolean table by track, with a column per tag. Takes some seconds the first time."""
    return _all_tags().copy()


@cache
def _all_tags() -> pd.DataFrame:
    names = [tag for members in jukebox.TAGS.values() for tag in members]
    rows = {}
    for genre in jukebox.GENRES:
        for number in range(jukebox.TRACKS):
            piece = jukebox.piece(genre, number)
            true_tags = jukebox.tags(piece)
            rows[piece.track] = [tag in true_tags for tag in names]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("track")
