"""Declaration of a genre: its roles, harmony, form, tempo and eras. `genres/` has one file each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genrelib.jukebox.players import Chords, Drums, Line, Melody

# How hard each kind of section is played.
LIFTS = {"intro": 0.82, "verse": 0.88, "chorus": 1.05, "bridge": 0.85, "solo": 1.0, "break": 0.75, "outro": 0.8}


@dataclass(frozen=True)
class Role:
    """A chair in the band: the General MIDI programs that may sit there, what they play, and when.

    `level` is in decibels below the loudest, `held` the share of artists that have it.
    """

    name: str
    programs: tuple[int, ...]
    plays: Line | Chords | Melody | Drums
    level: float = 0.0
    sections: tuple[str, ...] = tuple(LIFTS)
    held: float = 1.0

    @property
    def drums(self) -> bool:
        """True if the programs are drum kits."""
        return isinstance(self.plays, Drums)


@dataclass(frozen=True)
class Genre:
    """The rules of a genre. `modes`, `meters` and `eras` are weights; `loose` is the spread of onsets, in s."""

    name: str
    tempo: tuple[float, float]  # BPM
    modes: Mapping[str, float]
    progressions: Mapping[str, tuple[str, ...]]  # by mode
    scales: Mapping[str, tuple[str, ...]]  # by mode
    forms: tuple[str, ...]  # sections and their bars: "intro 4 verse 8"
    roles: tuple[Role, ...]
    eras: Mapping[str, float]
    swing: tuple[float, float] = (0.5, 0.5)
    swing_unit: float = 0.5  # beats
    meters: Mapping[int, float] = field(default_factory=lambda: {4: 1.0})
    loose: float = 0.008
