"""Tunes: short ideas that return, chord tones where it counts and scale tones between."""

from dataclasses import dataclass

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.harmony import ladder, nearest
from genrelib.jukebox.rhythm import Stroke, strokes, waltz
from genrelib.jukebox.score import Note, Passage

STEPS = {1: 5, -1: 6, 0: 2, 2: 2, -2: 2, 3: 1, -3: 1, 4: 0.5}  # rungs of the scale up or down, and how often
GRACE = 0.09  # beats a passing semitone of a slide lasts


@dataclass(frozen=True)
class Melody:
    """A tune in phrases such as ABAC: a bar with the same letter has the same rhythm and contour over its own chord.

    On the first and third beat, and at the end of a phrase, a tone of the chord; else one of the scale. `rests` is how
    often a bar is left to others. `slide` semitones lead into long notes; `doubled` adds a tone of the chord below.
    """

    patterns: tuple[str, ...]
    low: int
    high: int
    phrases: tuple[str, ...] = ("ABAC", "AABC", "ABCB")
    rests: float = 0.1
    slide: int = 0
    doubled: bool = False
    short: float = 0.9  # share of its length that a note sounds

    def play(self, passage: Passage, steps: str, chance: Chance) -> list[Note]:
        """The passage's notes."""
        rungs = ladder(passage.tonic, passage.scale, self.low, self.high)
        form = chance.pick(self.phrases)
        ideas = {"A": self._idea(steps, passage, chance)}
        for letter in "BCD":
            ideas[letter] = self._idea(chance.pick(self.patterns), passage, chance)
        first = chance.whole(len(rungs) // 4, len(rungs) * 3 // 4)
        notes, place = [], first
        for bar in range(passage.bars):
            if bar % len(form) == 0:
                place = first
            idea = ideas[form[bar % len(form)]]
            if not idea or (bar % len(form) and chance.happens(self.rests)):
                continue
            for stroke, move in idea:
                place = _within(place + move, len(rungs))
                self._sing(notes, passage, bar, stroke, rungs[place])
        return notes

    def _idea(self, steps: str, passage: Passage, chance: Chance) -> list[tuple[Stroke, int]]:
        drawn = strokes(steps if passage.meter == 4 else waltz(steps))[0]
        return [(stroke, chance.weigh(STEPS)) for stroke in drawn]

    def _sing(self, notes: list[Note], passage: Passage, bar: int, stroke: Stroke, rung: int) -> None:
        start, length, force, _ = stroke
        beat, lasting = passage.beat(bar, start), length * passage.meter
        chord = passage.chord(bar, start)
        strong = start * passage.meter % 2 == 0 or lasting >= 1.5
        pitch = nearest(chord, rung) if strong else rung
        strength = (92 if strong else 84) * force * passage.lift
        if self.slide and lasting >= 1:
            for step in range(self.slide):
                notes.append(Note(beat + step * GRACE, GRACE, pitch - self.slide + step, strength * 0.8))
            beat, lasting = beat + self.slide * GRACE, lasting - self.slide * GRACE
        notes.append(Note(beat, lasting * self.short, pitch, strength))
        if self.doubled:
            notes.append(Note(beat, lasting * self.short, nearest(chord, pitch - 5), strength * 0.85))


def _within(place: int, count: int) -> int:
    """Reflect at both ends."""
    if place < 0:
        return min(-place, count - 1)
    return max(2 * (count - 1) - place, 0) if place >= count else place
