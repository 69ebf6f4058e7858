"""The clips of a data set that a system learns from and is measured on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import frontends
from genrelib.clips.device_memory import near, readers
from genrelib.clips.features import Excerpts, StreamedFeatures, in_memory
from genrelib.datasets import Dataset
from genrelib.store import Store
from genrelib.system import System

CPU = torch.device("cpu")


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

    def lacking(self, part: str) -> tuple[str, ...]:
        """Labels that no track of a part has: they are not learned, or not tested."""
        rows = self.part(part).drop_duplicates("track")
        present = {label for row in self.truth(rows) for label in self.data.task.spoken(row, self.data.classes)}
        return tuple(label for label in self.data.classes if label not in present)

    @property
    def remarks(self) -> list[str]:
        """Sentences about what a training on these clips cannot learn, or its test cannot say."""
        sentences = []
        if self.left_out:
            labels = self.data.labels.loc[list(self.left_out)]
            named = f" ({_counted(labels.truth)})" if "truth" in labels else ""
            sentences.append(
                f"{len(self.left_out)} of {len(self.data.tracks)} tracks fill less than half of a clip of "
                f"{self.system.clip:g} s and are left out{named}"
            )
        for part, loss in (("train", "that is not learned"), ("test", "the test says nothing of that")):
            if lacking := self.lacking(part):
                sentences.append(f"no track of {', '.join(lacking)} is in the part {part}: {loss}")
        return sentences

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
        elif self.store.frontend.frames_per_second:
            shape = (self.store.encoding.width, length)
        else:
            shape = (self.store.encoding.width,)
        return StreamedFeatures(excerpts, self._make, shape, self.device, readers(self.signals, self.device))

    def _make(self, stored: Tensor) -> Tensor:
        """Features of excerpts: (excerpts, length, width) as stored -> (excerpts, *shape) float32."""
        decoded = self.store.encoding.decode(stored)
        if self.store.frontend is not None:
            return decoded if self.store.frontend.frames_per_second else decoded[..., 0]
        return self.system.frontend(decoded[:, 0])  # (excerpts, length)


def span(seconds: float, store: Store) -> int:
    """That many seconds in the store's unit: frames where it holds features, otherwise samples."""
    if store.frontend is not None:
        return frontends.excerpt_frames(store.frontend, seconds)
    return round(seconds * store.rate)


def _counted(labels: pd.Series) -> str:
    return ", ".join(f"{count} of {label}" for label, count in labels.value_counts().sort_index().items())
