"""What the player draws under its playhead: each class is one panel, from arrays with axes in seconds and Hz.

Conventions: seconds count from the start of the recording; Hz rise with the row; probabilities and the like are float.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

MAGMA = ("#000004", "#140e36", "#3b0f70", "#641a80", "#8c2981", "#b73779", "#de4968", "#f7705c", "#fe9f6d", "#fecf92",
         "#fcfdbf")  # fmt: skip
VIRIDIS = ("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26",
           "#fde725")  # fmt: skip
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Put = Callable[[np.ndarray, str], dict]  # stores an array under a dtype and says where it lies


@dataclass(frozen=True, eq=False)
class Waveform:
    """Lowest and highest sample of each `step` seconds, (columns, 2) int8: 127 is the recording's largest sample."""

    values: np.ndarray
    step: float  # s
    seconds: float  # of the whole recording
    peak: float  # largest absolute sample, 1.0 is full scale

    def describe(self, put: Put) -> dict:
        level = f"{20 * np.log10(self.peak):.1f} dB re full scale" if self.peak > 0 else "silence"
        return {"kind": "waveform", "title": "Waveform", "caption": f"drawn to its largest sample ({level})",
                "step": self.step, "values": put(self.values, "int8")}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """A picture over seconds and Hz, (rows, frames) uint8, row 0 lowest: a spectrogram, or a saliency map as a track.

    `hz` (rows,) are the rows' centres, so mel, linear and logarithmic axes all fit; column c is centred on
    `first + c * step` seconds. 0 stands for `low` and 255 for `high` in `unit`; `caption` says what that does to the numbers.
    """

    values: np.ndarray
    hz: np.ndarray
    step: float
    low: float
    high: float
    unit: str = "dB"
    caption: str = ""
    title: str = "Spectrogram"
    first: float = 0.0
    colours: Sequence[str] = MAGMA

    def __post_init__(self):
        _check(self.values.ndim == 2 and self.values.dtype == np.uint8, self.title,
               "values (rows, frames) of uint8", f"{self.values.shape} of {self.values.dtype}", "quantise with `decibels`")  # fmt: skip
        _check(
            self.hz.shape == self.values.shape[:1],
            self.title,
            f"{len(self.values)} Hz",
            f"{self.hz.shape}",
            "one per row",
        )
        _check(bool(np.all(np.diff(self.hz) > 0) and np.isfinite(self.hz).all()), self.title, "rising Hz", "others",
               "flip the rows with [::-1]")  # fmt: skip
        _check(self.step > 0, self.title, "a positive step in seconds", str(self.step), "hop_length / sample_rate")
        _check_colours(self.title, self.colours)

    def describe(self, put: Put) -> dict:
        return {"kind": "image", "title": self.title, "caption": self.caption, "unit": self.unit, "first": self.first,
                "step": self.step, "low": self.low, "high": self.high, "colours": list(self.colours),
                "hz": put(self.hz, "float32"), "values": put(self.values, "uint8")}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Curves:
    """Lines through points, one per label: `values` (labels, points) at `seconds` (points,), drawn from `low` to `high`."""

    title: str
    labels: Sequence[str]
    values: np.ndarray
    seconds: np.ndarray
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    colours: Sequence[str] = ()  # of the labels; () takes the player's own

    def __post_init__(self):
        _check_rows(self.title, self.labels, self.values, self.seconds, len(self.seconds))
        _check_colours(self.title, self.colours)

    def describe(self, put: Put) -> dict:
        return {"kind": "curves", "title": self.title, "labels": list(self.labels), "unit": self.unit, "low": self.low,
                "high": self.high, "colours": list(self.colours),
                "seconds": put(self.seconds, "float32"), "values": put(self.values, "float32")}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Steps:
    """Stairs, one per label, for what is decided per clip: `values` (labels, clips) between `edges` (clips + 1,) in seconds."""

    title: str
    labels: Sequence[str]
    values: np.ndarray
    edges: np.ndarray
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    colours: Sequence[str] = ()
    kind = "steps"

    def __post_init__(self):
        _check_rows(self.title, self.labels, self.values, self.edges, len(self.edges) - 1)
        _check_colours(self.title, self.colours)

    def describe(self, put: Put) -> dict:
        return {"kind": self.kind, "title": self.title, "labels": list(self.labels), "unit": self.unit, "low": self.low,
                "high": self.high, "colours": list(self.colours),
                "edges": put(self.edges, "float32"), "values": put(self.values, "float32")}  # fmt: skip


