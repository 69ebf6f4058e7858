"""A room: reverberation by convolution with decaying noise."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import signal

from genrelib.edits.edit import Edit, Knob

DECAY = 60.0  # dB in RT60, by its definition
TAIL = 1.25  # RT60s after which the tail is cut off, 75 dB down


@dataclass(frozen=True)
class Reverb(Edit):
    """Reverberation that falls by 60 dB in `rt60` s: the sound and as much energy of a tail of decaying noise.

    The level stays, and the length: what rings after the end is cut off.
    """

    rt60: float
    name: ClassVar[str] = "reverb"
    title: ClassVar[str] = "Reverb"
    meaning: ClassVar[str] = "puts the music into a room whose echo falls by 60 dB in so many seconds"
    source: ClassVar[str] = "J. A. Moorer, About this reverberation business, Computer Music Journal 3(2), 1979"
    knobs: ClassVar[dict[str, Knob]] = {"rt60": Knob(0.1, 10, "s", 0.0, by_ratio=True)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        wet = signal.oaconvolve(waveform, self.response(sample_rate))  # type: ignore[attr-defined]
        wet = wet[: len(waveform)]
        level = np.sqrt(np.square(wet).mean())
        return wet * (np.sqrt(np.square(waveform, dtype=np.float64).mean()) / level) if level else wet

    def response(self, sample_rate: int) -> np.ndarray:
        """The room's impulse response, (samples,): the direct sound, then the tail of the same energy."""
        seconds = np.arange(1, max(2, round(TAIL * self.rt60 * sample_rate))) / sample_rate
        envelope = 10 ** (-DECAY / 20 * seconds / self.rt60)
        tail = envelope * np.random.default_rng(0).standard_normal(len(seconds))
        return np.concatenate([[1.0], tail / np.sqrt(np.square(tail).sum())])
