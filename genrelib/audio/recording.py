"""What was read of a source, and the checks that every decoder's samples pass."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

AGAIN = "copy, download or export it again"
SLACK = 0.1  # s that may be missing at the end of a source before it counts as cut off
SILENCE = 1e-4  # of full scale, -80 dB: below what an 8-bit file can hold, above the dither of a 16-bit one


class AudioError(ValueError):
    """Audio that cannot be used; the message is one line for the user: what was expected, what came, what to do."""


@dataclass(frozen=True, eq=False)
class Recording:
    """What `load` read: `waveform` (samples,) at `sample_rate`, and the length in `seconds` of the whole source."""

    waveform: np.ndarray
    sample_rate: int
    seconds: float

    @property
    def truncated(self) -> bool:
        """Whether the source goes on after the waveform ends."""
        return len(self.waveform) / self.sample_rate < self.seconds - SLACK

    @property
    def silent(self) -> bool:
        """Whether nothing is to be heard: no sample above SILENCE."""
        return bool(np.abs(self.waveform).max() <= SILENCE)


def gather(blocks: Iterable[np.ndarray], sample_rate: int, seconds: float, label: str) -> np.ndarray:
    """Average the channels of blocks (frames, channels) and join them until `seconds` are reached: (samples,) float32.

    Raises AudioError if a sample is not finite.
    """
    limit = max(1, math.ceil(seconds * sample_rate))
    kept, count = [np.zeros(0, dtype=np.float32)], 0
    for block in blocks:
        with np.errstate(over="ignore", invalid="ignore"):
            mono = block.mean(axis=1, dtype=np.float32)
        if not np.isfinite(mono).all():
            at = (count + np.argmin(np.isfinite(mono))) / sample_rate
            raise AudioError(f"{label}: expected finite samples, got NaN or infinity at {at:.2f} s; {AGAIN}")
        kept.append(mono[: limit - count])
        count += len(kept[-1])
        if count >= limit:
            break
    return np.concatenate(kept)


def hold(waveform: np.ndarray, sample_rate: int, frames: int, exact: bool, seconds: float, label: str) -> Recording:
    """Hold what was decoded against the `frames` that the source states, a guess unless `exact`.

    Raises AudioError if there are no samples, or fewer than stated.
    """
    count, limit = len(waveform), max(1, math.ceil(seconds * sample_rate))
    if not count:
        raise AudioError(f"{label}: expected sound, got a header without samples; {AGAIN}")
    if exact and count < min(frames, limit) - SLACK * sample_rate:
        raise damaged(label, f"{count / sample_rate:.1f} of {frames / sample_rate:.1f} s")
    whole = count if count < limit else max(count, frames)
    return Recording(waveform, sample_rate, whole / sample_rate)


def damaged(label: str, got: str) -> AudioError:
    """The error for a source that begins well and ends badly."""
    return AudioError(f"{label}: expected a whole recording, got {got}: the file is damaged or cut off; {AGAIN}")