class Heat(Steps):
    """Rows of colour, one per label (a taggram): the same arrays as Steps, for more labels than lines can tell apart."""

    kind = "heat"


class Area(Steps):
    """One filled curve (attention, saliency over time): the same arrays as Steps, with a single label."""

    kind = "area"


@dataclass(frozen=True)
class Mark:
    """A stretch worth hearing: shaded, and a button under the player that loops it."""

    start: float  # s
    end: float
    label: str


def edges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Where one clip's value gives way to the next: (clips,), (clips,) -> (clips + 1,) seconds.

    Overlapping clips meet halfway between their middles; the first begins with its clip, the last ends with its own.
    """
    middles = (np.asarray(starts, float) + np.asarray(ends, float)) / 2
    return np.concatenate([starts[:1], (middles[1:] + middles[:-1]) / 2, ends[-1:]])


def peaks(waveform: np.ndarray, sample_rate: int, step: float = 0.005) -> Waveform:
    """The outline of a waveform (samples,): its lowest and highest sample in every `step` seconds."""
    _check(waveform.ndim == 1 and waveform.size > 0, "waveform", "(samples,)", str(waveform.shape), "mix it to mono")
    _check(
        bool(np.isfinite(waveform).all()), "waveform", "finite samples", "NaN or infinity", "load it with audio.load"
    )
    peak = float(np.abs(waveform).max())
    firsts = np.unique((np.arange(0, waveform.size / sample_rate, step) * sample_rate).astype(int))
    outline = np.stack([np.minimum.reduceat(waveform, firsts), np.maximum.reduceat(waveform, firsts)], axis=1)
    values = np.round(outline / (peak or 1.0) * 127).astype(np.int8)
    return Waveform(values, step, waveform.size / sample_rate, peak)


def decibels(power: np.ndarray, hz: np.ndarray, step: float, span: float = 80.0, first: float = 0.0) -> Spectrogram:
    """Quantise a power spectrogram (rows, frames) for the eye: decibels below its loudest, `span` of them.

    The reference is the 99.9th percentile, since one click would darken all the rest. Only the picture is scaled.
    """
    _check(power.ndim == 2 and power.size > 0, "power", "(rows, frames)", str(power.shape), "one channel at a time")
    _check(
        bool(np.isfinite(power).all()), "power", "finite values", "NaN or infinity", "compute it from finite samples"
    )
    reference = max(float(np.percentile(power, 99.9)), 1e-20)
    level = 10 * np.log10(np.maximum(power, 1e-20) / reference)
    values = np.round((np.clip(level, -span, 0) / span + 1) * 255).astype(np.uint8)
    caption = f"0 dB is this recording's 99.9th percentile; below −{span:g} dB is drawn as −{span:g} dB"
    return Spectrogram(values, np.asarray(hz), step, -span, 0.0, "dB", caption, first=first)


def shares(values: np.ndarray, hz: np.ndarray, step: float, title: str, first: float = 0.0) -> Spectrogram:
    """Quantise a map of importance (rows, frames), none below zero, as shares of its maximum: to be a track of its own."""
    _check(values.ndim == 2 and values.size > 0, title, "(rows, frames)", str(values.shape), "one map at a time")
    _check(
        bool(np.isfinite(values).all() and (values >= 0).all()),
        title,
        "values from 0",
        "NaN or less",
        "take magnitudes",
    )
    picture = np.round(values / (values.max() or 1.0) * 255).astype(np.uint8)
    return Spectrogram(picture, np.asarray(hz), step, 0.0, 1.0, "of maximum", "", title, first, VIRIDIS)


def _check(holds: bool, what: str, expected: str, got: str, remedy: str) -> None:
    if not holds:
        raise ValueError(f"{what}: expected {expected}, got {got}; {remedy}")


def _check_rows(title: str, labels: Sequence[str], values: np.ndarray, seconds: np.ndarray, columns: int) -> None:
    _check(values.shape == (len(labels), columns), title, f"values of shape ({len(labels)}, {columns})", str(values.shape),
           "rows are labels, columns are time")  # fmt: skip
    _check(bool(np.isfinite(values).all()), title, "finite values", "NaN or infinity", "leave the track out instead")
    _check(bool(np.isfinite(seconds).all() and (np.diff(seconds) >= 0).all()), title, "seconds that rise", "others",
           "sort them")  # fmt: skip


def _check_colours(title: str, colours: Sequence[str]) -> None:
    strange = [colour for colour in colours if not COLOUR.fullmatch(colour)]
    _check(not strange, title, "colours as #rrggbb", ", ".join(strange), "write them in six hexadecimal digits")
