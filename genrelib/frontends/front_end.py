"""The contract of every front end."""

from typing import Protocol, runtime_checkable

import numpy as np
from torch import Tensor

from genrelib.frontends.scales import Reference


@runtime_checkable
class FrontEnd(Protocol):
    """A frozen value that computes a network's features from waveforms; it compares, hashes and goes to JSON by fields.

    Called with (batch, samples) float32 at its `sample_rate`, it gives (batch, *shape) float32 on the same device.
    """

    @property
    def sample_rate(self) -> int:
        """Hz of the waveforms that it reads."""

    @property
    def reference(self) -> Reference:
        """Reference of its values: none, the clip or the whole track."""

    @property
    def unit(self) -> str:
        """Unit of its values."""

    @property
    def frames_per_second(self) -> float:
        """Hz of the time axis: the sample rate for samples, 0 where there is no time axis."""

    @property
    def frequencies(self) -> np.ndarray:
        """Hz of each row, low to high; empty where rows are not frequencies."""

    @property
    def quietest(self) -> float:
        """Value of silence."""

    @property
    def drawn(self) -> "FrontEnd":
        """The front end that draws its picture for people: itself where it has bands."""

    def shape(self, seconds: float) -> tuple[int, ...]:
        """Shape of the features of one clip of that length, without the batch."""

    def __call__(self, waveform: Tensor) -> Tensor:
        """Features (batch, *shape) of waveforms (batch, samples)."""
