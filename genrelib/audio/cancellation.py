"""Channels that cancel one another where they are averaged, as with a swapped wire: the louder one is read alone."""

import numpy as np

from genrelib.audio.condition import SILENCE

CANCELLED = 0.01  # of the louder channel's power, -20 dB: stereo of music keeps more, and rarely loses 6 dB


class Balance:
    """Energies of a recording's channels and of their mean, added up block by block."""

    def __init__(self) -> None:
        self._frames = 0
        self._channels = np.zeros(0)
        self._mean = 0.0

    def add(self, block: np.ndarray, mean: np.ndarray) -> None:
        """Add a block (frames, channels) and its mean over channels, (frames,)."""
        energies = np.einsum("ij,ij->j", block, block, dtype=np.float64)
        more = len(energies) - len(self._channels)  # a file may be joined of others
        self._channels = np.pad(self._channels, (0, max(0, more)))
        self._channels[: len(energies)] += energies
        self._mean += float(np.einsum("i,i", mean, mean, dtype=np.float64))
        self._frames += len(mean)

    @property
    def louder(self) -> int | None:
        """Number of the loudest channel, from 0, if the channels cancel one another; None if they do not."""
        if len(self._channels) < 2:
            return None
        louder = int(self._channels.argmax())
        energy = self._channels[louder]
        audible = energy > SILENCE**2 * self._frames
        return louder if audible and self._mean < CANCELLED * energy else None

    @property
    def remark(self) -> str:
        """A sentence for people on channels that cancel one another."""
        return (
            f"The {len(self._channels)} channels cancel one another: channel {(self.louder or 0) + 1}, the loudest, is "
            "read alone."
        )
