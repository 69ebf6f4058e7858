"""Louder or softer."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib.edits.edit import Edit, Knob


@dataclass(frozen=True)
class Gain(Edit):
    """A gain in dB. What exceeds full scale at the end of a chain is clipped there (`chain`)."""

    db: float
    name: ClassVar[str] = "gain"
    title: ClassVar[str] = "Gain"
    meaning: ClassVar[str] = "makes all louder or softer; what is too loud is clipped, which distorts"
    knobs: ClassVar[dict[str, Knob]] = {"db": Knob(-60, 60, "dB", 0.0)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return waveform * 10 ** (self.db / 20)
