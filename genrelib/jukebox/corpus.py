"""The 1000 tracks: the piece at each genre and number, planted faults included, and its sound."""

import hashlib
from dataclasses import dataclass

import numpy as np

from genrelib.jukebox import soundfont
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.composing import compose
from genrelib.jukebox.faults import FAULTS, Fault
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.piece import Piece
from genrelib.jukebox.rendering import MASTERING, perform

GENRES = tuple(ALL)
TRACKS = 100  # of each genre
EDITION = "6ed5846b2fdde3ae"  # `digest` of all compositions: frozen, a test holds it; results on the jukebox name it


@dataclass(frozen=True)
class Filed(Piece):
    """A piece with its place in the corpus: `label` is the genre written on it, `genre` that of the music."""

    label: str
    place: int
    fault: Fault | None

    @property
    def track(self) -> str:
        """Track id, as in jazz.00042."""
        return f"{self.label}.{self.place:05d}"


def piece(genre: str, number: int) -> Filed:
    """Look up the piece filed under a genre and number; no audio is made, and notes only on demand.

    Raises ValueError for an unknown genre, or a number outside 0..99.
    """
    if genre not in ALL or not 0 <= number < TRACKS:
        raise ValueError(
            f"expected one of {', '.join(GENRES)} and a number from 0 to {TRACKS - 1}, got {genre} {number}"
        )
    fault = FAULTS.get((genre, number))
    written = compose(*(fault.source if fault else (genre, number)))
    return Filed(**written.__dict__, label=genre, place=number, fault=fault)


def render(piece: Piece) -> np.ndarray:
    """Render a piece: (661500,) float32 in [-1, 1], 30 s at 22,050 Hz; the same on every call."""
    sound = perform(piece)
    fault = getattr(piece, "fault", None)
    return fault.change(sound, Chance(piece.track, "damage")) if fault else sound


def composition(piece: Piece) -> str:
    """Hash all decisions about a piece but those of the mix into 16 hexadecimal digits."""
    facts = [piece.genre, piece.number, piece.artist.name, piece.title, piece.tempo, piece.swing, piece.key, piece.form]
    notes = [(part.role, part.program, part.notes) for part in piece.parts]
    return _short(repr((facts, piece.first, notes)))


def digest() -> str:
    """Hash all compositions into 16 hexadecimal digits; composes everything, which takes some seconds."""
    return _short("".join(composition(piece(genre, number)) for genre in GENRES for number in range(TRACKS)))


def fingerprint() -> str:
    """Hash compositions, mix and SoundFont into 16 hexadecimal digits, without composing."""
    return _short(f"{EDITION} {MASTERING} {soundfont.path().stat().st_size}")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
