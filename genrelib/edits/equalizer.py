"""An equalizer's three kinds of band, as second-order sections.

Source: R. Bristow-Johnson, Cookbook formulae for audio equalizer biquad filter coefficients, W3C Note, 2021.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import signal

from genrelib.edits.edit import Edit, Knob

SOURCE = "R. Bristow-Johnson, Cookbook formulae for audio equalizer biquad filter coefficients, W3C Note, 2021"
GAIN = Knob(-30, 30, "dB", 0.0)
HZ = Knob(20, 20_000, "Hz", by_ratio=True)
WIDTH = 1.0  # Q of a peak: from half to twice its gain over 1.4 octaves


@dataclass(frozen=True)
class Band(Edit):
    """A band of the equalizer: a gain in dB at, below or above `hz`."""

    gain: float
    hz: float
    source: ClassVar[str] = SOURCE
    knobs: ClassVar[dict[str, Knob]] = {"gain": GAIN, "hz": HZ}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        if self.hz >= sample_rate / 2:
            return self.of_lower_sound(waveform)
        above, below = self.section(sample_rate)
        sections = np.array([[*above, *below]]) / below[0]
        return signal.sosfilt(sections, waveform)  # type: ignore[attr-defined]

    def of_lower_sound(self, waveform: np.ndarray) -> np.ndarray:
        """The changed waveform where all sound lies below `hz`."""
        return waveform

    def section(self, sample_rate: int) -> tuple[list[float], list[float]]:
        """Numerator and denominator of the filter."""
        raise NotImplementedError


@dataclass(frozen=True)
class LowShelf(Band):
    """Bass: a gain in dB of what lies below `hz`, half of it at `hz`."""

    hz: float = 250.0
    name: ClassVar[str] = "lowshelf"
    title: ClassVar[str] = "Bass"
    meaning: ClassVar[str] = "makes the bass louder or softer, as the left knob of a hi-fi does"

    def of_lower_sound(self, waveform: np.ndarray) -> np.ndarray:
        return waveform * 10 ** (self.gain / 20)

    def section(self, sample_rate: int) -> tuple[list[float], list[float]]:
        return _shelf(self.gain, self.hz, sample_rate, 1.0)


@dataclass(frozen=True)
class HighShelf(Band):
    """Treble: a gain in dB of what lies above `hz`, half of it at `hz`."""

    hz: float = 4000.0
    name: ClassVar[str] = "highshelf"
    title: ClassVar[str] = "Treble"
    meaning: ClassVar[str] = "makes the treble louder or softer, as the right knob of a hi-fi does"

    def section(self, sample_rate: int) -> tuple[list[float], list[float]]:
        return _shelf(self.gain, self.hz, sample_rate, -1.0)


@dataclass(frozen=True)
class Peak(Band):
    """A gain in dB around `hz`, about an octave wide."""

    hz: float = 1000.0
    name: ClassVar[str] = "peak"
    title: ClassVar[str] = "Middle"
    meaning: ClassVar[str] = "makes what lies around a frequency louder or softer, where voices and guitars are"

    def section(self, sample_rate: int) -> tuple[list[float], list[float]]:
        cos, alpha = _angle(self.hz, sample_rate, WIDTH)
        amplitude = 10 ** (self.gain / 40)
        above = [1 + alpha * amplitude, -2 * cos, 1 - alpha * amplitude]
        below = [1 + alpha / amplitude, -2 * cos, 1 - alpha / amplitude]
        return above, below


def _shelf(gain: float, hz: float, sample_rate: int, side: float) -> tuple[list[float], list[float]]:
    """Numerator and denominator of the steepest monotonous shelf; `side` is 1 for bass, -1 for treble."""
    cos, alpha = _angle(hz, sample_rate, np.sqrt(0.5))
    a = 10 ** (gain / 40)
    slope = 2 * np.sqrt(a) * alpha
    cos *= side  # treble is bass mirrored at half the band, which turns the sign of odd terms
    above = [a * (a + 1 - (a - 1) * cos + slope), side * 2 * a * (a - 1 - (a + 1) * cos)]
    above.append(a * (a + 1 - (a - 1) * cos - slope))
    below = [a + 1 + (a - 1) * cos + slope, side * -2 * (a - 1 + (a + 1) * cos), a + 1 + (a - 1) * cos - slope]
    return above, below


def _angle(hz: float, sample_rate: int, width: float) -> tuple[float, float]:
    """Cosine of a frequency's angle, and the cookbook's alpha of a Q."""
    angle = 2 * np.pi * hz / sample_rate
    return float(np.cos(angle)), float(np.sin(angle) / (2 * width))
