"""From a piece to its sound: every role on its own, the artist's mix, then the same loudness for all."""

import numpy as np

from genrelib.jukebox import desk, soundfont
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.mix import in_session
from genrelib.jukebox.piece import LEAD, SECONDS, Event, Piece
from genrelib.jukebox.score import Part

SAMPLE_RATE = 22_050  # Hz
MASTERING = 1  # raised whenever the same notes would sound otherwise: prepared data and results are then others
SAMPLES = round(SECONDS * SAMPLE_RATE)
SKIPPED = round(LEAD * SAMPLE_RATE)
LOUDNESS = (-21.0, -17.0)  # dB, the root mean square below full scale: drawn for each piece, whatever it is
CREST = (11.0, 13.0)  # dB from there to the peak, drawn likewise
BALANCE = 2.5  # dB by which a recording's roles stray from the artist's levels


def perform(piece: Piece) -> np.ndarray:
    """Render a piece as its artist recorded it, (SAMPLES,) float32 in [-1, 1]."""
    chance = Chance(piece.genre, piece.number, "recording")
    band = np.zeros(SKIPPED + SAMPLES, np.float32)
    for part in piece.parts:
        if events := piece.events[part.role]:
            later = [event._replace(start=event.start + LEAD) for event in events]
            decibels = piece.artist.levels[part.role] + chance.between(-BALANCE, BALANCE)
            band += _stem(later, part, decibels)
    sound = desk.recorded(band, in_session(piece.artist.mix, chance), SAMPLE_RATE, chance)[SKIPPED:]
    return desk.levelled(sound, chance.between(*LOUDNESS), chance.between(*CREST))


def _stem(events: list[Event], part: Part, decibels: float) -> np.ndarray:
    sound = soundfont.play(events, part.program, part.drums, LEAD + SECONDS, SAMPLE_RATE)
    return sound * np.float32(10 ** (decibels / 20) / desk.loudness(sound))
