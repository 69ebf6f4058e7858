"""Bass lines and arpeggios: chord tones by number."""

from dataclasses import dataclass

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.harmony import Chord, above
from genrelib.jukebox.rhythm import strokes, waltz
from genrelib.jukebox.score import Note, Passage

# Semitones above the root where the chord has no say; l is the fifth below.
FIXED = {"1": 0, "2": 2, "4": 5, "6": 9, "8": 12, "l": -5, "b": 10, "0": 24}
OF_CHORD = {"3": 1, "5": 2, "7": 3}  # which tone of the chord; 9 is the third above the octave


@dataclass(frozen=True)
class Line:
    """One note at a time, written as digits: 1 the root, 3, 5 and 7 of the chord, 8 the octave, 9 the third above it.

    2, 4, 6 and b (a flat seventh) stand above any root, l is the fifth below, a is a semitone from the next root.
    With `wandering`, each bar takes another of the patterns and walks on from where the line is; with `pedal`, the root
    sounds along.
    """

    patterns: tuple[str, ...]
    low: int  # lowest root
    wandering: bool = False
    pedal: bool = False
    short: float = 0.95  # share of its length that a note sounds
    threes: tuple[str, ...] = ()  # patterns for pieces in three; else three beats of the others

    def play(self, passage: Passage, steps: str, chance: Chance) -> list[Note]:
        """The passage's notes."""
        notes = []
        last = 0
        chosen = self._in_meter(steps, passage.meter)
        for bar in range(passage.bars):
            if self.wandering and bar:
                chosen = self._in_meter(chance.pick(self.patterns), passage.meter)
            drawn = strokes(chosen)
            for start, length, _, letter in drawn[bar % len(drawn)]:
                chord = passage.chord(bar, start)
                root = above(chord.root, self.low)
                pitch = root + _step(letter, chord)
                if letter == "a":
                    pitch = above(passage.next_chord(bar, start).root, self.low) + chance.pick((-1, -1, 1))
                if self.wandering:
                    pitch = last = self._near(pitch, last)
                force = (86 if start else 96) * passage.lift
                beat = passage.beat(bar, start)
                notes.append(Note(beat, length * passage.meter * self.short, pitch, force))
                if self.pedal and pitch != root:
                    notes.append(Note(beat, length * passage.meter * self.short, root, force))
        return notes

    def _near(self, pitch: int, last: int) -> int:
        """The same note in the octave that is nearest to the one before, within an octave and a half from `low`."""
        octaves = [p for p in (pitch - 12, pitch, pitch + 12) if self.low - 1 <= p <= self.low + 18]
        return min(octaves or [pitch], key=lambda p: abs(p - (last or pitch)))

    def _in_meter(self, steps: str, meter: int) -> str:
        if meter == 4:
            return steps
        return self.threes[self.patterns.index(steps) % len(self.threes)] if self.threes else waltz(steps)


def _step(letter: str, chord: Chord) -> int:
    if letter in OF_CHORD:
        place = OF_CHORD[letter]
        return chord.tones[place] if place < len(chord.tones) else chord.tones[-1]
    if letter == "9":
        return 12 + chord.tones[min(1, len(chord.tones) - 1)]
    return FIXED.get(letter, 0)
