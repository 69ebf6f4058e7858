"""Any data set under tags: the same sound or features and the same splits, with tags for labels."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from genrelib.datasets.dataset import Dataset
from genrelib.task import TAGS


def fingerprint_of_tags(tags: pd.DataFrame, sizes: Mapping[str, int]) -> str:
    """Hash ids, tags and sizes of a set that has tags alone, a boolean column each, into 16 hexadecimal digits."""
    ordered = tags.sort_index()
    digest = hashlib.sha256(repr([*ordered.columns]).encode())
    digest.update("\n".join(f"{track} {sizes[track]}" for track in ordered.index.tolist()).encode())
    digest.update(np.packbits(ordered.to_numpy(bool)).tobytes())
    return digest.hexdigest()[:16]


def tagged(
    data: Dataset, name: str, tags: pd.DataFrame, categories: Mapping[str, tuple[str, ...]], **facts: Any
) -> Dataset:
    """Put a data set under tags and a new name; `facts` replace licence, citation or url.

    `tags` is a boolean table by track with a column per tag; tracks without a row in it, and rows without a track, are
    left out. `classes` follow the categories, which must hold every tag once.

    Raises ValueError if they do not, or if no track is left.
    """
    classes = tuple(tag for members in categories.values() for tag in members)
    if sorted(classes) != sorted(tags.columns):
        differ = sorted(set(classes) ^ set(tags.columns)) or "one that is in two categories"
        raise ValueError(f"{name}: expected every tag in one category, got {differ}; name each tag once")
    tracks = data.tracks[data.tracks.index.isin(tags.index)]
    if tracks.empty:
        raise ValueError(f"{name}: expected tracks of {data.name} that have tags, got none of {len(data.tracks)}")
    chosen = tags.loc[tracks.index, list(classes)].astype(bool)
    content = chosen.to_csv() + data.fingerprint
    return replace(
        data,
        name=name,
        classes=classes,
        tracks=tracks,
        fingerprint=hashlib.sha256(content.encode()).hexdigest()[:16],
        known=tuple(track for track in data.known if track in tags.index),
        excluded=data.excluded[data.excluded.track.isin(tags.index)].reset_index(drop=True),
        task=TAGS,
        tags=chosen,
        categories=dict(categories),
        sound_of=data if len(tracks) == len(data.tracks) else None,  # a store of fewer tracks is another store
        **facts,
    )
