"""Kinds of audio that are decoded, told by a file's first bytes: no others reach a decoder, whatever their names.

Decoders know many more formats, playlists and network streams among them: each is a way for a stranger's file to crash
the program, or to have it open other files. Bounds on channels and sample rate keep a header from asking for memory.
"""

from collections.abc import Callable
from dataclasses import dataclass

from genrelib.audio import layout
from genrelib.audio.errors import AGAIN, AudioError
from genrelib.audio.layout.window import Stream

FORMATS = "wav, flac, ogg, opus, mp3, aiff or au"  # that need no PyAV, for messages
CHANNELS = 64  # stems and ambisonics have fewer
RATES = (1000, 400_000)  # Hz


@dataclass(frozen=True)
class Format:
    """A kind of file: its `magic` bytes at an `offset`, and the reader of its layout.

    `needs_pyav`: libsndfile cannot decode it. `prints`: its decoder prints notes.
    """

    name: str
    magic: bytes
    read_layout: Callable[[Stream], layout.Layout] = layout.whole
    offset: int = 0
    needs_pyav: bool = False
    prints: bool = False


KNOWN = (
    Format("wav", b"RIFF", layout.chunk_layout),
    Format("wav", b"RIFX", layout.chunk_layout),
    Format("wav", b"RF64", layout.chunk_layout),
    Format("w64", b"riff", layout.chunk_layout),
    Format("flac", b"fLaC", layout.flac_layout),
    Format("ogg", b"OggS", layout.ogg_layout),
    Format("aiff", b"FORM", layout.chunk_layout),
    Format("au", b".snd", layout.chunk_layout),
    Format("au", b"dns.", layout.chunk_layout),
    Format("caf", b"caff", layout.chunk_layout),
    Format("mp3", b"ID3", layout.mpeg_layout, prints=True),  # or flac: a tag may stand before either
    Format("mp3", b"TAG", layout.mpeg_layout, prints=True),
    Format("mp3", b"APETAGEX", layout.mpeg_layout, prints=True),
    Format("MPEG-4 audio (m4a, mp4)", b"ftyp", offset=4, needs_pyav=True),
    Format("Matroska audio (webm, mka)", b"\x1aE\xdf\xa3", needs_pyav=True),
    Format("AAC audio", b"\xff\xf0", layout.adts_layout, needs_pyav=True),
    Format("Windows Media audio (wma)", b"0&\xb2u", needs_pyav=True),
)
MPEG = Format("mp3", b"", layout.mpeg_layout, prints=True)
ADTS = next(format for format in KNOWN if format.name.startswith("AAC"))


def recognize(head: bytes) -> Format | None:
    """The format of a file by its first bytes; None for any other."""
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # eleven bits of ones begin an MPEG frame
        layer = head[1] >> 1 & 0b11  # none in AAC's frames
        return MPEG if layer else ADTS if head[1] & 0xF0 == 0xF0 else None
    return next((known for known in KNOWN if head[known.offset :].startswith(known.magic)), None)


def is_text(head: bytes) -> bool:
    """True if a file begins as text does: in UTF-16 behind its mark, or without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
        return all(character.isprintable() or character.isspace() for character in text)
    return not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head)


def check_header(channels: int, sample_rate: int, label: str) -> None:
    """Raise AudioError if a header states more channels, or another sample rate (Hz), than recordings have."""
    if not 1 <= channels <= CHANNELS:
        raise AudioError(f"{label}: expected 1 to {CHANNELS} channels, got {channels}; export fewer of them")
    low, high = RATES
    if not low <= sample_rate <= high:
        raise AudioError(
            f"{label}: expected a sample rate of {low} to {high} Hz, got {sample_rate}; export it at 44100"
        )


def unreadable(label: str) -> AudioError:
    """The error for data that is no audio of ours."""
    return AudioError(
        f"{label}: expected audio ({FORMATS}), got data that no decoder knows, damaged or not audio; {AGAIN} as wav"
    )
