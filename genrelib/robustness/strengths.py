"""The edits that systems are held against, each at several strengths, from the mildest on."""

from collections.abc import Sequence

from genrelib.edits import EDITS, Chain

STRENGTHS = (
    "lowpass:4000",
    "lowpass:2000",
    "lowpass:1000",
    "highpass:300",
    "highpass:1000",
    "telephone",
    "white:30",
    "white:10",
    "pink:10",
    "reverb:0.5",
    "reverb:2",
    "mp3:24",
    "pitch:1",
    "pitch:4",
    "tempo:80",
    "tempo:125",
    "gain:-20",
    "gain:15",
    "reverse",
    "crop:10:15",
    "harmonic",
    "percussive",
)


def chosen(texts: Sequence[str] | None = None) -> tuple[str, ...]:
    """Texts of chains: those of STRENGTHS by default; the name of an edit stands for all of its strengths there.

    Raises ValueError that names what is neither an edit nor a chain of edits.
    """
    if not texts:
        return STRENGTHS
    edits: list[str] = []
    for text in texts:
        by_name = [known for known in STRENGTHS if known.split(":")[0] == text]
        edits += by_name if text in EDITS and by_name else [str(Chain.parse(text))]
    return tuple(dict.fromkeys(edits))
