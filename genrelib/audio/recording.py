"""Recordings: what was read of a source, and the error for a source that cannot be used."""

from dataclasses import dataclass

import numpy as np

AGAIN = "copy, download or export it again"
SLACK = 0.1  # s that may be missing at the end of a source before it counts as cut off
SILENCE = 1e-4  # of full scale, -80 dB: below what an 8-bit file can hold, above the dither of a 16-bit one


class AudioError(ValueError):
    """Audio that cannot be used; the message is one line for the user: what was expected, what came, what to do."""


@dataclass(frozen=True, eq=False)
class Recording:
    """Sound that was read: `waveform` (samples,) at `sample_rate`, and the length in `seconds` of the whole source.

    `remarks` are sentences for people about what in the source was not read, or was read against its header.
    """

    waveform: np.ndarray
    sample_rate: int
    seconds: float
    remarks: tuple[str, ...] = ()

    @property
    def truncated(self) -> bool:
        """True if the source goes on after the waveform ends."""
        return len(self.waveform) / self.sample_rate < self.seconds - SLACK


def damaged(label: str, got: str) -> AudioError:
    """The error for a source that begins well and ends badly."""
    return AudioError(f"{label}: expected a whole recording, got {got}: the file is damaged or cut off; {AGAIN}")
