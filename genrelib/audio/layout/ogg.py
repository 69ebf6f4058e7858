"""Ogg: pages of one or several streams; a chained file, as of a radio, has one recording after the other.

libsndfile reads the first recording and calls the length unknown.
Source: RFC 3533, The Ogg encapsulation format, section 6.
"""

import zlib
from collections.abc import Iterator

from genrelib.audio.layout.piece import Layout, Piece
from genrelib.audio.layout.window import Stream, Window, read_at, size_of

MAGIC = b"OggS"
HEADER = 27  # bytes before a page's table of sizes
BEGINS = 2  # flag of a stream's first page
ENDS = 4  # flag of its last
CHECKSUM = slice(22, 26)  # of a page
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
LARGEST = HEADER + 255 + 255 * 255  # bytes of a page


def ogg_layout(stream: Stream) -> Layout:
    """Layout of an Ogg file: a piece for each recording that it chains."""
    end = size_of(stream)
    starts = list(_recordings(stream, end)) if _is_chained(stream, end) else []
    if len(starts) < 2:
        stream.seek(0)
        return Layout((Piece(stream, filled=True),))
    stretches = zip(starts, [*starts[1:], end], strict=True)
    return Layout(tuple(Piece(Window(stream, start, stop), filled=True) for start, stop in stretches))


def is_intact(stream: Stream) -> bool:
    """Tell if an Ogg file of one recording is as it was written: each checksum right, no page missing, an end."""
    stream.seek(0)
    number = 0
    while head := stream.read(HEADER):
        sizes = stream.read(head[26]) if len(head) == HEADER and head.startswith(MAGIC) else b""
        page = head + sizes + stream.read(sum(sizes))
        if not sizes or _checksum(page) != page[CHECKSUM] or int.from_bytes(head[18:22], "little") != number:
            return False
        number += 1
        ends = bool(head[5] & ENDS)
    return number > 0 and ends


def _checksum(page: bytes) -> bytes:
    """Checksum of a page as Ogg computes it: the polynomial of zlib, but from the other end of each byte, from 0."""
    blank = page[: CHECKSUM.start] + bytes(4) + page[CHECKSUM.stop :]
    mirrored = zlib.crc32(blank.translate(MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return mirrored.to_bytes(4, "big").translate(MIRRORED)


def _is_chained(stream: Stream, end: int) -> bool:
    """True if the last page is of another stream than the first: a look at both ends is enough."""
    first = stream.read(HEADER)
    tail = read_at(stream, max(0, end - 2 * LARGEST), 2 * LARGEST)
    place = tail.rfind(MAGIC)
    last = tail[place : place + HEADER]
    return place >= 0 and len(last) == HEADER and last[14:18] != first[14:18]


def _recordings(stream: Stream, end: int) -> Iterator[int]:
    """Places where recordings begin: the first pages of streams that follow other pages."""
    place, opening = 0, False
    while place + HEADER <= end:
        head = read_at(stream, place, HEADER)
        if not head.startswith(MAGIC):
            return
        begins = bool(head[5] & BEGINS)
        if begins and not opening:
            yield place
        opening = begins
        sizes = stream.read(head[26])
        place += HEADER + len(sizes) + sum(sizes)
