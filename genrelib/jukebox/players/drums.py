"""Drum kits: a groove is a step string per drum, sections end with a fill and begin with a cymbal."""

from collections.abc import Mapping
from dataclasses import dataclass

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.rhythm import strokes, waltz
from genrelib.jukebox.score import Note, Passage

DRUMS = {  # General MIDI
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "hat": 42, "pedal": 44, "open": 46, "crash": 49, "ride": 51,
    "china": 52, "bell": 53, "tambourine": 54, "cowbell": 56, "bongo": 60, "conga": 63, "low conga": 64,
    "timbale": 65, "cabasa": 69, "maracas": 70, "shaker": 82, "high tom": 48, "tom": 45, "low tom": 41,
}  # fmt: skip
LOUD = {"kick": 104, "snare": 100, "clap": 96, "crash": 92, "hat": 72, "pedal": 70, "ride": 80, "rim": 92}
STRUCK = 0.2  # beats: drums ring by themselves


@dataclass(frozen=True)
class Drums:
    """Grooves by name, each a step string per drum, and fills: the last half of a section's last bar."""

    grooves: Mapping[str, Mapping[str, str]]
    fills: tuple[Mapping[str, str], ...] = ()
    crash: float = 0.7  # how often a section begins with a cymbal

    @property
    def patterns(self) -> tuple[str, ...]:
        """The grooves' names."""
        return tuple(self.grooves)

    def play(self, passage: Passage, steps: str, chance: Chance) -> list[Note]:
        """The passage's strokes."""
        notes = []
        filled = passage.bars - 1 if self.fills and chance.happens(0.75) else -1
        for drum, drawn in self.grooves[steps].items():
            bars = strokes(drawn if passage.meter == 4 else waltz(drawn))
            for bar in range(passage.bars):
                notes += [
                    _struck(passage, bar, start, force, drum)
                    for start, _, force, _ in bars[bar % len(bars)]
                    if bar != filled or start < 0.5 or drum in ("kick", "pedal")
                ]
        if filled >= 0:
            for drum, drawn in chance.pick(self.fills).items():
                notes += [
                    _struck(passage, filled, 0.5 + start / 2, force, drum) for start, _, force, _ in strokes(drawn)[0]
                ]
        if chance.happens(self.crash):
            notes.append(_struck(passage, 0, 0.0, 1.0, "crash"))
        return notes


def _struck(passage: Passage, bar: int, start: float, force: float, drum: str) -> Note:
    strength = LOUD.get(drum, 84) * force * passage.lift
    return Note(passage.beat(bar, start), STRUCK, DRUMS[drum], strength)
