"""Filters that take part of the spectrum away: low-pass, high-pass, telephone."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import signal

from genrelib import audio
from genrelib.edits.edit import Edit, Knob, fitted

ORDER = 8  # of Butterworth filters: 48 dB an octave
LINE = 8000  # Hz, sample rate of a telephone line
VOICE = (300.0, 3400.0)  # Hz, its band


@dataclass(frozen=True)
class LowPass(Edit):
    """A Butterworth low-pass: 3 dB down at `hz`, 48 dB an octave above. Where the sound ends below, nothing changes."""

    hz: float
    name: ClassVar[str] = "lowpass"
    title: ClassVar[str] = "Low-pass"
    meaning: ClassVar[str] = "takes away all above a frequency, as a wall does"
    knobs: ClassVar[dict[str, Knob]] = {"hz": Knob(50, 20_000, "Hz", np.inf, by_ratio=True)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        if self.hz >= sample_rate / 2:
            return waveform
        return _passed(waveform, self.hz, "low", sample_rate)


@dataclass(frozen=True)
class HighPass(Edit):
    """A Butterworth high-pass: 3 dB down at `hz`, 48 dB an octave below. Where all sound is below, silence is left."""

    hz: float
    name: ClassVar[str] = "highpass"
    title: ClassVar[str] = "High-pass"
    meaning: ClassVar[str] = "takes away all below a frequency, as a small loudspeaker does"
    knobs: ClassVar[dict[str, Knob]] = {"hz": Knob(20, 20_000, "Hz", 0.0, by_ratio=True)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        if self.hz >= sample_rate / 2:
            return np.zeros_like(waveform)
        return _passed(waveform, self.hz, "high", sample_rate)


@dataclass(frozen=True)
class Telephone(Edit):
    """A telephone line: 300 to 3400 Hz, at 8 kHz on the way."""

    name: ClassVar[str] = "telephone"
    title: ClassVar[str] = "Telephone"
    meaning: ClassVar[str] = "as through an old telephone: 300 to 3400 Hz, sampled at 8 kHz"
    source: ClassVar[str] = "ITU-T Recommendation G.712, Transmission performance of pulse code modulation, 2001"

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        rate = min(sample_rate, LINE)
        line = audio.resample(waveform.astype(np.float32, copy=False), sample_rate, rate)
        for edit in (HighPass(VOICE[0]), LowPass(VOICE[1])):
            line = edit(line, rate)
        return fitted(audio.resample(line, rate, sample_rate), len(waveform))


def _passed(waveform: np.ndarray, hz: float, band: str, sample_rate: int) -> np.ndarray:
    sections = signal.butter(ORDER, hz, band, fs=sample_rate, output="sos")  # type: ignore[attr-defined]
    return signal.sosfilt(sections, waveform)  # type: ignore[attr-defined]
