"""The length of recordings: all of the sound is read, or a sentence says what was not, whatever a header states."""

import io

import numpy as np
import pytest
import soundfile

from genrelib import audio

RATE = 22_050


def music(seconds: float = 12.0, seed: int = 0) -> np.ndarray:
    """Tones that change every 0.3 s over noise that comes and goes, so that a variable bit rate varies."""
    chance = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    pitches = 220 * 2 ** (chance.integers(-7, 12, 1 + int(seconds / 0.3)) / 12)
    tone = 0.2 * np.sin(2 * np.pi * np.cumsum(pitches[(time / 0.3).astype(int)]) / RATE)
    return (tone + 0.1 * chance.standard_normal(len(time)) * np.exp(-4 * (time % 2.0))).astype(np.float32)


def encoded(waveform: np.ndarray, sample_rate: int = RATE, **kind) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, waveform, sample_rate, **kind)
    return file.getvalue()


def decoded_at_once(data: bytes) -> np.ndarray:
    """Samples by soundfile in one piece, so that nothing is sought."""
    with soundfile.SoundFile(io.BytesIO(data)) as file:
        return file.read(dtype="float32", always_2d=True).mean(axis=1, dtype=np.float32)


KINDS = {
    "wav": {"format": "WAV"},
    "wav, 24 bits": {"format": "WAV", "subtype": "PCM_24"},
    "wav, floats": {"format": "WAV", "subtype": "FLOAT"},
    "wav, adpcm": {"format": "WAV", "subtype": "MS_ADPCM"},
    "rf64": {"format": "RF64"},
    "w64": {"format": "W64"},
    "aiff": {"format": "AIFF"},
    "au": {"format": "AU"},
    "caf": {"format": "CAF"},
    "flac": {"format": "FLAC"},
    "ogg": {"format": "OGG"},
    "mp3, constant": {"format": "MP3", "bitrate_mode": "CONSTANT"},
    "mp3, variable": {"format": "MP3", "bitrate_mode": "VARIABLE", "compression_level": 0.6},
}


@pytest.mark.parametrize("kind", KINDS)
def test_intact_files_are_read_to_the_bit(kind):
    sound = music()
    data = encoded(np.stack([sound, -0.5 * sound], axis=1), **KINDS[kind])
    read = audio.load(data)
    np.testing.assert_array_equal(read.waveform, decoded_at_once(data))
    assert read.seconds == len(read.waveform) / RATE


def test_a_flac_of_unknown_length_is_read():
    whole = encoded(music(), format="FLAC")
    data = bytearray(whole)
    data[21] &= 0xF0  # total samples: 36 bits
    data[22:26] = bytes(4)
    np.testing.assert_array_equal(audio.load(bytes(data)).waveform, audio.load(whole).waveform)
