"""Ogg: pages of one or several streams; a chained file, as of a radio, has one recording after the other.

libsndfile reads the first recording and calls the length unknown.
Source: RFC 3533, The Ogg encapsulation format, section 6.
"""

from collections.abc import Iterator

from genrelib.audio.layout.piece import Layout, Piece
from genrelib.audio.layout.window import Stream, Window, read_at, size_of

MAGIC = b"OggS"
HEADER = 27  # bytes before a page's table of sizes
BEGINS = 2  # flag of a stream's first page
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
