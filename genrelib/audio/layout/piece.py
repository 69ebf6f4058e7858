"""Pieces: the stretches of a file that are decoded one after the other."""

from dataclasses import dataclass

from genrelib.audio.layout.window import Stream

TRIFLE = 1024  # bytes beside the sound that are not worth a word


@dataclass(frozen=True)
class Piece:
    """A stretch of a file that a decoder reads by itself.

    `stated` bytes of sound by its header, where `present` are there; both None where the header is right or leaves it
    open. `samples` of each channel where they were counted, None: the decoder knows. `exact`: it is damaged if fewer
    samples come than stated. `filled`: but for tags there is sound up to its end, and a decoder should reach that.
    """

    stream: Stream
    stated: int | None = None
    present: int | None = None
    samples: int | None = None
    exact: bool = True
    filled: bool = False


@dataclass(frozen=True)
class Layout:
    """The pieces of a file in their order, and sentences about what lies between them."""

    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...] = ()


def whole(stream: Stream) -> Layout:
    """Layout of a file that is one piece, of which its decoder knows best."""
    stream.seek(0)
    return Layout((Piece(stream),))
