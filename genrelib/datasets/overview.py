"""Counts of a data set's tracks: by label, by part of a split, by fault."""

import numpy as np
import pandas as pd

from genrelib.datasets import known_faults
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.splits import leaks
from genrelib.task import TAGS

PARTS = ("train", "valid", "test")
CLIP = 5.0  # s: clips that are counted of a split that divides clips


def by_label(data: Dataset) -> pd.DataFrame:
    """One row per genre or tag: `tracks` that have it, and `artists` of those, as far as they are known."""
    rows = {}
    for label in data.classes:
        own = data.tracks[_has(data, label)]
        rows[label] = {"tracks": len(own), "artists": own.artist[own.artist != ""].nunique()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("label")


def by_part(data: Dataset, split: str) -> pd.DataFrame:
    """Tracks of each label (rows) in train, valid and test (columns); on a split that leaks, clips of 5 s."""
    clips = data.tracks[["seconds"]].reset_index(names="track").assign(start=0.0)
    if leaks(split):
        starts = [np.arange(max(1, seconds // CLIP)) * CLIP for seconds in clips.seconds.fillna(CLIP)]
        clips = clips.assign(start=starts).explode("start", ignore_index=True).astype({"start": float})
    part = data.parts(split, clips)
    counts = {
        label: [int((part[clips.track.isin(data.tracks.index[_has(data, label)])] == name).sum()) for name in PARTS]
        for label in data.classes
    }
    return pd.DataFrame.from_dict(counts, orient="index", columns=list(PARTS)).rename_axis("label")


def faults(data: Dataset) -> pd.DataFrame:
    """Tracks with a known fault, one row each: `track`, `fault`, and the track that it `repeats`, "" for none."""
    faulty = data.tracks.fault[data.tracks.fault != ""]
    tracks = set(data.tracks.index)
    repeats = [known_faults.original_of(track, sentence, tracks) for track, sentence in faulty.items()]
    return pd.DataFrame({"track": faulty.index, "fault": faulty.to_numpy(), "repeats": repeats})


def _has(data: Dataset, label: str) -> np.ndarray:
    """Tracks that have a label, (tracks,) booleans."""
    if data.task == TAGS and data.tags is not None:
        return data.tags[label].reindex(data.tracks.index).to_numpy(bool)
    return (data.tracks.genre == label).to_numpy()
