"""A round trip through an MP3 encoder."""

import io
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import soundfile

from genrelib import audio
from genrelib.edits.edit import Edit, Knob, fitted

RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)  # Hz that MPEG audio has
# Bit rates by sample rate of MPEG-1, 2 and 2.5, in kbit/s: from this sample rate on, the least and the most.
BIT_RATES = {32_000: (32, 320), 16_000: (8, 160), 8000: (8, 64)}
DELAY = 1105  # samples: encoder's and decoder's, where a frame is too small for the note by which decoders take it out
SMALLEST = 0.999  # of libsndfile's scale from the most to the least bit rate: at 1 it refuses
BLOCK = 1 << 16  # samples that are encoded at a time


@dataclass(frozen=True)
class Mp3(Edit):
    """An MP3 of one channel at a constant bit rate, encoded by LAME and decoded again.

    A sample rate below 32 kHz has no bit rate above 160, one from there on none below 32: the nearest is taken. Sample
    rates that MP3 lacks are changed to the next higher one on the way.
    """

    kbps: float
    name: ClassVar[str] = "mp3"
    title: ClassVar[str] = "MP3"
    meaning: ClassVar[str] = "what is left after an MP3 of so many kbit/s, in one channel"
    source: ClassVar[str] = "LAME, https://lame.sourceforge.io, by libsndfile; ISO/IEC 11172-3:1993"
    knobs: ClassVar[dict[str, Knob]] = {"kbps": Knob(8, 320, "kbit/s", np.inf, by_ratio=True)}

    def change(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        rate = _rate(sample_rate)
        resampled = audio.resample(waveform.astype(np.float32, copy=False), sample_rate, rate)
        decoded = audio.load(self.encode(resampled, rate), name="mp3").waveform
        if len(decoded) >= len(resampled) + DELAY:
            decoded = decoded[DELAY:]
        return fitted(audio.resample(fitted(decoded, len(resampled)), rate, sample_rate), len(waveform))

    def encode(self, waveform: np.ndarray, sample_rate: int) -> bytes:
        """The file, of a waveform at one of RATES."""
        least, most = bit_rates(sample_rate)
        level = min(max((most - self.kbps) / (most - least), 0.0), SMALLEST)
        file = io.BytesIO()
        with soundfile.SoundFile(
            file, "w", sample_rate, 1, format="MP3", bitrate_mode="CONSTANT", compression_level=level
        ) as encoder:
            for start in range(0, len(waveform), BLOCK):
                encoder.write(waveform[start : start + BLOCK])
        return file.getvalue()


def bit_rates(sample_rate: int) -> tuple[int, int]:
    """The least and the most kbit/s that an MP3 of a sound at this sample rate has."""
    return next(limits for rate, limits in BIT_RATES.items() if _rate(sample_rate) >= rate)


def _rate(sample_rate: int) -> int:
    """The sample rate of an MP3 of a sound at this one."""
    return next((known for known in RATES if known >= sample_rate), RATES[-1])
