"""Harmonic and percussive parts: horizontal and vertical lines of the spectrogram.

By scipy, which has no compiler to wait for at the first click; librosa's `hpss` with the same sizes agrees.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import signal
from scipy.ndimage import median_filter  # type: ignore[attr-defined]

from genrelib.edits.edit import Edit, fitted

WINDOW = 0.09  # s of a spectrum: 2048 samples at 22,050 Hz
MEDIAN = 31  # frames, or bands, whose median a line is
SOURCE = "D. Fitzgerald, Harmonic/percussive separation using median filtering, DAFx 2010"


@dataclass(frozen=True)
class Harmonic(Edit):
    """The part that sounds on: voices, strings, pads. With `Percussive` it makes the whole again."""

    name: ClassVar[str] = "harmonic"
    title: ClassVar[str] = "Harmonic only"
    meaning: ClassVar[str] = "keeps what sounds on, such as voices and strings, and takes drums away"
    source: ClassVar[str] = SOURCE

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return _part(waveform, sample_rate, 0)


@dataclass(frozen=True)
class Percussive(Edit):
    """The part that strikes: drums, plucks, consonants."""

    name: ClassVar[str] = "percussive"
    title: ClassVar[str] = "Percussive only"
    meaning: ClassVar[str] = "keeps what strikes, such as drums and plucks, and takes tones away"
    source: ClassVar[str] = SOURCE

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return _part(waveform, sample_rate, 1)


def _part(waveform: np.ndarray, sample_rate: int, part: int) -> np.ndarray:
    """The part 0, steady over time, or 1, steady over frequencies; together they are the waveform."""
    window = min(2 ** round(np.log2(WINDOW * sample_rate)), len(waveform))
    form = {"nperseg": window, "noverlap": 3 * window // 4}
    spectrum = signal.stft(waveform, **form)[2]  # type: ignore[attr-defined]
    level = np.abs(spectrum).astype(np.float32)
    steady, sudden = (np.square(median_filter(level, size)) for size in ((1, MEDIAN), (MEDIAN, 1)))
    share = (steady, sudden)[part] / np.maximum(steady + sudden, np.finfo(np.float32).tiny)
    part_of_it = signal.istft(spectrum * share, **form)[1]  # type: ignore[attr-defined]
    return fitted(part_of_it, len(waveform))
