"""ADTS: AAC frames in a row, without a container, as radios send them. A recording may begin within a frame.

FFmpeg leaves out a third of a second where it has to look for the first frame.
Source: ISO/IEC 13818-7, 6.2.
"""

import re

from genrelib.audio.layout.piece import Layout, Piece, whole
from genrelib.audio.layout.tags import GLANCE
from genrelib.audio.layout.window import Stream, Window, read_at, size_of

SYNC = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")  # how a frame begins
HEADER = 7  # bytes
LONGEST = 8191  # bytes of a frame
RUN = 4  # frames in a row that are no chance


def adts_layout(stream: Stream) -> Layout:
    """Layout of AAC frames: one piece, from the first whole frame on."""
    end = size_of(stream)
    head = read_at(stream, 0, GLANCE)
    start = first_frame(head) or 0
    if not start:
        return whole(stream)
    is_named = any(head[:start])
    remark = f"{start:,} bytes at 0.0 s are no sound and were left out."
    return Layout((Piece(Window(stream, start, end)),), (remark,) if is_named else ())


def first_frame(head: bytes) -> int | None:
    """Place of the first of several frames in a row, behind zeros and at most the rest of a frame; None if none is."""
    zeros = len(head) - len(head.lstrip(b"\0"))
    for match in SYNC.finditer(head, zeros, zeros + LONGEST):
        place = match.start()
        for _ in range(RUN):
            size = _size(head, place)
            place += size
            if not size:
                break
        else:
            return match.start()
    return None


def _size(data: bytes, place: int) -> int:
    """Bytes of the frame that begins at a place; 0 if none does."""
    head = data[place : place + HEADER]
    if len(head) < HEADER or not SYNC.match(head):
        return 0
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > HEADER else 0
