"""MPEG audio (mp3): frames in a row, whose number no header needs to state, with tags and worse between them.

libsndfile guesses the length of a file without a count from its first frame, wrongly where the bit rate varies; it
ends with the first of two joined files, and fails at junk. So frames are walked from header to header, each of which
says how long its frame is, and the decoder gets frames alone.
The count in the first frame, by Xing, LAME and Fraunhofer, has no standard.
"""

import io
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from genrelib.audio.layout.flac import MAGIC, flac_layout
from genrelib.audio.layout.mpeg_header import MONO, Kind, frame_at, sizes_of
from genrelib.audio.layout.piece import TRIFLE, Layout, Piece, whole
from genrelib.audio.layout.tags import TAG_HEAD, is_beside, past_tags, tag_size
from genrelib.audio.layout.window import Stream, read_at, size_of

SYNC = re.compile(rb"\xff[\xe2-\xff][\x10-\xef]", re.DOTALL)  # how a frame can begin
RUN = 3  # frames in a row that are no chance
LOST = 0.1  # s by which a count may differ: some encoders count the first frame, some do not
XING = (b"Xing", b"Info")
COUNTS = (*XING, b"VBRI")
SIDES = (13, 21, 36)  # bytes of a frame before a count: low rates and mono, one of both, neither
HEAD = 64  # bytes of a frame in which its count would be
LONGEST = 2881  # bytes of a frame
HIGHEST = 64  # times the bit rate of its first frame that a file can have


