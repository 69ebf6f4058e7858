"""A piece: 30 seconds of a song, with its full ground truth."""

from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from typing import NamedTuple

import numpy as np

from genrelib.jukebox.artists import Artist
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.genre import LIFTS, Role
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.harmony import NOTES, SCALES, Chord, bars
from genrelib.jukebox.rhythm import swung
from genrelib.jukebox.score import Note, Part, Passage

SECONDS = 30.0
SHORTEST = 0.03  # s a note sounds at least
SHAKE = 7.0  # MIDI velocities that a hand strays by
LEAD = 2.0  # s before the excerpt that are played too: what sounds on when it begins
AWAY = 0.2  # how often a player whom not every artist has stays at home
SECOND_CHOICE = 0.4  # how often a player takes the other instrument


class Span(NamedTuple):
    """A span of the excerpt: start and end in seconds, and its name."""

    start: float
    end: float
    name: str


class Event(NamedTuple):
    """A note as it sounds: start and length in seconds from the excerpt's beginning, MIDI pitch and velocity."""

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Piece:
    """The decisions about a piece, from which its notes follow. Times are seconds from the beginning of the excerpt.

    `first` is the beat of the song where the excerpt begins; `form` the song's sections with their bars.
    """

    genre: str
    number: int
    artist: Artist
    title: str
    tempo: float  # BPM
    meter: int  # beats per bar
    swing: float  # share of a pair that its first note takes: 0.5 straight
    tonic: int  # pitch class
    mode: str
    form: tuple[tuple[str, int], ...]
    first: float

    @property
    def key(self) -> str:
        """Tonic and mode, as in "Eb minor"."""
        return f"{NOTES[self.tonic]} {self.mode}"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The sections that sound in the excerpt or just before it, as passages for the players."""
        begin = self.first - LEAD * self.tempo / 60
        end = self.first + SECONDS * self.tempo / 60
        passages: list[Passage] = []
        start = 0.0
        for name, length in cycle(self.form):
            if start >= end:
                return tuple(passages)
            if start + length * self.meter > begin:
                passages.append(self._passage(name, start, length))
            start += length * self.meter
        raise AssertionError("a cycle has no end")

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every role with its notes, in beats of the song."""
        parts = []
        for role in self.artist.roles():
            chance = self._chance("chair", role.name)
            if role.held < 1 and chance.happens(AWAY):
                continue
            programs = self.artist.programs[role.name]
            program = programs[-1] if chance.happens(SECOND_CHOICE) else programs[0]
            notes: list[Note] = []
            for passage in self.passages:
                if passage.section in role.sections:
                    notes += self._played(role, passage)
            if notes:
                notes.sort()
                parts.append(Part(role.name, program, role.drums, tuple(notes)))
        return tuple(parts)

    @cached_property
    def events(self) -> dict[str, tuple[Event, ...]]:
        """Each role's notes as they sound, from LEAD seconds before the excerpt to its end, with human timing."""
        return {part.role: self._sounding(part) for part in self.parts}

    @cached_property
    def beats(self) -> tuple[float, ...]:
        """Times of the beats."""
        count = int(self.first) + 1 if self.first % 1 else int(self.first)
        times = []
        while (time := self.seconds(count)) < SECONDS:
            times.append(time)
            count += 1
        return tuple(times)

    @cached_property
    def sections(self) -> tuple[Span, ...]:
        """Sections of the form."""
        spans = [
            (passage.section, passage.start, passage.start + passage.bars * self.meter) for passage in self.passages
        ]
        return self._spans(spans)

    @cached_property
    def chords(self) -> tuple[Span, ...]:
        """Chords by name."""
        spans = []
        for passage in self.passages:
            for bar, chords in enumerate(passage.chords):
                for place, chord in enumerate(chords):
                    start, end = (passage.beat(bar, (place + step) / len(chords)) for step in (0, 1))
                    spans.append((chord.name, start, end))
        return self._spans(spans)

    def seconds(self, beat: float) -> float:
        """Time of a beat of the song; fractional beats swing."""
        return float(self._timed(np.array(beat)))

    def _passage(self, name: str, start: float, length: int) -> Passage:
        progression = self._progression(name)
        chords = tuple(progression[bar % len(progression)] for bar in range(length))
        scale = SCALES[self.artist.scales[self.mode]]
        return Passage(name, start, self.meter, chords, progression[0][0], self.tonic, scale, LIFTS[name])

    def _progression(self, section: str) -> tuple[tuple[Chord, ...], ...]:
        """Progression of a section; verse and solo share one, as do chorus and intro."""
        model = {"solo": "verse", "intro": "chorus", "outro": "chorus", "break": "verse"}.get(section, section)
        chosen = self._chance("progression", model).pick(self.artist.progressions[self.mode])
        return bars(chosen, self.tonic)

    def _played(self, role: Role, passage: Passage) -> list[Note]:
        """Notes of a role in a passage; a section has the same notes each time it returns."""
        chance = self._chance(role.name, passage.section)
        return role.plays.play(passage, chance.pick(self.artist.figures[role.name]), chance)

    def _sounding(self, part: Part) -> tuple[Event, ...]:
        chance = self._chance("hands", part.role)
        starts, lengths, pitches, forces = np.array(part.notes).T
        begins = self._timed(starts)
        ends = self._timed(starts + lengths)
        played = begins + chance.strays(len(starts), ALL[self.genre].loose)
        velocities = np.clip(forces + chance.strays(len(starts), SHAKE), 20, 127)
        within = (begins >= -LEAD) & (np.maximum(begins, played) < SECONDS)
        rows = zip(
            played[within].tolist(),
            np.maximum(ends - begins, SHORTEST)[within].tolist(),
            pitches[within].astype(int).tolist(),
            velocities[within].astype(int).tolist(),
            strict=True,
        )
        return tuple(Event(*row) for row in rows)

    def _timed(self, beats: np.ndarray) -> np.ndarray:
        """Times of beats of the song, in seconds of the excerpt."""
        return (swung(beats, self.swing, ALL[self.genre].swing_unit) - self.first) * 60 / self.tempo

    def _spans(self, spans: list[tuple[str, float, float]]) -> tuple[Span, ...]:
        timed = [(max(0.0, self.seconds(start)), min(SECONDS, self.seconds(end)), name) for name, start, end in spans]
        return tuple(Span(*span) for span in timed if span[1] > span[0])

    def _chance(self, *key: str) -> Chance:
        return Chance(self.genre, self.number, *key)
