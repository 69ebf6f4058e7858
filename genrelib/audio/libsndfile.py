"""Decoding by libsndfile, which soundfile brings along: the usual formats."""

import contextlib
import io
import os
import re
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from genrelib.audio.formats import check_header
from genrelib.audio.recording import Recording, damaged, gather, hold
from genrelib.audio.silence import quiet

ID3V1 = 128  # bytes of such a tag, whose place is the end of a file
BLOCK = 1 << 16  # frames decoded at a time: a long film with six channels never lies in memory at once

# Notes in libsndfile's log about a file that it nevertheless opens: a size in a wav, aiff or au header that the file
# does not hold, and what libogg says of holes and of a missing last page.
PROMISE = re.compile(r"(?:data|SSND|Data Size)\s*: (\d+) \(should be (\d+)\)")
ENDLESS = 0x7FF00000  # bytes: writers to a pipe do not know the size and put about 2 or 4 GiB
UNKNOWN = 1 << 62  # frames: libsndfile's word for a length that is not stated
OGG_DAMAGE = ("lacks an end-of-stream bit", "reports a hole", "Corrupted bitstream")


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


def by_libsndfile(stream: BinaryIO, mpeg: bool, seconds: float, label: str) -> Recording | None:
    """Decode a stream at its beginning; None if libsndfile cannot open it. `mpeg`: it begins as an mp3 does."""
    import soundfile

    if mpeg:
        stream = _past_a_stray_tag(stream)
    exact = not mpeg or _states_length(stream)
    # mpg123 inside libsndfile prints notes on tags and on finding its place again
    with quiet() if mpeg else contextlib.nullcontext():
        try:
            file = soundfile.SoundFile(_Bounded(stream))
        except soundfile.LibsndfileError:
            return None
        with file:
            check_header(file.channels, file.samplerate, label)
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
            exact = exact and frames < UNKNOWN
            return hold(waveform, file.samplerate, frames if frames < UNKNOWN else 0, exact, seconds, label)


def _blocks(file) -> Iterator[np.ndarray]:
    # soundfile seeks after every block of a file that can seek: seams in an mp3, an error in a flac of unknown length.
    file.seekable = lambda: False
    while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
        yield block


def _past_a_stray_tag(stream: BinaryIO) -> BinaryIO:
    """The sound behind an ID3v1 tag that stands before it, where libsndfile looks for a frame; else the stream."""
    stream.seek(_tag_size(stream))
    if stream.read(ID3V1).startswith(b"TAG"):
        return io.BytesIO(stream.read())
    stream.seek(0)
    return stream


def _states_length(stream: BinaryIO) -> bool:
    """Whether an MPEG stream counts its frames (Xing, Info or VBRI); without, a variable bit rate makes it a guess."""
    stream.seek(_tag_size(stream))
    beginning = stream.read(256)
    stream.seek(0)
    return any(tag in beginning for tag in (b"Xing", b"Info", b"VBRI"))


def _tag_size(stream: BinaryIO) -> int:
    """Bytes of the ID3v2 tag at the beginning of a stream, 0 without one; its size has four bytes of seven bits."""
    head = stream.read(10)
    if not head.startswith(b"ID3"):
        return 0
    return sum((byte & 0x7F) << 7 * (9 - place) for place, byte in enumerate(head[6:10], 6)) + 10
