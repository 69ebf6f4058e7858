"""The waveform of a recording while it is decoded: its channels averaged, checked, resampled and kept."""

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from genrelib.audio.cancellation import Balance
from genrelib.audio.errors import AGAIN, AudioError
from genrelib.audio.recording import Recording
from genrelib.audio.resampling import Resampler

LOUDEST = 2.0  # of full scale: what a decoder of mp3 or ogg makes of loud music stays below
LARGEST = 8 << 30  # bytes of a waveform: 27 hours at 22,050 Hz
Read = TypeVar("Read", bound=Recording | None)


class Mixdown:
    """A mono waveform that grows with each decoded block, up to so many seconds: the mean of all channels, or `one`.

    It is at `sample_rate`, by default that of the first block; `label` names the source in messages.
    """

    def __init__(self, seconds: float, sample_rate: int | None, label: str, one: int | None = None):
        self.label = label
        self.balance = Balance()
        self._one = one
        self._remarks: tuple[str, ...] = ()
        self._asked_rate = sample_rate
        self.sample_rate = sample_rate or 0  # Hz; 0 until there is a block
        self._until = seconds
        self._kept = bytearray()  # grows in place: a list of blocks would have to be copied
        self._first = np.zeros(0, dtype=np.float32)
        self._rate = 0  # of the blocks that come, Hz
        self._count = 0  # samples at that rate
        self._limit = 1
        self._before = 0.0  # s at other rates
        self._resampler: Resampler | None = None

    @property
    def seconds(self) -> float:
        """Length of what was added."""
        return self._before + (self._count / self._rate if self._rate else 0.0)

    @property
    def is_full(self) -> bool:
        """True if no more is kept."""
        return self._count >= self._limit

    def add(self, block: np.ndarray, sample_rate: int) -> int:
        """Add a block (frames, channels), and return how many frames of it were kept.

        Raises AudioError if a sample is not finite, or so large that the filter overflows, or if it is too much.
        """
        if sample_rate != self._rate:
            self._turn_to(sample_rate)
        with np.errstate(over="ignore", invalid="ignore"):
            mono = self._mono(block)
        if not np.isfinite(mono).all():
            at = self.seconds + np.argmin(np.isfinite(mono)) / sample_rate
            raise AudioError(f"{self.label}: expected finite samples, got NaN or infinity at {at:.2f} s; {AGAIN}")
        mono = mono[: self._limit - self._count]
        if block.shape[1] > 1 and self._one is None:
            self.balance.add(block[: len(mono)], mono)
        self._count += len(mono)
        if not len(self._first):
            self._first = mono[:1].copy()
        self._kept += (mono if self._resampler is None else self._resampler.push(mono, last=False)).data
        if len(self._kept) > LARGEST:
            raise AudioError(
                f"{self.label}: expected audio that fits into {LARGEST >> 30} GB at {self.sample_rate} Hz, "
                f"got more than {self.seconds / 3600:.1f} h; cut it into parts"
            )
        return len(mono)

    def recording(self, seconds: float, remarks: tuple[str, ...] = ()) -> Recording:
        """The recording that was added, of a source that lasts so many seconds; nothing can be added any more.

        Samples far above full scale are divided by a power of two, so that none is above it: stores and players cut
        such samples off.

        Raises AudioError if there are no samples.
        """
        self._end_resampling()
        if not len(self._first):
            raise AudioError(f"{self.label}: expected sound, got a header without samples; {AGAIN}")
        waveform = np.frombuffer(self._kept, dtype=np.float32)
        waveform = waveform if len(waveform) else self._first
        remarks = (*remarks, *self._remarks)
        loudest = max(float(waveform.max()), -float(waveform.min()))
        if loudest > LOUDEST:
            exponent = math.frexp(loudest)[1]
            np.ldexp(waveform, -exponent, out=waveform)
            remarks += (f"The samples reach {loudest:.6g} times full scale: all are divided by {2.0**exponent:.6g}.",)
        return Recording(waveform, self.sample_rate, seconds, remarks)

    def afresh(self) -> "Mixdown":
        """An empty one for the same source."""
        return Mixdown(self._until, self._asked_rate, self.label)

    def of_one(self, channel: int) -> "Mixdown":
        """A fresh one for the same source, of one of its channels alone."""
        alone = Mixdown(self._until, self._asked_rate, self.label, channel)
        alone._remarks = (self.balance.remark,)
        return alone

    def _mono(self, block: np.ndarray) -> np.ndarray:
        if self._one is None:
            return block.mean(axis=1, dtype=np.float32)
        return np.ascontiguousarray(block[:, min(self._one, block.shape[1] - 1)], dtype=np.float32)

    def _turn_to(self, sample_rate: int) -> None:
        self._end_resampling()
        self._before = self.seconds
        self._rate = sample_rate
        self._count = 0
        self._limit = max(1, math.ceil((self._until - self._before) * sample_rate))
        self.sample_rate = self.sample_rate or sample_rate
        if sample_rate != self.sample_rate:
            self._resampler = Resampler(sample_rate, self.sample_rate)

    def _end_resampling(self) -> None:
        if self._resampler is not None:
            self._kept += self._resampler.push(np.zeros(0, dtype=np.float32), last=True).data
            self._resampler = None


def read_audible(read: Callable[[Mixdown], Read], mixdown: Mixdown) -> Read:
    """Read a source by `read`, and once more, one channel alone, if the channels cancel one another; as `read` does."""
    recording = read(mixdown)
    louder = mixdown.balance.louder
    return recording if recording is None or louder is None else read(mixdown.of_one(louder))
