"""A panel of what a network holds over time, in more rows than lines can tell apart: one per map, unit or class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genrelib.player.panels import VIRIDIS, Put, expect, expect_colors


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows over equal steps of time, (rows, steps) uint8, row 0 on top: gates, recurrent states, logits per step.

    Column c is of the seconds from `first + c * step` on, for a step. 0 stands for `low` and 255 for `high` in `unit`;
    `row` says what a row is of ("map"), `labels` name them, () where they have numbers only; `ends` as in Spectrogram.
    """

    title: str
    row: str
    values: np.ndarray
    step: float  # s
    low: float
    high: float
    unit: str = ""
    caption: str = ""
    first: float = 0.0  # s
    labels: Sequence[str] = ()
    colors: Sequence[str] = VIRIDIS
    ends: Sequence[str] = ()

    def __post_init__(self):
        right = self.values.ndim == 2 and self.values.size > 0 and self.values.dtype == np.uint8
        got = f"{self.values.shape} of {self.values.dtype}"
        expect(right, self.title, "values (rows, steps) of uint8", got, "quantise them with amounts or signed_amounts")
        right = len(self.labels) in (0, len(self.values))
        expect(right, self.title, f"{len(self.values)} labels or none", str(len(self.labels)), "name each row")
        expect(self.step > 0, self.title, "a step above 0 s", str(self.step), "give the seconds of a step")
        expect(
            self.low < self.high, self.title, "low < high", f"{self.low:g} and {self.high:g}", "give the scale's ends"
        )
        expect_colors(self.title, self.colors)

    def describe(self, put: Put) -> dict:
        count = "" if self.labels else f"{len(self.values)} rows, {self.row} 1 on top"
        return {
            "kind": "rows",
            "title": self.title,
            "row": self.row,
            "rows": len(self.values),
            "labels": list(self.labels),
            "caption": "; ".join(part for part in (count, self.caption) if part),
            "unit": self.unit,
            "first": self.first + self.step / 2,  # pictures have the middle of a column
            "step": self.step,
            "low": self.low,
            "high": self.high,
            "colours": list(self.colors),
            "ends": list(self.ends),
            "values": put(self.values[::-1], "uint8"),  # and their lowest row first
        }
