"""The needle: 30 seconds of neutral sound with one to three seconds of a genre at a known place.

Ten genres x NEEDLES tracks. Number n has the same bed, the same window and the same loudness in every genre: only the
music in the window differs.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from genrelib.jukebox import desk, soundfont
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.composing import compose
from genrelib.jukebox.piece import SECONDS, Event, Piece
from genrelib.jukebox.rendering import SAMPLE_RATE, SAMPLES, perform

NEEDLES = 30  # tracks per genre
ASIDE = 1000  # needles are cut from pieces beyond those of the jukebox
SHORTEST, LONGEST = 1.0, 3.0  # s of a window
MARGIN = 2.0  # s at both ends of a track without a window
FADE = 0.02  # s from bed to music and back, within the window
PADS = (89, 91, 94, 95)  # General MIDI pads
HELD = 3.0  # s a chord of the bed lasts
LOUDNESS, CREST = -20.0, 11.0  # dB, of bed and music alike
TRIES = 6


@dataclass(frozen=True)
class Needle:
    """A track of the needle: the genre sounds from `start` to `end`, in seconds."""

    genre: str
    number: int
    start: float
    end: float

    @cached_property
    def piece(self) -> Piece:
        """The piece from which the music in the window is cut."""
        return compose(self.genre, ASIDE + self.number)


def compose_needle(genre: str, number: int) -> Needle:
    """Compose the needle of that genre and number."""
    chance = Chance("needle", number)
    length = chance.between(SHORTEST, LONGEST)
    start = chance.between(MARGIN, SECONDS - MARGIN - length)
    return Needle(genre, number, round(start, 3), round(start + length, 3))


def bed(number: int) -> np.ndarray:
    """Render the bed around the music, the same in all genres: fifths on a soft pad, (661500,) float32."""
    chance = Chance("needle", number, "bed")
    root = chance.whole(48, 59)
    events = []
    for place in range(int(SECONDS / HELD) + 1):
        low = root + chance.pick((0, 0, -2, 5, -5))
        events += [Event(place * HELD, HELD * 1.1, pitch, 80) for pitch in (low, low + 7, low + 12, low + 19)]
    sound = soundfont.play(events, chance.pick(PADS), False, SECONDS, SAMPLE_RATE)
    return desk.levelled(sound + 1e-4 * chance.noise(SAMPLES), LOUDNESS, CREST)


def render_needle(needle: Needle) -> np.ndarray:
    """Render the bed with the music in the window, (661500,) float32 in [-1, 1]."""
    first, last = (round(edge * SAMPLE_RATE) for edge in (needle.start, needle.end))
    music = perform(needle.piece)
    begin = _busiest(needle, last - first)
    excerpt = desk.levelled(music[begin : begin + last - first], LOUDNESS, CREST)
    sound = bed(needle.number)
    share = np.minimum(1, np.minimum(*_distances(last - first)) / (FADE * SAMPLE_RATE)).astype(np.float32)
    sound[first:last] = share * excerpt + (1 - share) * sound[first:last]
    return sound


def _busiest(needle: Needle, samples: int) -> int:
    """First sample of the place with most notes, of a few places on a beat."""
    chance = Chance("needle", needle.genre, needle.number)
    seconds = samples / SAMPLE_RATE
    onsets = [event.start for events in needle.piece.events.values() for event in events]
    beats = [beat for beat in needle.piece.beats if beat + seconds < SECONDS]
    begin = max(chance.some(beats, TRIES), key=lambda beat: sum(beat <= onset < beat + seconds for onset in onsets))
    return min(round(begin * SAMPLE_RATE), SAMPLES - samples)


def _distances(samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Samples to the beginning and to the end."""
    return np.arange(samples), np.arange(samples)[::-1]
