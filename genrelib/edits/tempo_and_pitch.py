"""Another pitch at the same tempo, another tempo at the same pitch."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib.edits.edit import Edit, Knob, fitted

SOURCE = "Signalsmith Stretch, https://github.com/Signalsmith-Audio/signalsmith-stretch, by python-stretch"


@dataclass(frozen=True)
class Pitch(Edit):
    """A transposition by so many semitones; the length stays."""

    semitones: float
    name: ClassVar[str] = "pitch"
    title: ClassVar[str] = "Pitch"
    meaning: ClassVar[str] = "transposes, the tempo stays"
    source: ClassVar[str] = SOURCE
    knobs: ClassVar[dict[str, Knob]] = {"semitones": Knob(-24, 24, "semitones", 0.0)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return fitted(_stretched(waveform, sample_rate, self.semitones, 1.0), len(waveform))


@dataclass(frozen=True)
class Tempo(Edit):
    """A tempo in % of the original's: at 200 % the sound lasts half as long; the pitch stays."""

    percent: float
    name: ClassVar[str] = "tempo"
    title: ClassVar[str] = "Tempo"
    meaning: ClassVar[str] = "plays faster or slower, the pitch stays"
    source: ClassVar[str] = SOURCE
    knobs: ClassVar[dict[str, Knob]] = {"percent": Knob(25, 400, "%", 100.0, by_ratio=True)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        speed = self.percent / 100
        return fitted(_stretched(waveform, sample_rate, 0.0, speed), max(1, round(len(waveform) / speed)))


def _stretched(waveform: np.ndarray, sample_rate: int, semitones: float, speed: float) -> np.ndarray:
    from python_stretch.Signalsmith import Stretch

    stretch = Stretch()
    stretch.preset(1, float(sample_rate))
    stretch.setTransposeSemitones(semitones)
    stretch.setTimeFactor(speed)  # the default is none: without it nothing comes out
    return np.asarray(stretch.process(np.ascontiguousarray(waveform[None], dtype=np.float32)))[0]
