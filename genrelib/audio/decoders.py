"""Two decoders, one after the other: libsndfile for the usual formats, PyAV where it is installed for the rest."""

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from genrelib.audio.recording import AGAIN, AudioError, Recording, damaged, gather, hold

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"
BLOCK = 1 << 16  # frames decoded at a time: a long film with six channels never lies in memory at once

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


class _Bounded:
    """A stream that stays where it is instead of being moved before its beginning, as damaged headers demand.

    An exception there would be printed by the callback that libsndfile reads through. The stream also has no name, from
    whose ending soundfile might conclude that it lacks a header.
    """

    def __init__(self, stream: BinaryIO):
        self.stream = stream
        self.readinto = stream.readinto
        self.tell = stream.tell

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with contextlib.suppress(OSError, ValueError):
            self.stream.seek(offset, whence)
        return self.stream.tell()


def by_soundfile(stream: BinaryIO, head: bytes, seconds: float, label: str) -> Recording | None:
    """Decode with libsndfile; None if it does not know the format."""
    import soundfile

    mpeg = head.startswith(b"ID3") or (head[0] == 0xFF and head[1:2] >= b"\xe0")
    exact = not mpeg or _states_length(stream)
    with _quiet() if mpeg else contextlib.nullcontext():
        try:
            file = soundfile.SoundFile(_Bounded(stream))
        except soundfile.LibsndfileError:
            return None
        with file:
            try:
                waveform = gather(_blocks(file), file.samplerate, seconds, label)
            except soundfile.LibsndfileError as error:
                raise damaged(label, f"{file.format.lower()} data that cannot be decoded") from error
            if any(note in file.extra_info for note in OGG_DAMAGE):
                raise damaged(label, "a stream with a hole or without an end")
            promise = PROMISE.search(file.extra_info)
            frames = file.frames
            if promise and int(promise[1]) < ENDLESS:
                frames = round(frames * int(promise[1]) / max(1, int(promise[2])))
            return hold(waveform, file.samplerate, frames, exact, seconds, label)


def by_av(stream: BinaryIO, head: bytes, seconds: float, label: str) -> Recording:
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
            tracks = [track for track in container.streams.audio if track.codec_context and track.rate]
            if not tracks:
                raise AudioError(f"{label}: expected sound, got a file without an audio track; choose another file")
            track = tracks[0]
            resampler = av.AudioResampler(format="fltp", rate=track.rate)
            pieces = (piece for frame in container.decode(track) for piece in resampler.resample(frame))
            waveform = gather((piece.to_ndarray().T for piece in pieces), track.rate, seconds, label)
            length = track.duration and float(track.duration * track.time_base)
            # The length of the whole file is that of its sound only if there is no picture.
            exact = container.format.name not in LENGTHLESS and (length or len(container.streams) == 1)
            frames = round((length or (container.duration or 0) / av.time_base) * track.rate)
            return hold(waveform, track.rate, frames, bool(exact), seconds, label)
    except AudioError:
        raise
    except (av.FFmpegError, ValueError) as error:  # ValueError: the channels change on the way
        raise (damaged(label, f"{kind} that cannot be decoded") if kind else unknown) from error


def _blocks(file) -> Iterator[np.ndarray]:
    while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
        yield block


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
