"""Encoding of stored signals, and a store of them opened for reading."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends import FrontEnd


@dataclass(frozen=True)
class Encoding:
    """Encoding of signals: value = stored * scale + offset, `rate` rows a second of `width` values each.

    Waveforms are int16: 16-bit files at their own rate are exact, others are off by half a step (1.5e-5) at most;
    samples above full scale, as decoded mp3 may have, are clipped.
    Features are uint8 from silence to the track's maximum, off by half a step at most: 0.16 dB for 80 dB.
    Stored 0 is silence in both. Numbers of many units, one row of a track, are float32, and exact.
    """

    dtype: str
    width: int
    rate: float  # Hz
    scale: float
    offset: float

    @property
    def row_bytes(self) -> int:
        """Bytes of a row."""
        return self.width * np.dtype(self.dtype).itemsize

    def encode(self, signal: np.ndarray) -> np.ndarray:
        """Encode (time,) or (width, time) -> (time, width) of dtype."""
        if np.issubdtype(self.dtype, np.floating):
            return np.atleast_2d(signal).T.astype(self.dtype, order="C")
        limits = np.iinfo(self.dtype)
        steps = np.rint((np.atleast_2d(signal).T - self.offset) / self.scale)
        return np.clip(steps, limits.min, limits.max).astype(self.dtype, order="C")

    def decode(self, stored: Tensor) -> Tensor:
        """Decode (..., time, width) of dtype -> (..., width, time) float32, where it lies."""
        return stored.transpose(-1, -2).contiguous().float() * self.scale + self.offset


@dataclass(frozen=True, eq=False)
class Store:
    """Signals of all tracks: `signals` (time, width) memory-mapped and encoded, `spans` first row and rows of each.

    `frontend` None: waveforms at `rate` samples a second, width 1; else its features, `rate` frames a second.
    """

    signals: np.memmap
    spans: dict[str, tuple[int, int]]
    encoding: Encoding
    frontend: FrontEnd | None

    @property
    def rate(self) -> float:
        """Samples or frames per second."""
        return self.encoding.rate

    @property
    def tracks(self) -> tuple[str, ...]:
        """Track ids in the data set's order."""
        return tuple(self.spans)

    def length(self, track: str) -> int:
        """Samples or frames of a track."""
        return self.spans[track][1]

    def waveform(self, track: str) -> np.ndarray:
        """Waveform of a track, (samples,) float32 in [-1, 1], of a store of waveforms. Raises KeyError without it."""
        first, rows = self.spans[track]
        stored = np.array(self.signals[first : first + rows])  # a copy: PyTorch warns of memory that it may not write
        return self.encoding.decode(torch.from_numpy(stored))[0].numpy()
