"""Chords struck in a rhythm: comping, strumming, stabs, pads."""

from collections.abc import Callable
from dataclasses import dataclass

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.harmony import Chord, above
from genrelib.jukebox.rhythm import strokes, waltz
from genrelib.jukebox.score import Note, Passage


def close(chord: Chord, low: int) -> tuple[int, ...]:
    """Every tone once, in the octave from `low` on: inversions that move little."""
    return tuple(sorted(above(pitch, low) for pitch in chord.classes))


def power(chord: Chord, low: int) -> tuple[int, ...]:
    """Root, fifth and octave."""
    root = above(chord.root, low)
    return root, root + 7, root + 12


def shell(chord: Chord, low: int) -> tuple[int, ...]:
    """The tones from the third on, without the root."""
    return tuple(sorted(above((chord.root + tone) % 12, low) for tone in chord.tones[1:]))


def spread(chord: Chord, low: int) -> tuple[int, ...]:
    """Wide: root, fifth, then the third above the octave, as on six strings."""
    root = above(chord.root, low)
    fifth = chord.tones[min(2, len(chord.tones) - 1)]
    return root, root + fifth, root + 12, root + 12 + chord.tones[min(1, len(chord.tones) - 1)]


@dataclass(frozen=True)
class Chords:
    """Chords in a step string's rhythm; `strum` in beats from the first to the last string."""

    patterns: tuple[str, ...]
    low: int
    voicing: Callable[[Chord, int], tuple[int, ...]] = close
    short: float = 0.95  # share of its length that a chord sounds
    strum: float = 0.0
    threes: tuple[str, ...] = ()  # patterns for pieces in three; else three beats of the others

    def play(self, passage: Passage, steps: str, chance: Chance) -> list[Note]:
        """The passage's notes."""
        if passage.meter == 3:
            steps = self.threes[self.patterns.index(steps) % len(self.threes)] if self.threes else waltz(steps)
        drawn = strokes(steps)
        notes = []
        for bar in range(passage.bars):
            for start, length, force, _ in drawn[bar % len(drawn)]:
                pitches = self.voicing(passage.chord(bar, start), self.low)
                beat = passage.beat(bar, start)
                lasting = length * passage.meter * self.short
                apart = self.strum / len(pitches)
                strength = 80 * force * passage.lift
                notes += [Note(beat + apart * place, lasting, pitch, strength) for place, pitch in enumerate(pitches)]
        return notes
