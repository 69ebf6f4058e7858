"""The score: notes, parts, and the passages of a song that players fill. Times are in beats."""

from dataclasses import dataclass
from typing import NamedTuple

from genrelib.jukebox.harmony import Chord


class Note(NamedTuple):
    """Start and length in beats, MIDI pitch, and force: the MIDI velocity before the player's hand shakes."""

    start: float
    length: float
    pitch: int
    force: float


@dataclass(frozen=True)
class Part:
    """The notes of one instrument: a General MIDI program, or a drum kit's."""

    role: str
    program: int
    drums: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Passage:
    """A section of a song, for a player to fill.

    `chords` holds each bar's, `following` the chord after the last bar; `lift` is how hard to play, about 1;
    `ladder` the scale, semitones above `tonic`.
    """

    section: str
    start: float  # beats
    meter: int  # beats per bar
    chords: tuple[tuple[Chord, ...], ...]
    following: Chord
    tonic: int
    scale: tuple[int, ...]
    lift: float

    @property
    def bars(self) -> int:
        """Number of bars."""
        return len(self.chords)

    def chord(self, bar: int, share: float) -> Chord:
        """The chord that sounds at a share of a bar."""
        chords = self.chords[bar]
        return chords[int(share * len(chords) + 1e-9)]

    def next_chord(self, bar: int, share: float) -> Chord:
        """The chord after the one that sounds there."""
        chords = self.chords[bar]
        place = int(share * len(chords) + 1e-9) + 1
        if place < len(chords):
            return chords[place]
        return self.chords[bar + 1][0] if bar + 1 < self.bars else self.following

    def beat(self, bar: int, share: float) -> float:
        """The beat of the song at a share of a bar."""
        return self.start + (bar + share) * self.meter
