"""An edit of a waveform: a frozen value that compares, prints, and goes to and from a link as a short text."""

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np


@dataclass(frozen=True)
class Knob:
    """A number of an edit: its physical range [low, high] and its unit.

    At `neutral`, which may lie outside the range, the edit changes nothing; None: no value of this number does that.
    `by_ratio`: equal steps are equal ratios, as of frequencies.
    """

    low: float
    high: float
    unit: str
    neutral: float | None = None
    by_ratio: bool = False

    def takes(self, value: float) -> bool:
        """True if a value lies in the range, or is the neutral one."""
        return self.low <= value <= self.high or value == self.neutral

    @property
    def range(self) -> str:
        """The range in words."""
        return f"{self.low:g} to {self.high:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Edit:
    """One change of a mono waveform, (samples,) at so many Hz -> (samples,); its fields are its numbers.

    `name` stands in links, `title` on pages, `meaning` is one line on what it does to the sound. `knobs` has each
    field's range. Raises ValueError for a number outside its range.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    meaning: ClassVar[str]
    source: ClassVar[str] = ""
    knobs: ClassVar[dict[str, Knob]] = {}

    def __post_init__(self):
        for key, knob in self.knobs.items():
            value = getattr(self, key)
            if not knob.takes(value):
                raise ValueError(f"{self.name}: expected {key} of {knob.range}, got {value:g}")

    @classmethod
    def leading(cls) -> tuple[str, Knob]:
        """Name and range of the first number, the one that a slider moves. Raises StopIteration where there is none."""
        return next(iter(cls.knobs.items()))

    def __call__(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        """The changed waveform, float32; the very same array where the edit is neutral."""
        return waveform if self.is_neutral else self.change(waveform, sample_rate).astype(np.float32, copy=False)

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        """The changed waveform of an edit that is not neutral."""
        raise NotImplementedError

    @property
    def is_neutral(self) -> bool:
        """True if one of the numbers is at its neutral value, so that nothing is changed."""
        return any(knob.neutral is not None and getattr(self, key) == knob.neutral for key, knob in self.knobs.items())

    def __str__(self) -> str:
        """The text in links: name and numbers, without those at the end that are as by default."""
        own = fields(self)
        values = [getattr(self, field.name) for field in own]
        while values and values[-1] == own[len(values) - 1].default:
            values.pop()
        return ":".join([self.name, *map(_written, values)])

    @property
    def words(self) -> str:
        """The edit for people: its title and numbers with their units."""
        numbers = [f"{_written(getattr(self, key))} {knob.unit}".rstrip() for key, knob in self.knobs.items()]
        return ", ".join([self.title, *numbers])


def fitted(waveform: np.ndarray, samples: int) -> np.ndarray:
    """A waveform cut, or filled with silence, to a length."""
    return np.pad(waveform[:samples], (0, max(0, samples - len(waveform))))


def _written(value: float) -> str:
    return repr(float(value)).removesuffix(".0")