@dataclass
class Encoding:
    """Frames of one encoding: `stretches` of the data without what lies between them.

    `count` of frames by the encoder's own word, in a frame before them, the first stretch; None without such a word.
    """

    kind: Kind
    count: int | None = None
    frames: int = 0
    stretches: list[tuple[int, int]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return self.frames * self.kind.samples / self.kind.rate

    @property
    def is_counted(self) -> bool:
        """True if there is a count, and no more frames than it says."""
        return self.count is not None and self.seconds - self.count * self.kind.samples / self.kind.rate <= LOST

    def sound(self, data: bytes) -> bytes:
        """The frames alone, and the count if it is right: decoders believe it."""
        first = 1 if self.count is not None and not self.is_counted else 0
        return b"".join(data[start:end] for start, end in self.stretches[first:])


class Overstated(io.BytesIO):
    """Data that say they are longer than they are: libsndfile guesses samples from bytes, and reads no more."""

    _is_at_end = False

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._is_at_end = whence == os.SEEK_END and offset == 0
        return super().seek(offset, whence)

    def tell(self) -> int:
        return super().tell() * (HIGHEST if self._is_at_end else 1)


def begins_late(head: bytes) -> bool:
    """True if a file's first bytes are zeros, or the rest of a frame that was cut, and frames follow."""
    sound = head.lstrip(b"\0")
    start = _next(sound, 0, {})
    return start is not None and start < LONGEST


def mpeg_layout(stream: Stream) -> Layout:
    """Layout of a file that begins as an mp3 does: a piece for each recording in it; or of a flac behind a tag."""
    end = size_of(stream)
    first = past_tags(stream, 0, end)
    if read_at(stream, first, len(MAGIC)) == MAGIC:
        return flac_layout(stream)
    if _is_as_counted(stream, first, end):
        head = read_at(stream, 0, TAG_HEAD)
        is_usual = first == 0 or (head.startswith(b"ID3") and first == tag_size(head))  # one tag libsndfile knows
        return whole(stream) if is_usual else Layout((Piece(io.BytesIO(read_at(stream, first, end - first))),))
    data = read_at(stream, 0, end)
    streams, between = _walk(data)
    if not streams:
        return whole(stream)
    return Layout(tuple(_piece(data, one) for one in streams), _remarks(between))


def _piece(data: bytes, stream: Encoding) -> Piece:
    if stream.is_counted:
        return Piece(io.BytesIO(stream.sound(data)))
    return Piece(Overstated(stream.sound(data)), samples=stream.frames * stream.kind.samples, exact=False)


def _remarks(between: list[tuple[float, int]]) -> tuple[str, ...]:
    """A sentence about what is no sound between frames: places (s) and bytes."""
    if not between:
        return ()
    places = ", ".join(f"{seconds:.1f}" for seconds, _ in between[:3]) + (" s and later" if len(between) > 3 else " s")
    return (f"{sum(size for _, size in between):,} bytes at {places} are no sound and were left out.",)


def _walk(data: bytes) -> tuple[list[Encoding], list[tuple[float, int]]]:
    """The streams in the data, and what lies between their frames and is neither sound nor tag: places (s), bytes."""
    counts = _counts(data)
    streams: list[Encoding] = []
    between = []
    place = 0
    seconds = 0.0
    while (start := _next(data, place, counts)) is not None and (frame := frame_at(data, start)) is not None:
        if start > place and not is_beside(data[place:start]):
            between.append((seconds, start - place))
        kind, size = frame
        if not streams or streams[-1].kind != kind or start in counts:
            streams.append(Encoding(kind, counts.get(start)))
        if start in counts:
            streams[-1].stretches.append((start, start + size))
            start += size
        place, frames = _run(data, start, kind, counts)
        streams[-1].frames += frames
        seconds += frames * kind.samples / kind.rate
        streams[-1].stretches.append((start, place))
    rest = data[place:]
    if streams and len(rest) > TRIFLE and not is_beside(rest) and frame_at(data, place) is None:
        between.append((seconds, len(rest)))
    return streams, between


def _run(
    data: bytes, place: int, kind: Kind, counts: Mapping[int, int | None], most: float = math.inf
) -> tuple[int, int]:
    """End and number, at `most` so many, of the frames of a kind in a row from a place on, before one with a count."""
    sizes = sizes_of(kind)
    frames = 0
    last = len(data) - 4
    while place <= last and data[place] == 0xFF and place not in counts and frames < most:
        size = sizes.get(data[place + 1] << 8 | data[place + 2], 0)
        if not size or place + size > last + 4 or (data[place + 3] >= MONO) != kind.is_mono:
            break
        place += size
        frames += 1
    return place, frames


def _next(data: bytes, place: int, counts: Mapping[int, int | None]) -> int | None:
    """Place of the next frame that others follow, to be taken for one; None if none comes."""
    place = past_tags(io.BytesIO(data), place, len(data))
    for match in SYNC.finditer(data, place):
        start = match.start()
        frame = frame_at(data, start)
        if frame is None:
            continue
        if start in counts:
            return start
        end, frames = _run(data, start, frame[0], counts, RUN)
        if frames >= RUN or (frames and (end == len(data) or end in counts)):
            return start
    return None


def _is_as_counted(stream: Stream, first: int, end: int) -> bool:
    """True if the first frame counts bytes and the file holds as many, so that nothing else is in it."""
    head = read_at(stream, first, HEAD)
    mark = _mark(head, 0) if frame_at(head, 0) else -1
    if not head[mark:].startswith(XING) or mark < 0 or head[mark + 7] & 3 != 3:
        return False
    behind = first + int.from_bytes(head[mark + 12 : mark + 16], "big")
    return behind <= end and past_tags(stream, behind, end) == end


def _counts(data: bytes) -> dict[int, int | None]:
    """Places of frames that hold an encoder's count in place of sound, with that count of frames; None without it."""
    counts: dict[int, int | None] = {}
    for name in COUNTS:
        at = data.find(name)  # faster than a pattern, of which most files hold none
        while at >= 0:
            for side in SIDES:
                start = at - side
                if start >= 0 and frame_at(data, start) and _mark(data, start) == at:
                    counts[start] = _count(data[at : at + 18])
            at = data.find(name, at + 1)
    return counts


def _mark(data: bytes, start: int) -> int:
    """Place at which a count would stand in the frame at `start`, or -1: behind the numbers about its two halves."""
    head = data[start : start + HEAD]
    if head[36:40] == b"VBRI":
        return start + 36
    if len(head) < HEAD or head[1] >> 1 & 3 != 1:  # layer III alone
        return -1
    return start + SIDES[(head[1] >> 3 & 3 == 3) + (head[3] < MONO)]


def _count(mark: bytes) -> int | None:
    if mark.startswith(b"VBRI"):
        return int.from_bytes(mark[14:18], "big")
    return int.from_bytes(mark[8:12], "big") if mark[7:8] and mark[7] & 1 else None
