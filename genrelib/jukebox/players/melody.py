"""Tunes: short ideas that return, chord tones where it counts and scale tones between."""

from dataclasses import dataclass

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.harmony import Chord, ladder, nearest
from genrelib.jukebox.rhythm import Stroke, strokes, waltz
from genrelib.jukebox.score import Note, Passage

STEPS = {1: 5, -1: 6, 0: 2, 2: 2, -2: 2, 3: 1, -3: 1, 4: 0.5}  # rungs of the scale up or down, and how often
GRACE = 0.09  # beats that a passing semitone of a slide lasts, before its note


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
        notes: list[Note] = []
        place = first
        last = 0
        for bar in range(passage.bars):
            if bar % len(form) == 0:
                place = first
            idea = ideas[form[bar % len(form)]]
            if not idea or (bar % len(form) and chance.happens(self.rests)):
                continue
            for stroke, move in idea:
                place = _within(place + move, len(rungs))
                last = self._pitch(passage, bar, stroke, rungs[place], move, last)
                self._sing(notes, passage, bar, stroke, last)
        return notes

    def _idea(self, steps: str, passage: Passage, chance: Chance) -> list[tuple[Stroke, int]]:
        drawn = strokes(steps if passage.meter == 4 else waltz(steps))[0]
        return [(stroke, chance.weigh(STEPS)) for stroke in drawn]

    def _pitch(self, passage: Passage, bar: int, stroke: Stroke, rung: int, move: int, last: int) -> int:
        """The rung, or the tone of the chord beside it; where the contour moves the tune moves."""
        chord = passage.chord(bar, stroke.start)
        if not _strong(passage, stroke) and not _clashes(passage, chord, rung):
            return rung
        pitch = nearest(chord, rung)
        if pitch == last and move:
            way = 1 if move > 0 else -1
            pitch = next(p for p in range(last + way, last + 13 * way, way) if p % 12 in chord.classes)
        return pitch if self.low <= pitch <= self.high else nearest(chord, rung)

    def _sing(self, notes: list[Note], passage: Passage, bar: int, stroke: Stroke, pitch: int) -> None:
        beat = passage.beat(bar, stroke.start)
        lasting = stroke.length * passage.meter
        strength = (92 if _strong(passage, stroke) else 84) * stroke.force * passage.lift
        if self.slide and lasting >= 1:
            notes += [
                Note(beat - step * GRACE, GRACE, pitch - step, strength * 0.75) for step in range(1, self.slide + 1)
            ]
        notes.append(Note(beat, lasting * self.short, pitch, strength))
        if self.doubled:
            below = nearest(passage.chord(bar, stroke.start), pitch - 5)
            notes.append(Note(beat, lasting * self.short, below, strength * 0.85))


def _strong(passage: Passage, stroke: Stroke) -> bool:
    return stroke.start * passage.meter % 2 == 0 or stroke.length * passage.meter >= 1.5


def _clashes(passage: Passage, chord: Chord, pitch: int) -> bool:
    """A semitone beside a tone that the chord has and the scale has not."""
    scale = {(passage.tonic + step) % 12 for step in passage.scale}
    return any((pitch + way) % 12 in chord.classes - scale for way in (-1, 1))


def _within(place: int, count: int) -> int:
    """Reflect at both ends."""
    if place < 0:
        return min(-place, count - 1)
    return max(2 * (count - 1) - place, 0) if place >= count else place
