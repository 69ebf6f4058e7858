"""A file or bytes become a waveform: mono, float32, at any sample rate.

Conventions: waveforms are (samples,) float32, full scale ±1; times are in seconds, rates in Hz. Several channels are
averaged with equal weight. Whatever is wrong with a source is one `AudioError` that says what was expected, what came
and what to do; no other exception leaves `load` for a bad file.
"""

import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

import numpy as np

from genrelib.audio.decoding import by_libsndfile_if_usual, check_kind, check_pyav
from genrelib.audio.isolated import decode_apart, prepare
from genrelib.audio.recording import AGAIN, AudioError, Recording

__all__ = ["AudioError", "Recording", "clips", "load", "load_upload", "prepare", "resample", "starts"]


def load(
    source: str | Path | bytes, sample_rate: int | None = None, seconds: float = 600.0, name: str = "upload"
) -> Recording:
    """Read at most the first `seconds` of a file, or of a file's bytes, as mono float32.

    (samples,) at `sample_rate`, or at the source's own rate. `name` stands for bytes in messages and is never opened.
    Decoded in blocks, so memory follows what is kept and not what the source holds.

    Raises AudioError if the source is missing, a folder, empty, not audio, damaged, cut off, not finite, or needs PyAV
    where that is not installed.
    """
    with _open(source) as stream:
        label = name if isinstance(stream, io.BytesIO) else str(source)
        known = check_kind(stream, label)
        recording = by_libsndfile_if_usual(stream, known, seconds, label)
    if recording is None:
        check_pyav(known, label)
        recording = decode_apart(Path(source) if isinstance(source, str) else source, seconds, label)
    if sample_rate is None or sample_rate == recording.sample_rate:
        return recording
    return Recording(resample(recording.waveform, recording.sample_rate, sample_rate), sample_rate, recording.seconds)


def load_upload(data: bytes, name: str, seconds: float = 600.0) -> Recording:
    """Read at most the first `seconds` of a stranger's file from its bytes, in a process of its own: as `load`.

    A crash of a decoder, or a file that takes for ever, is an AudioError like any other.
    """
    recording = decode_apart(data, seconds, name)
    prepare()
    return recording


def resample(waveform: np.ndarray, sample_rate: int, to: int) -> np.ndarray:
    """Change the sample rate with soxr's high-quality filter: (samples,) -> (round(samples * to / sample_rate),).

    At least one sample stays.

    Raises AudioError if finite samples are so large that the filter overflows.
    Source: R. Sikorski & D. Bryant, the SoX resampler library, https://soxr.sourceforge.net
    """
    if to == sample_rate:
        return waveform
    import soxr

    changed = soxr.resample(np.ascontiguousarray(waveform, dtype=np.float32), sample_rate, to)
    if not np.isfinite(changed).all():
        raise AudioError(
            f"expected samples around full scale, 1, got up to {np.abs(waveform).max():.1e}, which overflow; {AGAIN}"
        )
    return changed if len(changed) else waveform[:1].astype(np.float32)


def starts(length: int, clip: int, overlap: float = 0.5) -> np.ndarray:
    """First index of each clip of `clip` samples, or frames, in a track of `length`: ints, ascending.

    Consecutive clips follow at `(1 - overlap) * clip`; the last one ends with the track, so that all of it is covered.
    A track no longer than a clip has the one start 0. `overlap` is a fraction in [0, 1).

    Raises ValueError if `clip` is not positive or `overlap` outside [0, 1).
    """
    if clip < 1 or not 0 <= overlap < 1:
        raise ValueError(f"expected a clip of at least 1 and an overlap in [0, 1), got {clip} and {overlap:g}")
    if length <= clip:
        return np.zeros(1, dtype=np.int64)
    step = max(1, round(clip * (1 - overlap)))
    return np.append(np.arange(0, length - clip, step, dtype=np.int64), length - clip)


def clips(waveform: np.ndarray, seconds: float, sample_rate: int, overlap: float = 0.5) -> np.ndarray:
    """Cut a waveform into equal clips, the last one ending with it; one shorter than a clip is padded with zeros.

    (samples,) -> (clips, round(seconds * sample_rate)) float32. `overlap` is a fraction in [0, 1).

    Raises AudioError if the waveform is not one finite channel with at least one sample.
    """
    if waveform.ndim != 1 or not len(waveform):
        raise AudioError(f"expected a waveform of one channel, got samples of shape {waveform.shape}; load a file")
    if not np.isfinite(waveform).all():
        raise AudioError(f"expected finite samples, got NaN or infinity; {AGAIN}")
    length = max(1, round(seconds * sample_rate))
    padded = np.pad(waveform, (0, max(0, length - len(waveform)))).astype(np.float32, copy=False)
    return np.stack([padded[start : start + length] for start in starts(len(padded), length, overlap)])


def _open(source: str | Path | bytes) -> BinaryIO:
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    try:
        kind = os.stat(source).st_mode
        if stat.S_ISDIR(kind):
            raise AudioError(f"{source}: expected an audio file, got a folder; name one file inside it")
        if not stat.S_ISREG(kind):  # a pipe may wait for ever for somebody to write
            raise AudioError(f"{source}: expected an audio file, got a pipe or device; name a file")
        return open(source, "rb")
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        if isinstance(error, AudioError):
            raise
        if not os.path.lexists(source):
            raise AudioError(f"{source}: expected an audio file, got no file of that name; check the name") from error
        if os.path.islink(source) and not os.path.exists(source):
            raise AudioError(f"{source}: expected an audio file, got a link that leads nowhere; remove it") from error
        raise AudioError(f"{source}: expected a readable file, got '{error}'; check its permissions") from error
