"""The waveform itself, for networks that learn their own filters."""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from genrelib.frontends.scales import Reference
from genrelib.frontends.spectra import LogMel


@dataclass(frozen=True)
class Samples:
    """Samples, standardised by two constants of a data set: (batch, samples) -> (batch, samples)."""

    sample_rate: int
    mean: float = 0.0
    std: float = 1.0

    unit = "amplitude"
    reference = Reference.NONE

    def __call__(self, waveform: Tensor) -> Tensor:
        return (waveform - self.mean) / self.std

    def shape(self, seconds: float) -> tuple[int]:
        return (max(1, round(seconds * self.sample_rate)),)

    @property
    def frames_per_second(self) -> float:
        return float(self.sample_rate)

    @property
    def frequencies(self) -> np.ndarray:
        return np.zeros(0)

    @property
    def quietest(self) -> float:
        """Value of silence, with which short input is padded."""
        return -self.mean / self.std

    @property
    def drawn(self) -> LogMel:
        return LogMel(self.sample_rate, n_fft=2048, hop_length=512, n_mels=128, reference=Reference.TRACK)
