"""Waveform -> bytes that a browser plays and seeks in."""

import io
from typing import NamedTuple

import numpy as np
import soundfile

WAV_SECONDS = 60.0  # up to here uncompressed
BLOCK = 1 << 16  # samples per write: libsndfile's Vorbis encoder can crash on one huge write


class Sound(NamedTuple):
    """Encoded audio and its MIME type; a user's own file serves as it is."""

    data: bytes
    mime: str


def encode(waveform: np.ndarray, sample_rate: int) -> Sound:
    """Encode a mono waveform (samples,) in [-1, 1], what lies outside being clipped.

    Up to a minute WAV of 16 bits, beyond it Ogg Vorbis.

    Raises ValueError if the waveform is empty, not one-dimensional or not finite.
    """
    if waveform.ndim != 1 or waveform.size == 0 or not np.isfinite(waveform).all():
        raise ValueError(f"waveform: expected finite samples of shape (samples,), got {waveform.shape}; mix it to mono")
    short = waveform.size <= WAV_SECONDS * sample_rate
    container, subtype, mime = ("WAV", "PCM_16", "audio/wav") if short else ("OGG", "VORBIS", "audio/ogg")
    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", sample_rate, 1, subtype, format=container) as out:
        for first in range(0, waveform.size, BLOCK):
            out.write(np.clip(waveform[first : first + BLOCK], -1.0, 1.0).astype(np.float32))
    return Sound(file.getvalue(), mime)
