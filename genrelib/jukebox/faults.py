"""Planted faults, of the kinds and about as many as Sturm found in GTZAN, at numbers that are listed here.

Of the 1000 tracks 20 are the same audio as another, 12 another's audio reissued (softer, duller, coarser), 20 are filed
under a wrong genre, 10 are damaged.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genrelib.jukebox import damage
from genrelib.jukebox.chance import Chance

Place = tuple[str, int]  # genre as labelled, number


@dataclass(frozen=True)
class Fault:
    """A faulty track: the piece composed for `source`, changed."""

    sentence: str
    source: Place
    change: Callable[[np.ndarray, Chance], np.ndarray] = damage.none


REPEATED = {  # number: the number it repeats
    "blues": {41: 17, 88: 63},
    "classical": {52: 9, 77: 30},
    "country": {38: 22, 91: 70},
    "disco": {51: 50, 99: 98},
    "hiphop": {45: 39, 78: 76},
    "jazz": {51: 33, 65: 13},
    "metal": {58: 22, 94: 71},
    "pop": {37: 15, 87: 45},
    "reggae": {54: 3, 93: 60},
    "rock": {60: 16, 83: 44},
}
REISSUED = {  # number: the number it is made from
    "blues": {96: 12},
    "classical": {63: 44},
    "country": {84: 7},
    "disco": {70: 18, 92: 61},
    "hiphop": {81: 26},
    "jazz": {90: 47},
    "metal": {34: 80},
    "pop": {68: 29},
    "reggae": {73: 46, 86: 11},
    "rock": {57: 31},
}
MISFILED = {  # number: the genre that is heard
    "blues": {29: "rock", 74: "jazz"},
    "classical": {21: "jazz", 85: "pop"},
    "country": {48: "pop", 67: "rock"},
    "disco": {11: "pop", 80: "hiphop"},
    "hiphop": {5: "disco", 30: "reggae"},
    "jazz": {27: "blues", 72: "classical"},
    "metal": {29: "rock", 63: "hiphop"},
    "pop": {10: "disco", 53: "country"},
    "reggae": {35: "hiphop", 82: "disco"},
    "rock": {38: "metal", 75: "country"},
}
DAMAGED = {  # number: what happened to it
    "blues": (58, "clipped: 12 % of its samples lie at full scale", damage.clipped),
    "classical": (36, "hum of 50 Hz as loud as the music", damage.humming),
    "country": (59, "the sound drops out for moments", damage.dropouts),
    "disco": (47, "heavy noise, as loud as the music", damage.noisy),
    "hiphop": (66, "clipped: 12 % of its samples lie at full scale", damage.clipped),
    "jazz": (18, "the sound drops out for moments", damage.dropouts),
    "metal": (40, "heavy noise, as loud as the music", damage.noisy),
    "pop": (79, "clipped: 12 % of its samples lie at full scale", damage.clipped),
    "reggae": (24, "static noise in the first five seconds", damage.static),
    "rock": (92, "hum of 50 Hz as loud as the music", damage.humming),
}
ASIDE = 100  # misfiled pieces have numbers from 100 on, so that none is there under its own genre, too


def _repeated() -> dict[Place, Fault]:
    return {
        (genre, number): Fault(f"repeated: the same audio as {genre}.{original:05d}", (genre, original))
        for genre, pairs in REPEATED.items()
        for number, original in pairs.items()
    }


def _reissued() -> dict[Place, Fault]:
    sentence = "repeated: the recording of {}.{:05d}, softer, duller and in 8 bits"
    return {
        (genre, number): Fault(sentence.format(genre, original), (genre, original), damage.reissued)
        for genre, pairs in REISSUED.items()
        for number, original in pairs.items()
    }


def _misfiled() -> dict[Place, Fault]:
    faults: dict[Place, Fault] = {}
    first: dict[Place, Place] = {}
    for genre, pairs in MISFILED.items():
        for number, true in pairs.items():
            source = (true, ASIDE + number)
            sentence = f"wrong label: filed under {genre}, it is {true}"
            if source in first:  # one piece is filed under two genres, neither of them its own
                other, place = first[source]
                sentence += f"; the same audio as {other}.{place:05d}"
            first.setdefault(source, (genre, number))
            faults[genre, number] = Fault(sentence, source)
    return faults


def _damaged() -> dict[Place, Fault]:
    return {
        (genre, number): Fault(f"distorted: {sentence}", (genre, number), change)
        for genre, (number, sentence, change) in DAMAGED.items()
    }


FAULTS: dict[Place, Fault] = {**_repeated(), **_reissued(), **_misfiled(), **_damaged()}
