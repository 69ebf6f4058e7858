"""The clips of a data set that a system learns from and is measured on, cut from a store."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import frontends
from genrelib.clips.device_memory import near, readers
from genrelib.clips.features import Excerpts, StreamedFeatures, as_tensor, in_memory
from genrelib.datasets import Dataset
from genrelib.store import Store
from genrelib.system import System

CPU = torch.device("cpu")
FILLED = 0.5  # a track that fills less of a clip than this would teach the network what silence means


@dataclass(frozen=True, eq=False)
class ClipSet:
    """Clips of a data set for a system: a table with track, start (s), first (index in the store), part, and the truth.

    The truth is `truth`, the genre, or a boolean `t_<tag>` per tag, as in a run's tables. `left_out` names the tracks
    that are too short for the system's clip. `signals` are the store's, (time, width) as encoded, perhaps on a GPU;
    features are made on `device`.
    """

    system: System
    data: Dataset
    store: Store
    clips: pd.DataFrame
    left_out: tuple[str, ...]
    signals: Tensor
    device: torch.device = CPU

    def truth(self, clips: pd.DataFrame) -> np.ndarray:
        """The truth of these clips, as `evaluate` takes it: class numbers (clips,) or booleans (clips, tags)."""
        return self.data.task.truth(clips, self.data.classes)

    @property
    def parts_whole(self) -> bool:
        """True if all clips of a track are in one part; only then may a network read whole tracks of a part."""
        return self.clips.groupby("track").part.nunique().max() == 1

    def on(self, device: torch.device) -> "ClipSet":
        """The same with its features made on a device."""
        return replace(self, device=device)

    def near(self) -> "ClipSet":
        """The same with its signals on its device, if they fit there."""
        return replace(self, signals=near(self.signals, self.device))

    def part(self, name: str) -> pd.DataFrame:
        return self.parts((name,))

    def parts(self, names: tuple[str, ...]) -> pd.DataFrame:
        return self.clips[self.clips.part.isin(names)]

    def stream(self, clips: pd.DataFrame) -> StreamedFeatures:
        """Features of these clips, one row each, made when they are asked for."""
        return self._stream(clips.track, clips["first"].to_numpy(), span(self.system.clip, self.store))

    def features(self, clips: pd.DataFrame) -> Tensor:
        """Features of these clips, all at once, (clips, *shape) float32."""
        return in_memory(self.stream(clips)).values

    def whole(self, track: str) -> Tensor:
        """Features of a whole track, at least a clip long, (1, *shape) float32."""
        length = max(self.store.length(track), span(self.system.clip, self.store))
        return in_memory(self._stream([track], np.zeros(1, int), length)).values

    def crops(self, tracks: np.ndarray, seconds: float, generator: torch.Generator) -> StreamedFeatures:
        """Features of `seconds` from anywhere in each of the tracks, one row each."""
        length = span(seconds, self.store)
        room = torch.tensor([max(0, self.store.length(track) - length) for track in tracks])
        chance = torch.rand(len(tracks), generator=generator, device=generator.device)
        return self._stream(tracks, (chance * (room.to(chance.device) + 1)).long().cpu().numpy(), length)

    def _stream(self, tracks: Iterable[str], firsts: np.ndarray, length: int) -> StreamedFeatures:
        """Features of the excerpts that begin at `firsts` of their tracks, `length` samples or frames long."""
        begins, rows = np.array([self.store.spans[track] for track in tracks]).T
        firsts = np.minimum(firsts, rows)
        excerpts = Excerpts(
            self.store.signals, self.signals, begins + firsts, np.minimum(length, rows - firsts), length
        )
        if self.store.frontend is None:
            shape = self.system.frontend.shape(length / self.store.rate)
        else:
            shape = (self.store.encoding.width, length)
        return StreamedFeatures(excerpts, self._make, shape, self.device, readers(self.signals, self.device))

    def _make(self, stored: Tensor) -> Tensor:
        """Features of excerpts: (excerpts, length, width) as stored -> (excerpts, *shape) float32."""
        encoding = self.store.encoding
        decoded = stored.transpose(1, 2).contiguous().float() * encoding.scale + encoding.offset
        if self.store.frontend is not None:
            return decoded
        return self.system.frontend(decoded[:, 0])  # (excerpts, length)


def span(seconds: float, store: Store) -> int:
    """That many seconds in the store's unit: frames where it holds features, otherwise samples."""
    if store.frontend is not None:
        return frontends.excerpt_frames(store.frontend, seconds)
    return round(seconds * store.rate)


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

    Raises ValueError if a part stays empty, naming the part and what to do.
    """
    length = span(system.clip, store)
    recipe = system.recipe
    enough = {track: store.length(track) >= FILLED * length for track in data.tracks.index}
    rows = [
        (track, first / store.rate, first)
        for track in data.tracks.index
        if enough[track]
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
    left_out = tuple(track for track in data.tracks.index if not enough[track])
    return ClipSet(system, data, store, clips, left_out, as_tensor(store.signals))
