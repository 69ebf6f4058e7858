"""Change of the sample rate, of a whole waveform or block by block, with soxr's high-quality filter.

Source: R. Sikorski & D. Bryant, the SoX resampler library, https://soxr.sourceforge.net
"""

import numpy as np

from genrelib.audio.errors import AGAIN, AudioError


def resample(waveform: np.ndarray, sample_rate: int, to: int) -> np.ndarray:
    """Change the sample rate: (samples,) -> (round(samples * to / sample_rate),), at least one.

    Raises AudioError if finite samples are so large that the filter overflows.
    """
    if to == sample_rate:
        return waveform
    resampler = Resampler(sample_rate, to)
    changed = resampler.push(np.ascontiguousarray(waveform, dtype=np.float32), last=True)
    return changed if len(changed) else waveform[:1].astype(np.float32)


class Resampler:
    """A stream of blocks whose sample rate is changed: to the bit as if they came in one piece."""

    def __init__(self, sample_rate: int, to: int):
        import soxr

        self._stream = soxr.ResampleStream(sample_rate, to, 1, dtype="float32")
        self._loudest = 0.0

    def push(self, block: np.ndarray, last: bool) -> np.ndarray:
        """Samples that are ready after a block (samples,) float32, all that are left after the `last` one.

        Raises AudioError if finite samples are so large that the filter overflows.
        """
        changed = self._stream.resample_chunk(block, last=last)
        if not np.isfinite(changed).all():
            loudest = np.abs(block).max(initial=self._loudest)
            raise AudioError(f"expected samples around full scale, 1, got up to {loudest:.1e}, which overflow; {AGAIN}")
        return changed
