"""Edits along time: a crop, and the sound backwards."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib.edits.edit import Edit, Knob

SHORTEST = 0.5  # s, of a crop: one beat at 120 a minute


@dataclass(frozen=True)
class Crop(Edit):
    """The sound from `start` to `end` in s, to its own end if that comes first."""

    start: float
    end: float = np.inf
    name: ClassVar[str] = "crop"
    title: ClassVar[str] = "Crop"
    meaning: ClassVar[str] = "keeps the sound between two seconds"
    knobs: ClassVar[dict[str, Knob]] = {"start": Knob(0, 36_000, "s", 0.0), "end": Knob(0.5, 36_000, "s", np.inf)}

    def __post_init__(self):
        super().__post_init__()
        if self.end - self.start < SHORTEST:
            raise ValueError(f"crop: expected {SHORTEST} s or more, got {self.start:g} to {self.end:g} s")

    @property
    def is_neutral(self) -> bool:
        return self.start == 0 and self.end == np.inf

    @property
    def words(self) -> str:
        end = "the end" if self.end == np.inf else f"{self.end:g} s"
        return f"{self.title}, {self.start:g} to {end}"

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        seconds = len(waveform) / sample_rate
        if self.start > seconds - SHORTEST:
            raise ValueError(
                f"crop: expected a start up to {max(0.0, seconds - SHORTEST):.1f} s, of {seconds:.1f} s of sound, got "
                f"{self.start:g} s"
            )
        end = len(waveform) if self.end >= seconds else round(self.end * sample_rate)
        return waveform[round(self.start * sample_rate) : end]


@dataclass(frozen=True)
class Reverse(Edit):
    """The sound backwards."""

    name: ClassVar[str] = "reverse"
    title: ClassVar[str] = "Backwards"
    meaning: ClassVar[str] = "plays the sound from its end to its beginning: the same spectra in another order"

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return waveform[::-1].copy()
