"""Importance of the parts of a clip for one answer: a map with axes in seconds and Hz, whatever computed it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, eq=False)
class ImportanceMap:
    """Importance of each part of a clip, or of a recording, for one label.

    `values` (rows, frames) or, over time alone, (frames,). Where `signed`, above 0 speaks for the label and below
    against it; otherwise all are 0 or more. The first frame begins at `start` s of the recording, each lasts `step` s.
    `frequencies` (rows,) are Hz of the middle of each row, low to high; empty where rows are no frequencies.
    `label` names what is explained, "" where the map belongs to no label; `method` is the name of what computed it.
    """

    values: np.ndarray
    start: float
    step: float
    frequencies: np.ndarray
    label: str
    method: str
    signed: bool

    @property
    def frames(self) -> int:
        return self.values.shape[-1]

    @property
    def end(self) -> float:
        """End of the last frame in s."""
        return self.start + self.frames * self.step

    @property
    def times(self) -> np.ndarray:
        """Middle of each frame in s, (frames,)."""
        return self.start + (np.arange(self.frames) + 0.5) * self.step

    def over_time(self) -> np.ndarray:
        """Sum over the rows, (frames,), signed if the map is."""
        return self.values.sum(axis=0) if self.values.ndim == 2 else self.values

    def for_label(self) -> np.ndarray:
        """Importance over time without what speaks against the label, (frames,), 0 or more."""
        return np.maximum(self.over_time(), 0.0)

    def shares(self) -> np.ndarray:
        """Share of each frame in `for_label`, (frames,), summing to one; all alike where nothing speaks for it."""
        weights = self.for_label()
        total = weights.sum()
        return weights / total if total > 0 else np.full(self.frames, 1 / self.frames)

    def share_between(self, start: float, end: float) -> float:
        """Share of the importance from `start` to `end` s, in [0, 1]; of a frame that an edge cuts, its part."""
        edges = self.start + np.arange(self.frames + 1) * self.step
        inside = np.minimum(edges[1:], end) - np.maximum(edges[:-1], start)
        return min(1.0, float(self.shares() @ (np.clip(inside, 0, None) / self.step)))

    @property
    def peak(self) -> float:
        """Middle, in s, of the frame that speaks most for the label; of equal ones, of the middle one."""
        weights = self.for_label()
        highest = np.flatnonzero(weights >= weights.max())
        return float(self.times[highest[len(highest) // 2]])

    def between(self, start: float, end: float) -> "ImportanceMap":
        """The frames whose middle lies from `start` to `end` s. Raises ValueError if there is none."""
        kept = np.flatnonzero((self.times >= start) & (self.times <= end))
        if not len(kept):
            raise ValueError(f"expected a stretch of {self.start:.2f} to {self.end:.2f} s, got {start:g} to {end:g} s")
        values = self.values[..., kept[0] : kept[-1] + 1]
        return replace(self, values=values, start=self.start + kept[0] * self.step)


def on_one_axis(maps: Sequence[ImportanceMap]) -> ImportanceMap:
    """Put maps of a recording's clips on the axis of the recording: the mean where clips overlap, 0 where none is.

    All are of one method, label, step and set of rows. A clip that begins between two frames is moved by half a frame
    at most. Raises ValueError without a map, or for maps of different kinds.
    """
    if not maps:
        raise ValueError("expected the map of a clip or more, got none")
    first = min(maps, key=lambda part: part.start)
    kinds = {(part.method, part.label, part.values.shape[:-1], round(part.step, 9)) for part in maps}
    if len(kinds) > 1:
        raise ValueError(f"expected maps of one method, label and grid, got {len(kinds)} kinds; compute them alike")
    places = [round((part.start - first.start) / first.step) for part in maps]
    length = max(place + part.frames for place, part in zip(places, maps, strict=True))
    total = np.zeros((*first.values.shape[:-1], length))
    count = np.zeros(length)
    for place, part in zip(places, maps, strict=True):
        total[..., place : place + part.frames] += part.values
        count[place : place + part.frames] += 1
    return replace(first, values=total / np.maximum(count, 1))
