"""The 50 tags, in the four categories of the last.fm tags (genre, mood, instrument, era). True by construction.

A genre is that of the music, whatever the label. An era is the decade whose production the artist's mix has (mix.py).
An instrument is played for AUDIBLE seconds or more; every role is mixed to an audible loudness of its own. A mood is a
rule on tempo, mode and counts of the notes (traits.py); a piece may have none or several.
"""

from collections.abc import Callable

from genrelib.jukebox.genres import ALL
from genrelib.jukebox.mix import ERAS
from genrelib.jukebox.piece import Piece
from genrelib.jukebox.traits import Traits

AUDIBLE = 2.0  # s of notes in the excerpt

INSTRUMENTS = {  # General MIDI programs
    "piano": (0, 1, 2, 3),
    "electric piano": (4, 5),
    "harpsichord": (6, 7),
    "organ": (16, 17, 19),
    "accordion": (21,),
    "harmonica": (22,),
    "acoustic guitar": (24, 25),
    "electric guitar": (26, 27, 28),
    "distorted guitar": (29, 30),
    "double bass": (32, 43),
    "electric bass": (33, 34, 35, 36, 37),
    "synth bass": (38, 39),
    "violin": (40, 110),
    "strings": (41, 42, 44, 45, 48, 49, 50, 51),
    "brass": (56, 57, 59, 60, 61, 62),
    "saxophone": (64, 65, 66, 67),
    "woodwind": (68, 70, 71, 73, 75),
    "vibraphone": (11,),
    "banjo": (105,),
    "synth": (80, 81, 84, 85, 87, 88, 89, 90, 91),
    "choir": (52, 53, 54),
}
MACHINES = (24, 25)  # drum kits of the tag "drum machine"

MOODS: dict[str, Callable[[Piece, Traits], bool]] = {
    # major and quick; minor and slow
    "happy": lambda piece, traits: piece.mode == "major" and piece.tempo >= 116,
    "sad": lambda piece, traits: piece.mode == "minor" and piece.tempo < 92,
    # few notes, not quick; many notes, quick
    "calm": lambda piece, traits: traits.density < 3.6 and piece.tempo < 112,
    "energetic": lambda piece, traits: traits.density >= 6 and piece.tempo >= 118,
    # minor and low; major and high
    "dark": lambda piece, traits: piece.mode == "minor" and traits.height < 57,
    "sunny": lambda piece, traits: piece.mode == "major" and traits.height >= 60.5,
    # distortion and very many notes
    "aggressive": lambda piece, traits: traits.density >= 8 and "distorted guitar" in instruments(piece, traits),
    # long notes, slow, nothing distorted; long notes in a large room
    "romantic": lambda piece, traits: (
        traits.length >= 0.3 and piece.tempo < 105 and "distorted guitar" not in instruments(piece, traits)
    ),
    "dreamy": lambda piece, traits: traits.length >= 0.25 and piece.artist.mix.room >= 1.0,
    # a bass drum on every beat at a dancer's pace, nothing distorted
    "danceable": lambda piece, traits: (
        traits.on_the_floor >= 0.95
        and 100 <= piece.tempo <= 136
        and "distorted guitar" not in instruments(piece, traits)
    ),
    # major, short notes, quick
    "playful": lambda piece, traits: piece.mode == "major" and traits.length < 0.2 and piece.tempo >= 124,
    # minor with a semitone at the tonic that pulls: above it (phrygian) or below (harmonic)
    "tense": lambda piece, traits: (
        piece.mode == "minor" and piece.artist.scales["minor"] in ("phrygian", "harmonic minor")
    ),
}

TAGS = {
    "genre": tuple(ALL),
    "mood": tuple(MOODS),
    "instrument": (*INSTRUMENTS, "drum machine"),
    "era": tuple(ERAS),
}


def tags(piece: Piece) -> frozenset[str]:
    """Tags that are true of a piece."""
    traits = Traits(piece)
    moods = {mood for mood, holds in MOODS.items() if holds(piece, traits)}
    return frozenset({piece.genre, piece.artist.era} | moods | instruments(piece, traits))


def instruments(piece: Piece, traits: Traits) -> set[str]:
    """Tags of instruments that play for AUDIBLE seconds or more; for a drum machine one stroke is enough."""
    played = set()
    for part in piece.parts:
        if part.drums:
            played |= {"drum machine"} if part.program in MACHINES and traits.notes[part.role] else set()
        elif traits.sounding(part.role) >= AUDIBLE:
            played |= {tag for tag, programs in INSTRUMENTS.items() if part.program in programs}
    return played
