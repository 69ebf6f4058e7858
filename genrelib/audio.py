"""A file or bytes become a waveform: mono, float32, at any sample rate.

Conventions: waveforms are (samples,) float32, full scale ±1; times are in seconds, rates in Hz. Several channels are
averaged with equal weight. Whatever is wrong with a source is one `AudioError` that says what was expected, what came
and what to do; no other exception leaves `load` for a bad file.
"""

import contextlib
import io
import math
import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"
AGAIN = "copy, download or export it again"
BLOCK = 1 << 16  # frames decoded at a time: a long film with six channels never lies in memory at once
SLACK = 0.1  # s that may be missing at the end of a source before it counts as cut off

# Beginnings of what libsndfile does not read but PyAV does: (offset, bytes, name).
CONTAINERS = (
    (4, b"ftyp", "MPEG-4 audio (m4a, mp4)"),
    (0, b"\x1aE\xdf\xa3", "Matroska audio (webm, mka)"),
    (0, b"\xff\xf1", "AAC audio"),
    (0, b"\xff\xf9", "AAC audio"),
    (0, b"0&\xb2u", "Windows Media audio (wma)"),
)

# What libsndfile notes in its log about a file it nevertheless opens: a size in a wav, aiff or au header that the file
# does not hold, and what libogg says of holes and of a missing last page.
PROMISE = re.compile(r"(?:data|SSND|Data Size)\s*: (\d+) \(should be (\d+)\)")
ENDLESS = 0x7FF00000  # bytes: writers to a pipe do not know the size and put about 2 or 4 GiB
OGG_DAMAGE = ("lacks an end-of-stream bit", "reports a hole", "Corrupted bitstream")

# Streams without a container: the length PyAV states is a guess from the bit rate.
LENGTHLESS = frozenset({"aac", "ac3", "eac3", "mp3"})

_stderr = threading.Lock()


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
        try:
            head = stream.read(512)
            stream.seek(0)
        except OSError as error:
            raise AudioError(f"{label}: expected an audio file, got none ({error.strerror}); check the file") from error
        if not head:
            raise AudioError(f"{label}: expected audio, got an empty file of 0 bytes; {AGAIN}")
        recording = _by_soundfile(stream, head, seconds, label) or _by_av(stream, head, seconds, label)
    if sample_rate is None or sample_rate == recording.sample_rate:
        return recording
    return Recording(resample(recording.waveform, recording.sample_rate, sample_rate), sample_rate, recording.seconds)


def resample(waveform: np.ndarray, sample_rate: int, to: int) -> np.ndarray:
    """Change the sample rate with soxr's high-quality filter: (samples,) -> (round(samples * to / sample_rate),).

    At least one sample stays. Source: R. Sikorski & D. Bryant, the SoX resampler library, https://soxr.sourceforge.net
    """
    if to == sample_rate:
        return waveform
    import soxr

    changed = soxr.resample(np.ascontiguousarray(waveform, dtype=np.float32), sample_rate, to)
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
    path = Path(source)
    if path.is_dir():
        raise AudioError(f"{path}: expected an audio file, got a folder; name one file inside it")
    if not path.exists():
        raise AudioError(f"{path}: expected an audio file, got no file of that name; check the name and the folder")
    try:
        return path.open("rb")
    except OSError as error:
        raise AudioError(f"{path}: expected a readable file, got '{error.strerror}'; check its permissions") from error


def _by_soundfile(stream: BinaryIO, head: bytes, seconds: float, label: str) -> Recording | None:
    """Decode with libsndfile; None if it does not know the format."""
    import soundfile

    mpeg = head.startswith(b"ID3") or (head[0] == 0xFF and head[1:2] >= b"\xe0")
    exact = not mpeg or _states_length(stream)
    with _quiet() if mpeg else contextlib.nullcontext():
        try:
            file = soundfile.SoundFile(stream)
        except (
            soundfile.LibsndfileError,
            TypeError,
        ):  # TypeError: a name in .raw, which soundfile takes for headerless
            return None
        with file:
            try:
                waveform = _gather(_blocks(file), file.samplerate, seconds, label)
            except soundfile.LibsndfileError as error:
                raise _damaged(label, f"{file.format.lower()} data that cannot be decoded") from error
            if any(note in file.extra_info for note in OGG_DAMAGE):
                raise _damaged(label, "a stream with a hole or without an end")
            promise = PROMISE.search(file.extra_info)
            frames = file.frames
            if promise and int(promise[1]) < ENDLESS:
                frames = round(frames * int(promise[1]) / max(1, int(promise[2])))
            return _recording(waveform, file.samplerate, frames, exact, seconds, label)


