"""Cutting of tracks into clips, and their dealing into parts."""

import hashlib

import numpy as np
import pandas as pd

from genrelib.clips.clip_set import ClipSet, span
from genrelib.clips.features import as_tensor
from genrelib.datasets import Dataset
from genrelib.store import Store
from genrelib.system import System

FILLED = 0.5  # a track that fills less of a clip than this would teach the network what silence means


def grid(length: int, clip: int, overlap: float) -> range:
    """First index of every clip at whole steps of a track; unlike `audio.starts` without a last clip at the very end.

    GTZAN's tracks last 10 ms more than 30 s: a seventh clip of 5 s would repeat the sixth, on the split `clip` perhaps
    on the other side.
    """
    return range(0, max(0, length - clip) + 1, max(1, round(clip * (1 - overlap))))


def drawn(track: str, places: range, count: int | None) -> list[int]:
    """`count` of a track's places in order, the same ones for every seed and data set; None: all.

    The generator starts from a hash of the track's name.
    """
    if count is None or count >= len(places):
        return list(places)
    seed = int.from_bytes(hashlib.sha256(track.encode()).digest()[:8], "big")
    chosen = np.random.default_rng(seed).choice(len(places), count, replace=False)
    return [places[i] for i in sorted(chosen)]


def cut_clips(system: System, data: Dataset, store: Store, split: str) -> ClipSet:
    """Cut a data set into the system's clips and deal them into train, valid and test.

    Tracks that are too short are left out before they are dealt, where the data set deals its parts itself.

    Raises ValueError if all tracks are too short, or a part stays empty, naming what to do.
    """
    length = span(system.clip, store)
    recipe = system.training
    usable = [track for track in data.tracks.index if store.length(track) >= FILLED * length]
    left_out = tuple(track for track in data.tracks.index if track not in set(usable))
    if left_out:
        data = _without_short_ones(system, data, store, usable)
    rows = [
        (track, first / store.rate, first)
        for track in usable
        for first in drawn(track, grid(store.length(track), length, recipe.overlap)[: recipe.limit], recipe.draw)
    ]
    clips = pd.DataFrame(rows, columns=["track", "start", "first"]).join(data.labels, on="track")
    clips["part"] = data.parts(split, clips[["track", "start"]])
    clips = clips[clips.part != ""]
    empty = [part for part in ("train", "valid", "test") if not (clips.part == part).any()]
    if empty:
        raise ValueError(
            f"{data.name}, split {split}: expected clips of {system.clip:g} s in train, valid and test, "
            f"but {' and '.join(empty)} got none of {len(clips)}; add tracks, or choose another split"
        )
    return ClipSet(system, data, store, clips, left_out, as_tensor(store.signals))


def _without_short_ones(system: System, data: Dataset, store: Store, usable: list[str]) -> Dataset:
    """The data set with its parts dealt over the tracks that fill enough of a clip. Raises ValueError if none does."""
    if not usable:
        longest = max(store.length(track) for track in data.tracks.index) / store.rate
        raise ValueError(
            f"{data.name}: expected tracks of {FILLED * system.clip:g} s or more, since {system.name} decides on "
            f"{system.clip:g} s, got {len(data.tracks)} that last {longest:.1f} s at most; choose a system with "
            "shorter clips, or longer files"
        )
    return data.among(usable)
