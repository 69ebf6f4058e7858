"""Windows: parts of a stream, with some bytes mended, as streams; and small readings of a stream."""

import io
import os
from collections.abc import Mapping

Stream = io.RawIOBase | io.BufferedIOBase


class Window(io.RawIOBase):
    """The bytes from `start` to `end` of a stream as a stream; at the places in `mended` it has those bytes instead."""

    def __init__(self, stream: Stream, start: int, end: int, mended: Mapping[int, bytes] | None = None):
        self._stream = stream
        self._start = start
        self._size = end - start
        self._mended = mended or {}
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if place < 0:
            raise ValueError(f"expected a place of at least 0, got {place}")
        self._place = place
        return place

    def readinto(self, buffer) -> int:
        view = memoryview(buffer).cast("B")[: max(0, self._size - self._place)]
        self._stream.seek(self._start + self._place)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        for place, mend in self._mended.items():
            first = max(place, self._place)
            last = min(place + len(mend), self._place + len(data))
            if first < last:
                view[first - self._place : last - self._place] = mend[first - place : last - place]
        self._place += len(data)
        return len(data)


def size_of(stream: Stream) -> int:
    """Bytes of a stream, which is then at its beginning."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def read_at(stream: Stream, place: int, count: int) -> bytes:
    """At most `count` bytes from a place of a stream."""
    stream.seek(place)
    return stream.read(count)
