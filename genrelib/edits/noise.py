"""Noise at a signal-to-noise ratio: the same noise at every call."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from genrelib.edits.edit import Edit, Knob

LOWEST = 20.0  # Hz: pink noise has no more power below, which nobody hears
RATIO = Knob(-20, 80, "dB", np.inf)


@dataclass(frozen=True)
class WhiteNoise(Edit):
    """White noise whose power is `snr` dB below that of the sound, offset apart; silence stays silent."""

    snr: float
    seed: float = 0
    name: ClassVar[str] = "white"
    title: ClassVar[str] = "White noise"
    meaning: ClassVar[str] = "adds hiss so many dB below the music, equally strong at all frequencies"
    knobs: ClassVar[dict[str, Knob]] = {"snr": RATIO}

    def __post_init__(self):
        super().__post_init__()
        if not 0 <= self.seed < 2**32 or self.seed != int(self.seed):
            raise ValueError(f"{self.name}: expected a whole seed from 0 to {2**32 - 1}, got {self.seed:g}")

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        random = np.random.default_rng(int(self.seed))
        noise = self.colored(random.standard_normal(len(waveform)), sample_rate)
        power = waveform.var(dtype=np.float64) / 10 ** (self.snr / 10)
        return waveform + np.sqrt(power / noise.var()) * noise

    def colored(self, white: np.ndarray, sample_rate: int) -> np.ndarray:
        """The noise made of white noise."""
        return white


@dataclass(frozen=True)
class PinkNoise(WhiteNoise):
    """Pink noise, equally strong in all octaves, whose power is `snr` dB below that of the sound."""

    name: ClassVar[str] = "pink"
    title: ClassVar[str] = "Pink noise"
    meaning: ClassVar[str] = "adds the roar of a waterfall so many dB below the music, equally strong in all octaves"

    def colored(self, white: np.ndarray, sample_rate: int) -> np.ndarray:
        spectrum = np.fft.rfft(white)
        hz = np.fft.rfftfreq(len(white), 1 / sample_rate)
        return np.fft.irfft(spectrum / np.sqrt(np.maximum(hz, LOWEST)), len(white))
