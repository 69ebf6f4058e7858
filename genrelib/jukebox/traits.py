"""Traits counted in a piece's notes: density, height, length. The rules of moods use them."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import fmean, median

from genrelib.jukebox.piece import SECONDS, Event, Piece
from genrelib.jukebox.players.drums import DRUMS

TOGETHER = 0.04  # s: onsets closer than this are one
NEAR = 0.06  # s: a stroke this near is on the beat


@dataclass(frozen=True)
class Traits:
    """Traits of one piece, within its 30 seconds."""

    piece: Piece

    @cached_property
    def notes(self) -> dict[str, list[Event]]:
        """Notes by role that begin in the excerpt."""
        return {role: [event for event in events if event.start >= 0] for role, events in self.piece.events.items()}

    @cached_property
    def tuned(self) -> list[Event]:
        """Notes of all roles but drums."""
        drums = {part.role for part in self.piece.parts if part.drums}
        return [event for role, events in self.notes.items() if role not in drums for event in events]

    @cached_property
    def density(self) -> float:
        """Onsets per second of all roles together."""
        times = sorted(event.start for events in self.notes.values() for event in events)
        return sum(later - earlier > TOGETHER for earlier, later in pairwise(times)) / SECONDS

    @cached_property
    def height(self) -> float:
        """Mean MIDI pitch of the tuned roles, every role counting alike."""
        tuned = [self.notes[part.role] for part in self.piece.parts if not part.drums]
        return fmean([fmean([event.pitch for event in events]) for events in tuned if events] or [60.0])

    @cached_property
    def length(self) -> float:
        """Median length of the tuned notes, in seconds."""
        return median([event.length for event in self.tuned] or [0.0])

    @cached_property
    def on_the_floor(self) -> float:
        """Share of the beats that a bass drum strikes."""
        kicks = [e.start for p in self.piece.parts if p.drums for e in self.notes[p.role] if e.pitch == DRUMS["kick"]]
        beats = self.piece.beats
        return sum(any(abs(kick - beat) < NEAR for kick in kicks) for beat in beats) / len(beats)

    def sounding(self, role: str) -> float:
        """Sum of the lengths of a role's notes, in seconds; notes of one chord count separately."""
        return sum(event.length for event in self.notes.get(role, ()))

    def share(self, suffix: str) -> float:
        """Share of the time with chords whose name ends with `suffix`."""
        return sum(end - start for start, end, name in self.piece.chords if name.endswith(suffix)) / SECONDS
