"""Scales, and chords from roman numerals. Pitches are MIDI numbers, pitch classes 0 (C) to 11 (B)."""

import re
from dataclasses import dataclass
from functools import cache

NOTES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

SCALES = {  # semitones above the tonic
    "major": (0, 2, 4, 5, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}

DEGREES = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
NUMERAL = re.compile(r"([b#]?)([IV]+|[iv]+)(.*)")
QUALITIES = {  # what follows the numeral -> semitones above the root, for upper and for lower case
    "": ((0, 4, 7), (0, 3, 7)),
    "5": ((0, 7), (0, 7)),
    "6": ((0, 4, 7, 9), (0, 3, 7, 9)),
    "7": ((0, 4, 7, 10), (0, 3, 7, 10)),
    "9": ((0, 4, 7, 10, 14), (0, 3, 7, 10, 14)),
    "maj7": ((0, 4, 7, 11), (0, 3, 7, 11)),
    "sus": ((0, 5, 7), (0, 5, 7)),
    "o7": ((0, 3, 6, 9), (0, 3, 6, 9)),
    "h7": ((0, 3, 6, 10), (0, 3, 6, 10)),
    "o": ((0, 3, 6), (0, 3, 6)),
}
SUFFIXES = {"": ("", "m"), "6": ("6", "m6"), "7": ("7", "m7"), "9": ("9", "m9"), "h7": ("m7b5", "m7b5")}


@dataclass(frozen=True)
class Chord:
    """A chord in a key: `root` is a pitch class, `tones` semitones above it, `name` as musicians write it."""

    name: str
    root: int
    tones: tuple[int, ...]

    @property
    def classes(self) -> frozenset[int]:
        """Pitch classes that belong to it."""
        return frozenset((self.root + tone) % 12 for tone in self.tones)


@cache
def chord(numeral: str, tonic: int) -> Chord:
    """Read a numeral such as ii7, bVII or V9 in the major scale on `tonic`, whatever the mode.

    Upper case is major, lower case minor; maj7, sus, 5 (a fifth alone), o7 and h7 (half diminished) as in lead sheets.

    Raises ValueError for anything else.
    """
    match = NUMERAL.fullmatch(numeral)
    if not match or match[2].upper() not in DEGREES or match[3] not in QUALITIES:
        raise ValueError(f"expected a numeral such as I, ii7 or bVII, got {numeral!r}")
    accidental, degree, quality = match.groups()
    root = (tonic + DEGREES[degree.upper()] + {"": 0, "b": -1, "#": 1}[accidental]) % 12
    minor = degree.islower()
    suffix = SUFFIXES.get(quality, (quality, quality))[minor]
    return Chord(NOTES[root] + suffix, root, QUALITIES[quality][minor])


@cache
def bars(progression: str, tonic: int) -> tuple[tuple[Chord, ...], ...]:
    """Read the chords of each bar of a lead sheet: "ii7 | V7 | Imaj7 VI7" has three bars, the last of two chords."""
    return tuple(tuple(chord(numeral, tonic) for numeral in bar.split()) for bar in progression.split("|"))


@cache
def ladder(tonic: int, scale: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """The pitches of a scale from low to high, both included."""
    return tuple(pitch for pitch in range(low, high + 1) if (pitch - tonic) % 12 in scale)


@cache
def nearest(chord: Chord, pitch: int) -> int:
    """The tone of the chord nearest to a pitch, the lower one of two."""
    return min(range(pitch - 6, pitch + 7), key=lambda p: (p % 12 not in chord.classes, abs(p - pitch)))


@cache
def above(pitch_class: int, low: int) -> int:
    """The lowest pitch of that class from `low` on."""
    return low + (pitch_class - low) % 12