def _by_av(stream: BinaryIO, head: bytes, seconds: float, label: str) -> Recording:
    """Decode with PyAV what libsndfile does not know."""
    if not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head):
        raise AudioError(f"{label}: expected audio ({FORMATS}), got text; choose the audio file itself")
    kind = next((name for offset, magic, name in CONTAINERS if head[offset:].startswith(magic)), None)
    unknown = AudioError(
        f"{label}: expected audio ({FORMATS}), got data that no decoder knows, damaged or not audio; {AGAIN} as wav"
    )
    try:
        import av
    except ImportError:
        if kind is None:
            raise unknown from None
        raise AudioError(
            f"{label}: expected {FORMATS}, got {kind}, which needs PyAV; `pip install av`, or convert it to wav"
        ) from None
    stream.seek(0)
    try:
        with av.open(stream) as container:
            if not container.streams.audio:
                raise AudioError(f"{label}: expected sound, got a file without an audio track; choose another file")
            track = container.streams.audio[0]
            resampler = av.AudioResampler(format="fltp", rate=track.rate)
            pieces = (piece for frame in container.decode(track) for piece in resampler.resample(frame))
            waveform = _gather((piece.to_ndarray().T for piece in pieces), track.rate, seconds, label)
            frames = round((container.duration or 0) / av.time_base * track.rate)
            exact = container.format.name not in LENGTHLESS
            return _recording(waveform, track.rate, frames, exact, seconds, label)
    except AudioError:
        raise
    except (av.FFmpegError, ValueError) as error:  # ValueError: the channels change on the way
        raise (_damaged(label, f"{kind} that cannot be decoded") if kind else unknown) from error


def _blocks(file) -> Iterator[np.ndarray]:
    while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
        yield block


def _gather(blocks: Iterable[np.ndarray], sample_rate: int, seconds: float, label: str) -> np.ndarray:
    """Average the channels of blocks (frames, channels) and join them until `seconds` are reached."""
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


def _recording(
    waveform: np.ndarray, sample_rate: int, frames: int, exact: bool, seconds: float, label: str
) -> Recording:
    """Hold what was decoded against the `frames` that the source states, a guess unless `exact`."""
    count, limit = len(waveform), max(1, math.ceil(seconds * sample_rate))
    if not count:
        raise AudioError(f"{label}: expected sound, got a header without samples; {AGAIN}")
    if exact and count < min(frames, limit) - SLACK * sample_rate:
        raise _damaged(label, f"{count / sample_rate:.1f} of {frames / sample_rate:.1f} s")
    whole = count if count < limit else max(count, frames)
    return Recording(waveform, sample_rate, whole / sample_rate)


def _damaged(label: str, got: str) -> AudioError:
    return AudioError(f"{label}: expected a whole recording, got {got}: the file is damaged or cut off; {AGAIN}")


def _states_length(stream: BinaryIO) -> bool:
    """Whether an MPEG stream counts its frames (Xing, Info or VBRI); without, a variable bit rate makes it a guess."""
    head = stream.read(10)
    # An ID3v2 tag comes first: its size has four bytes of seven bits.
    size = sum((byte & 0x7F) << 7 * (9 - place) for place, byte in enumerate(head[6:10], 6)) + 10
    stream.seek(size if head.startswith(b"ID3") else 0)
    beginning = stream.read(256)
    stream.seek(0)
    return any(tag in beginning for tag in (b"Xing", b"Info", b"VBRI"))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence file descriptor 2: mpg123 inside libsndfile writes notes on tags and resynchronisation to it.

    The descriptor belongs to the whole process, hence the lock; what other threads write meanwhile is lost.
    """
    with _stderr, contextlib.ExitStack() as undo:
        with contextlib.suppress(OSError):  # a windowed program has no standard error
            kept = os.dup(2)
            undo.callback(os.close, kept)
            undo.callback(os.dup2, kept, 2)
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
        yield
