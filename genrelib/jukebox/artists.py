"""Artists: their instruments, favourite keys, tempi and figures, and their sound on record. Each has a catalogue."""

from dataclasses import dataclass
from functools import cache

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.mix import Mix, mixed
from genrelib.jukebox.names import artist_name

# Tracks of a genre's artists; the lists may be in any order, but must not be equal.
CATALOGUES = (
    (21, 17, 14, 12, 10, 8, 7, 6, 5),
    (19, 16, 14, 11, 10, 9, 7, 6, 5, 3),
    (24, 18, 14, 12, 10, 9, 7, 6),
)
LOYALTY = 0.75  # how often an artist stays with the favourite keys
FIGURES = 2  # of each role's figures an artist uses
LEVELS = 4.5  # dB by which an artist's roles stand out or back


@dataclass(frozen=True)
class Artist:
    """Habits and sound of an artist. `programs`, `levels` (dB) and `figures` by role; a missing role is silent.

    The first program is the usual one, the second the alternative.
    """

    name: str
    genre: str
    era: str
    programs: dict[str, tuple[int, ...]]
    levels: dict[str, float]
    figures: dict[str, tuple[str, ...]]
    tempo: tuple[float, float]  # BPM
    tonics: tuple[int, ...]  # pitch classes
    progressions: dict[str, tuple[str, ...]]  # by mode
    scales: dict[str, str]  # by mode
    minor: float  # how often in minor
    forms: tuple[str, ...]
    swing: float
    mix: Mix

    def roles(self) -> tuple[Role, ...]:
        """Roles that the artist has."""
        return tuple(role for role in ALL[self.genre].roles if role.name in self.programs)


def catalogue(genre: str) -> tuple[int, ...]:
    """Number of tracks, of 100, of each artist of a genre."""
    return CATALOGUES[list(ALL).index(genre) % len(CATALOGUES)]


@cache
def billing(genre: str) -> tuple[int, ...]:
    """Place of the artist of each of the 100 tracks of a genre."""
    plays = [place for place, tracks in enumerate(catalogue(genre)) for _ in range(tracks)]
    return Chance(genre, "billing").some(plays, len(plays))


@cache
def artist(genre: str, place: int) -> Artist:
    """Make the artist of a genre at that place of its list."""
    style = ALL[genre]
    chance = Chance(genre, "artist", place)
    era = chance.weigh(style.eras)
    held = [role for role in style.roles if chance.happens(role.held)]
    return Artist(
        name=artist_name(list(ALL).index(genre) * 10 + place, chance),
        genre=genre,
        era=era,
        programs={role.name: chance.some(role.programs, 2) for role in held},
        levels={role.name: role.level + chance.between(-LEVELS, LEVELS) for role in held},
        figures={role.name: chance.some(role.plays.patterns, FIGURES) for role in held},
        tempo=_tempo(style, chance),
        tonics=chance.some(range(12), 4),
        progressions={mode: chance.some(choices, 3) for mode, choices in style.progressions.items()},
        scales={mode: chance.pick(choices) for mode, choices in style.scales.items()},
        minor=_minor(style, chance),
        forms=style.forms,
        swing=chance.between(*style.swing),
        mix=mixed(era, chance),
    )


def _tempo(style: Genre, chance: Chance) -> tuple[float, float]:
    """Choose a half of the genre's range, at any place in it."""
    low, high = style.tempo
    first = chance.between(low, (low + high) / 2)
    return first, first + (high - low) / 2


def _minor(style: Genre, chance: Chance) -> float:
    share = style.modes["minor"] / sum(style.modes.values())
    return min(1.0, max(0.0, chance.around(share, 0.3)))
