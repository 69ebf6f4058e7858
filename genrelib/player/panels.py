"""Panels of the player: each class is one panel, from arrays with axes in seconds and Hz.

Seconds count from the start of the recording; Hz rise with the row; all numbers are finite.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib.numerals import minus

MAGMA = (
    *("#000004", "#140e36", "#3b0f70", "#641a80", "#8c2981", "#b73779"),
    *("#de4968", "#f7705c", "#fe9f6d", "#fecf92", "#fcfdbf"),
)
VIRIDIS = (
    *("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c"),
    *("#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"),
)
DIVERGING = ("#08519c", "#4292c6", "#9ecae1", "#f7f7f7", "#fdae6b", "#e6550d", "#a63603")  # blue, orange: for all eyes
COLOR = re.compile(r"#[0-9a-fA-F]{6}")

Put = Callable[[np.ndarray, str], dict]  # stores an array under a dtype and returns its place


@dataclass(frozen=True, eq=False)
class Waveform:
    """Lowest and highest sample of each `step` seconds, (columns, 2) int8; 127 is the recording's largest sample."""

    values: np.ndarray
    step: float  # s
    seconds: float  # of the whole recording
    peak: float  # largest absolute sample; 1.0 is full scale

    def describe(self, put: Put) -> dict:
        level = minus(f"{20 * np.log10(self.peak):.1f} dB of full scale") if self.peak > 0 else "silence"
        caption = f"drawn to its largest sample ({level})"
        return {
            "kind": "waveform",
            "title": "Waveform",
            "caption": caption,
            "step": self.step,
            "values": put(self.values, "int8"),
        }


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """A picture over seconds and Hz, (rows, frames) uint8, row 0 lowest; as a track of its own, a saliency map.

    `hz` (rows,) are the rows' centres, so mel, linear and logarithmic axes all fit; column c is centred on
    `first + c * step` seconds. 0 stands for `low` and 255 for `high` in `unit`; `caption` explains the scale. `ends`
    are words for the lowest and the highest of signed values, () of values that have no sign.
    """

    values: np.ndarray
    hz: np.ndarray
    step: float  # s
    low: float
    high: float
    unit: str = "dB"
    caption: str = ""
    title: str = "Spectrogram"
    first: float = 0.0  # s
    colors: Sequence[str] = MAGMA
    ends: Sequence[str] = ()

    def __post_init__(self):
        got = f"{self.values.shape} of {self.values.dtype}"
        right = self.values.ndim == 2 and self.values.size > 0 and self.values.dtype == np.uint8
        expect(right, self.title, "values (rows, frames) of uint8", got, "quantise them with decibels or shares")
        right = self.hz.shape == self.values.shape[:1]
        expect(right, self.title, f"{len(self.values)} Hz values", str(self.hz.shape), "give one per row")
        right = bool(np.isfinite(self.hz).all() and (np.diff(self.hz) > 0).all())
        expect(right, self.title, "rising, finite Hz", "others", "turn the rows round with [::-1]")
        expect(self.step > 0, self.title, "a step above 0 s", str(self.step), "give hop_length / sample_rate")
        _expect_range(self.title, self.low, self.high)
        expect_colors(self.title, self.colors)

    def describe(self, put: Put) -> dict:
        return {
            "kind": "image",
            "title": self.title,
            "caption": self.caption,
            "unit": self.unit,
            "first": self.first,
            "step": self.step,
            "low": self.low,
            "high": self.high,
            "colours": list(self.colors),
            "ends": list(self.ends),
            "hz": put(self.hz, "float32"),
            "values": put(self.values, "uint8"),
        }


