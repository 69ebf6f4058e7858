"""Decoding by libsndfile, which soundfile brings along: the usual formats."""

import contextlib
import os
from collections.abc import Iterator
from typing import BinaryIO, cast

import numpy as np

from genrelib.audio.errors import damaged
from genrelib.audio.formats import check_header
from genrelib.audio.layout import Layout, Piece, is_intact
from genrelib.audio.layout.piece import TRIFLE
from genrelib.audio.layout.tags import GLANCE, is_beside
from genrelib.audio.layout.window import Stream, read_at, size_of
from genrelib.audio.mixdown import Mixdown
from genrelib.audio.recording import SLACK, Recording

BLOCK = 1 << 16  # frames decoded at a time: a long film with six channels never lies in memory at once
UNKNOWN = 1 << 62  # frames: libsndfile's word for a length that is not stated
OGG_DAMAGE = ("lacks an end-of-stream bit", "reports a hole", "Corrupted bitstream")  # notes in libsndfile's log


class _Bounded:
    """A stream that stays where it is instead of being moved before its beginning, as damaged headers demand.

    An exception there would be printed by the callback that libsndfile reads through. The stream also has no name, from
    whose ending soundfile might conclude that it lacks a header.
    """

    def __init__(self, stream: Stream):
        self.stream = stream
        self.readinto = stream.readinto
        self.tell = stream.tell

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with contextlib.suppress(OSError, ValueError):
            self.stream.seek(offset, whence)
        return self.stream.tell()


def by_libsndfile(layout: Layout, mixdown: Mixdown) -> Recording | None:
    """Decode the pieces of a file one after the other; None where libsndfile is not able to.

    It may not open the first, or refuse what is intact: Opus whose pages count other samples than their packets hold,
    as in many files that FFmpeg wrote.

    Raises AudioError if a piece is damaged or cut off, its samples are not finite, or there are none.
    """
    import soundfile

    seconds = 0.0
    remarks = list(layout.remarks)
    for piece in layout.pieces:
        try:
            file = soundfile.SoundFile(cast(BinaryIO, _Bounded(piece.stream)))
        except soundfile.LibsndfileError:
            if piece is layout.pieces[0]:
                return None
            remarks.append(f"What follows the first {seconds:.1f} s was not read: libsndfile cannot open it.")
            break
        with file:
            check_header(file.channels, file.samplerate, mixdown.label)
            try:
                length = _decode(file, piece, mixdown)
            except soundfile.LibsndfileError as error:
                if all(is_intact(piece.stream) for piece in layout.pieces):
                    return None
                raise damaged(mixdown.label, f"{file.format.lower()} data that cannot be decoded") from error
            stated = _stated(file, piece) / file.samplerate
        seconds += length
        remarks += _remarks(piece, length, stated, mixdown)
    return mixdown.recording(seconds, tuple(remarks))


def _decode(file, piece: Piece, mixdown: Mixdown) -> float:
    """Add a piece to the mixdown, as far as that takes it; return the length of the piece in seconds."""
    rate = file.samplerate
    count = sum(mixdown.add(block, rate) for block in _blocks(file, mixdown))
    if any(note in file.extra_info for note in OGG_DAMAGE):
        raise damaged(mixdown.label, "a stream with a hole or without an end")
    stated = _stated(file, piece)
    if mixdown.is_full:
        return max(count, stated) / rate
    if piece.exact and count < stated - SLACK * rate:
        raise damaged(mixdown.label, f"{count / rate:.1f} of {stated / rate:.1f} s")
    return count / rate


def _blocks(file, mixdown: Mixdown) -> Iterator[np.ndarray]:
    # soundfile seeks after every block of a file that can seek: seams in an mp3, an error in a flac of unknown length.
    file.seekable = lambda: False
    left = file.frames  # what follows may be no sound, and an error
    while left and not mixdown.is_full and len(block := file.read(min(BLOCK, left), dtype="float32", always_2d=True)):
        left -= len(block)
        yield block


def _stated(file, piece: Piece) -> int:
    """Samples of each channel that a piece ought to give, 0 if nobody knows."""
    if piece.samples is not None:
        return piece.samples
    frames = file.frames if file.frames < UNKNOWN else 0  # libsndfile counts what the file holds
    if piece.stated is not None and piece.present and piece.stated > piece.present:
        return round(frames * piece.stated / piece.present)
    return frames


def _remarks(piece: Piece, length: float, stated: float, mixdown: Mixdown) -> Iterator[str]:
    """Sentences about a piece of so many seconds: what its header hid, what of the stated seconds was not read."""
    if piece.stated is not None and piece.present is not None and piece.stated < piece.present:
        hidden = length * piece.stated / piece.present
        yield f"The header states {hidden:.1f} s of sound, but {length:.1f} s are there and are read."
    if length < stated - SLACK:
        yield f"{stated - length:.1f} of {stated:.1f} s were not read: the decoder stopped before."
    if piece.filled and not mixdown.is_full:
        place = piece.stream.tell()
        left = size_of(piece.stream) - place
        if left > TRIFLE and not is_beside(read_at(piece.stream, place, GLANCE)):
            yield f"The last {left:,} bytes were not read: the decoder ended before them."
