"""Files of chunks, each with a name and a size: wav, rf64, w64, aiff, caf; and au, whose header has the size alone.

Recorders that are cut short, pipes and editors leave sizes of the sound that are 0, all ones, or too small. What lies
behind the sound then tells: if it is more chunks or tags the size is right, else it is sound.
Source: the formats' own specifications (RIFF, EBU Tech 3306, Sony Wave64, Apple AIFF and CAF, Sun au).
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from genrelib.audio.layout.piece import TRIFLE, Layout, Piece
from genrelib.audio.layout.tags import GLANCE, is_beside
from genrelib.audio.layout.window import Stream, Window, read_at, size_of

UNKNOWN = 0x7FF00000  # bytes: a size of four bytes from here on says that the writer did not know,
LARGEST = 1 << 48  # bytes: and so does one of eight bytes from here on


class Chunk(NamedTuple):
    """A chunk: the place of its size, the place of its content, and the bytes of that."""

    name: bytes
    size_at: int
    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size


@dataclass(frozen=True)
class Family:
    """A way to write chunks: name of the one with the sound, bytes before the first, of a name, form of the sizes.

    `counted`: bytes of a chunk's own header within its size; `step`: chunks begin at multiples of it. `to_the_end`:
    libsndfile takes all that follows for sound.
    """

    sound: bytes
    form: str = "<I"
    first: int = 12
    name: int = 4
    counted: int = 0
    step: int = 2
    to_the_end: bool = False

    @property
    def header(self) -> int:
        return self.name + struct.calcsize(self.form)

    def pack(self, size: int) -> bytes:
        """Bytes of the size of a chunk with that content, the greatest that fits where it does not fit."""
        most = 2 ** (8 * struct.calcsize(self.form) - self.form[-1].islower()) - 1
        return struct.pack(self.form, min(size + self.counted, most))

    def chunks(self, stream: Stream, place: int, end: int) -> Iterator[Chunk]:
        """Chunks from a place on, as far as they have a name and lie before the end."""
        while place + self.header <= end:
            head = read_at(stream, place, self.header)
            name = head[: self.name]
            (size,) = struct.unpack(self.form, head[self.name :])
            if self.name == 4 and not all(32 <= letter < 127 for letter in name):
                return
            chunk = Chunk(name, place + self.name, place + self.header, size - self.counted)
            yield chunk
            if chunk.size < 0 or chunk.end > end:
                return
            place = chunk.end + -chunk.end % self.step


WAV = Family(b"data")
RIFX = Family(b"data", ">I")
AIFF = Family(b"SSND", ">I")
CAF = Family(b"data", ">q", first=8, step=1)
W64 = Family(
    bytes.fromhex("64617461f3acd3118cd100c04f8edb8a"), "<q", first=40, name=16, counted=24, step=8, to_the_end=True
)


def chunk_layout(stream: Stream) -> Layout:
    """Layout of a file of chunks, or of several that were joined."""
    end = size_of(stream)
    pieces: list[Piece] = []
    place: int | None = 0
    while place is not None:
        part = Window(stream, place, end) if place else stream
        piece, length = READERS[read_at(part, 0, 4)](part, end - place)
        piece.stream.seek(0)
        pieces.append(piece)
        place = place + length if length else None
    return Layout(tuple(pieces))


def _rf64(stream: Stream, end: int) -> tuple[Piece, int]:
    """A wav file that may be longer than 4 GB: a chunk of its own has the sizes."""
    sizes = None
    for chunk in WAV.chunks(stream, WAV.first, end):
        if chunk.name == b"ds64":
            sizes = chunk
        elif chunk.name == WAV.sound and chunk.size == 0xFFFFFFFF and sizes is not None:
            size = int.from_bytes(read_at(stream, sizes.start + 8, 8), "little")
            mended = {sizes.start + 8: (end - chunk.start).to_bytes(8, "little")}
            return _measured(stream, WAV, chunk._replace(size=size), end, mended)
    return _of_family(WAV, stream, end)


def _au(stream: Stream, end: int) -> tuple[Piece, int]:
    """An au file: the place and the size of the sound are numbers of its header, and nothing follows it."""
    head = read_at(stream, 0, 12)
    if len(head) < 12:
        return Piece(stream), 0
    family = Family(b"", ">I" if head.startswith(b".snd") else "<I", step=1)
    start, size = struct.unpack(family.form[0] + "II", head[4:])
    return _measured(stream, family, Chunk(b"", 8, start, size), end)


def _of_family(family: Family, stream: Stream, end: int) -> tuple[Piece, int]:
    for chunk in family.chunks(stream, family.first, end):
        if chunk.name == family.sound:
            return _measured(stream, family, chunk, end)
    return Piece(stream), 0


def _measured(
    stream: Stream, family: Family, sound: Chunk, end: int, mended: dict[int, bytes] | None = None
) -> tuple[Piece, int]:
    """The piece with that chunk of sound, of which a wrong size is mended, and the bytes before another file, or 0."""
    present = max(0, end - sound.start)
    mended = mended or {sound.size_at: family.pack(present)}
    is_open = UNKNOWN <= sound.size <= 0xFFFFFFFF or not 0 <= sound.size < LARGEST
    if is_open and not 0 <= sound.size <= present:
        return Piece(Window(stream, 0, end, mended)), 0
    if sound.size > present:
        return Piece(stream, stated=sound.size, present=present), 0
    following = sound.end + -sound.end % family.step
    if sound.size and read_at(stream, following, 4) in READERS:
        return Piece(Window(stream, 0, following)), following
    if end - following <= TRIFLE or _is_beside(stream, family, following, end):
        return Piece(Window(stream, 0, sound.end) if family.to_the_end else stream), 0
    return Piece(Window(stream, 0, end, mended), stated=sound.size or None, present=present), 0


def _is_beside(stream: Stream, family: Family, place: int, end: int) -> bool:
    """True if what lies from a place to the end is no sound: whole chunks, tags or zeros."""
    if family.sound:
        for chunk in family.chunks(stream, place, end):
            if 0 <= end - chunk.end < family.step:
                return True
    return is_beside(read_at(stream, place, GLANCE))


READERS: dict[bytes, Callable[[Stream, int], tuple[Piece, int]]] = {
    b"RIFF": partial(_of_family, WAV),
    b"RIFX": partial(_of_family, RIFX),
    b"RF64": _rf64,
    b"riff": partial(_of_family, W64),
    b"FORM": partial(_of_family, AIFF),
    b"caff": partial(_of_family, CAF),
    b".snd": _au,
    b"dns.": _au,
}