@dataclass(frozen=True, eq=False)
class Curves:
    """Lines through points, one per label: `values` (labels, points) at `seconds` (points,).

    `high` None is the largest value; `colors` and `dashes` () are the player's own. A dash has the pixels that are
    drawn and left out, in turn; a whole line is ().
    """

    title: str
    labels: Sequence[str]
    values: np.ndarray
    seconds: np.ndarray
    low: float = 0.0
    high: float | None = 1.0
    unit: str = ""
    colors: Sequence[str] = ()
    dashes: Sequence[Sequence[int]] = ()
    caption: str = ""
    kind: ClassVar[str] = "curves"
    extra_edges: ClassVar[int] = 0  # more seconds than values

    def __post_init__(self):
        shape = (len(self.labels), len(self.seconds) - self.extra_edges)
        right = self.values.shape == shape and self.values.size > 0
        expect(right, self.title, f"values of shape {shape}", str(self.values.shape), "rows are labels, columns time")
        right = bool(np.isfinite(self.values).all() and np.isfinite(self.seconds).all())
        expect(right, self.title, "finite values and seconds", "NaN or infinity", "leave the track out instead")
        expect(bool((np.diff(self.seconds) >= 0).all()), self.title, "rising seconds", "others", "sort them")
        _expect_range(self.title, self.low, self.top)
        expect_colors(self.title, self.colors)

    @property
    def top(self) -> float:
        return max(float(self.values.max()), self.low + 1e-9) if self.high is None else self.high

    def describe(self, put: Put) -> dict:
        return {
            "kind": self.kind,
            "title": self.title,
            "labels": list(self.labels),
            "caption": self.caption,
            "unit": self.unit,
            "low": self.low,
            "high": self.top,
            "colours": list(self.colors),
            "dashes": [list(dash) for dash in self.dashes],
            "seconds": put(self.seconds, "float32"),
            "values": put(self.values, "float32"),
        }


@dataclass(frozen=True, eq=False)
class Steps(Curves):
    """Stairs, one per label, for values per clip: `values` (labels, clips) between `seconds` (clips + 1,)."""

    kind: ClassVar[str] = "steps"
    extra_edges: ClassVar[int] = 1


@dataclass(frozen=True, eq=False)
class Heat(Steps):
    """A row of colour per label (a taggram): arrays as in Steps, for more labels than lines can tell apart.

    Up to some dozens: a name takes 17 pixels, and every cell is drawn for itself. `Rows` is for hundreds.
    """

    kind: ClassVar[str] = "heat"


@dataclass(frozen=True, eq=False)
class Area(Steps):
    """One filled curve (attention, saliency over time): arrays as in Steps with a single label, up to its maximum."""

    high: float | None = None
    kind: ClassVar[str] = "area"


@dataclass(frozen=True, eq=False)
class Signed(Steps):
    """One filled curve above and below zero (saliency for and against): arrays as in Steps with a single label.

    Its scale is even on both sides; `ends` are words for what is below zero and what is above.
    """

    high: float | None = None
    colors: Sequence[str] = DIVERGING
    ends: Sequence[str] = ("against", "for")
    kind: ClassVar[str] = "signed"

    @property
    def top(self) -> float:
        return max(float(np.abs(self.values).max()), 1e-9) if self.high is None else self.high

    def describe(self, put: Put) -> dict:
        return super().describe(put) | {"low": -self.top, "ends": list(self.ends)}


@dataclass(frozen=True)
class Mark:
    """A span to listen to: a button under the player that loops it."""

    start: float  # s
    end: float
    label: str


def edges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Edges between the values of clips: (clips,), (clips,) -> (clips + 1,) seconds.

    Overlapping clips meet halfway between their middles; the first begins with its clip, the last ends with its own.
    """
    middles = (np.asarray(starts, float) + np.asarray(ends, float)) / 2
    return np.concatenate([starts[:1], (middles[1:] + middles[:-1]) / 2, ends[-1:]])


def expect(right: bool, name: str, expected: str, got: str, remedy: str) -> None:
    """Raise ValueError that names what a panel expected, got and needs, unless all is right."""
    if not right:
        raise ValueError(f"{name}: expected {expected}, got {got}; {remedy}")


def _expect_range(title: str, low: float, high: float) -> None:
    expect(low < high, title, "low < high", f"{low:g} and {high:g}", "give the ends of the scale")


def expect_colors(title: str, colors: Sequence[str]) -> None:
    """Raise ValueError unless all colours are written as #rrggbb."""
    others = [color for color in colors if not COLOR.fullmatch(color)]
    expect(not others, title, "colours as #rrggbb", ", ".join(others), "write six hexadecimal digits")
