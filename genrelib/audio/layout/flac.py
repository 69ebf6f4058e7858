"""Flac: the header states the samples, or leaves that open, or has too few where a program was stopped.

The last frames know better: each has its number.
Source: RFC 9639, Free Lossless Audio Codec, sections 8.2 and 9.1.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from genrelib.audio.layout.piece import Layout, Piece, whole
from genrelib.audio.layout.tags import past_tags
from genrelib.audio.layout.window import Stream, Window, read_at, size_of

MAGIC = b"fLaC"
TOTAL_AT = 21  # bytes from the magic to the number of samples, 36 bits behind 4 others
SYNC = re.compile(rb"\xff[\xf8\xf9]")  # how a frame begins
TAIL = 1 << 18  # bytes in which the last frames are looked for


class Frame(NamedTuple):
    """A frame's number, of frames before it or of samples, and the samples that it holds."""

    number: int
    samples: int


def flac_layout(stream: Stream) -> Layout:
    """Layout of a flac, perhaps behind a tag: the number of samples is mended where its last frame ends later."""
    end = size_of(stream)
    first = past_tags(stream, 0, end)
    head = read_at(stream, first, 64)
    if len(head) < 64 or not head.startswith(MAGIC):
        return whole(stream)
    stated = int.from_bytes(head[TOTAL_AT : TOTAL_AT + 5], "big") & (1 << 36) - 1
    present = _samples(head, read_at(stream, max(first, end - TAIL), TAIL))
    if not stated or present <= stated:
        stream.seek(0)
        samples = present if present and not stated else None
        return Layout((Piece(stream, samples=samples, exact=samples is None, filled=True),))
    mended = (head[TOTAL_AT] & 0xF0) << 32 | present
    window = Window(stream, 0, end, {first + TOTAL_AT: mended.to_bytes(5, "big")})
    return Layout((Piece(window, stated=stated, present=present, filled=True),))


def _samples(head: bytes, tail: bytes) -> int:
    """Samples of each channel up to the end of the last frame in the tail of a file; 0 if two are not in it."""
    block = int.from_bytes(head[8:10], "big")  # samples of a frame, where all but the last have as many
    previous = None
    total = 0
    for frame in _frames(tail):
        if previous is not None:
            by_samples = frame.number == previous.number + previous.samples
            if by_samples or (frame.number == previous.number + 1 and previous.samples == block):
                total = frame.samples + frame.number * (1 if by_samples else block)
        previous = frame
    return total


def _frames(tail: bytes) -> Iterator[Frame]:
    """Frames whose headers are in the tail, as their checksums tell."""
    for match in SYNC.finditer(tail):
        head = tail[match.start() : match.start() + 16]
        if len(head) == 16 and (frame := _frame(head)) is not None:
            yield frame


def _frame(head: bytes) -> Frame | None:
    """The frame with that header; None if it is none."""
    size_code, rate_code = head[2] >> 4, head[2] & 15
    ones = 8 - (~head[4] & 0xFF).bit_length()  # the number is coded as characters are in UTF-8
    if size_code == 0 or ones in (1, 8):
        return None
    number = head[4] & (0x7F >> ones)
    place = 5
    for byte in head[5 : 4 + max(1, ones)]:
        number = number << 6 | byte & 0x3F
        place += 1
    extra = {6: 1, 7: 2}.get(size_code, 0)
    if extra:
        samples = int.from_bytes(head[place : place + extra], "big") + 1
    else:
        samples = 192 if size_code == 1 else 576 << size_code - 2 if size_code < 6 else 256 << size_code - 8
    place += extra + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    return Frame(number, samples) if _checksum(head[:place]) == head[place] else None


def _checksum(data: bytes) -> int:
    """CRC-8 of data with the polynomial x^8 + x^2 + x + 1."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value << 1 ^ (0x107 if value & 0x80 else 0)
    return value
