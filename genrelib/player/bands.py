"""A panel of answers over time: a row per system, coloured by the label it finds most probable at each moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genrelib.player.panels import Put, expect, expect_colors

NOTHING = 255  # stands for no answer


@dataclass(frozen=True, eq=False)
class Bands:
    """Rows of blocks: `values` (rows, steps) uint8, places in `keys` or NOTHING, between `seconds` (steps + 1,).

    `labels` name the rows, `colors` are of the keys. Where two rows differ, a line under them says so.
    """

    title: str
    labels: Sequence[str]
    keys: Sequence[str]
    values: np.ndarray
    seconds: np.ndarray
    colors: Sequence[str]
    caption: str = ""

    def __post_init__(self):
        shape = (len(self.labels), len(self.seconds) - 1)
        right = self.values.shape == shape and self.values.size > 0 and self.values.dtype == np.uint8
        got = f"{self.values.shape} of {self.values.dtype}"
        expect(right, self.title, f"values of shape {shape} of uint8", got, "rows are labels, columns time")
        answers = self.values[self.values != NOTHING]
        right = bool((answers < len(self.keys)).all()) and len(self.keys) == len(self.colors)
        expect(right, self.title, f"places among {len(self.keys)} keys with a colour each", "others", "name each key")
        right = bool(np.isfinite(self.seconds).all() and (np.diff(self.seconds) >= 0).all())
        expect(right, self.title, "rising, finite seconds", "others", "sort them")
        expect_colors(self.title, self.colors)

    @property
    def contested(self) -> np.ndarray:
        """True for each step in which two rows answer differently, (steps,)."""
        low = self.values.min(axis=0)
        high = np.where(self.values == NOTHING, 0, self.values).max(axis=0)
        return (low < high) & (low != NOTHING)

    def describe(self, put: Put) -> dict:
        return {
            "kind": "bands",
            "title": self.title,
            "labels": list(self.labels),
            "keys": list(self.keys),
            "caption": self.caption,
            "colours": list(self.colors),
            "dashes": [],
            "seconds": put(self.seconds, "float32"),
            "values": put(self.values, "uint8"),
            "contested": put(self.contested, "uint8"),
        }
