"""Harmonic and percussive parts: horizontal and vertical lines of the spectrogram."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib import resynthesis
from genrelib.edits.edit import Edit

SOURCE = "D. Fitzgerald, Harmonic/percussive separation using median filtering, DAFx 2010"


@dataclass(frozen=True)
class Harmonic(Edit):
    """The part that sounds on: voices, strings, pads. With `Percussive` it makes the whole again."""

    name: ClassVar[str] = "harmonic"
    title: ClassVar[str] = "Harmonic only"
    meaning: ClassVar[str] = "keeps what sounds on, such as voices and strings, and takes drums away"
    source: ClassVar[str] = SOURCE

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return resynthesis.harmonic(waveform, sample_rate)


@dataclass(frozen=True)
class Percussive(Edit):
    """The part that strikes: drums, plucks, consonants."""

    name: ClassVar[str] = "percussive"
    title: ClassVar[str] = "Percussive only"
    meaning: ClassVar[str] = "keeps what strikes, such as drums and plucks, and takes tones away"
    source: ClassVar[str] = SOURCE

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return resynthesis.percussive(waveform, sample_rate)
