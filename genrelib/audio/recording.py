"""Recordings: what was read of a source."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from genrelib.audio.condition import Condition, measure

SLACK = 0.1  # s that may be missing at the end of a source before it counts as cut off


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
    def length(self) -> float:
        """Length of the waveform in s: of a source that was read in part, less than `seconds`."""
        return len(self.waveform) / self.sample_rate

    @property
    def truncated(self) -> bool:
        """True if the source goes on after the waveform ends."""
        return self.length < self.seconds - SLACK

    @cached_property
    def condition(self) -> Condition:
        """Condition of the sound, measured when it is asked for. Raises AudioError as `measure` does."""
        return measure(self.waveform, self.sample_rate)


def whole(waveform: np.ndarray, sample_rate: int) -> Recording:
    """The recording of a waveform (samples,) that is all there is of its source."""
    return Recording(waveform, sample_rate, len(waveform) / sample_rate)
