"""Tags, which taggers put before, behind and between the sound: titles, artists, pictures."""

from genrelib.audio.layout.window import Stream, read_at

OPENINGS = (b"ID3", b"TAG", b"APETAGEX", b"LYRICSBEGIN")
ID3V1 = 128  # bytes
APE = 32  # bytes of an APE tag's header, and of its footer
GLANCE = 1 << 20  # bytes that are looked at to tell sound from none
TAG_HEAD = APE  # bytes that tell what tag begins


def past_tags(stream: Stream, place: int, end: int) -> int:
    """The place behind the tags, if any, that begin at a place of a stream and lie before the end."""
    while (size := tag_size(read_at(stream, place, TAG_HEAD))) and place + size <= end:
        place += size
    return place


def is_beside(stretch: bytes) -> bool:
    """True if a stretch between sounds is known to be none: tags, or zeros that fill a gap."""
    return stretch.startswith(OPENINGS) or b"APETAGEX" in stretch or not stretch.strip(b"\0")


def tag_size(head: bytes) -> int:
    """Bytes of the tag that begins with those TAG_HEAD bytes, 0 for anything else."""
    if head.startswith(b"ID3") and len(head) >= 10:  # four bytes of seven bits; a flag says that a footer follows
        size = sum((byte & 0x7F) << 7 * (3 - digit) for digit, byte in enumerate(head[6:10]))
        return size + (20 if head[5] & 0x10 else 10)
    if head.startswith(b"TAG"):
        return ID3V1
    if head.startswith(b"APETAGEX") and len(head) == APE:
        is_header = head[23] & 0x20  # the same bytes stand behind the tag as its footer
        return APE + (int.from_bytes(head[12:16], "little") if is_header else 0)
    return 0
