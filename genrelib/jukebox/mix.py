"""The sound of records: studio, tape and pressing of an era, and one artist's mix."""

from dataclasses import dataclass, replace

from genrelib.jukebox.chance import Chance

Range = tuple[float, float]

COLOR = 9.0  # dB: how far an artist's bands stray from flat
SESSION = 4.5  # dB: how far one recording's stray from the artist's
BANDS = (110.0, 260.0, 600.0, 1300.0, 2800.0, 5600.0)  # Hz


@dataclass(frozen=True)
class Era:
    """Ranges of the mixes of a decade."""

    low_cut: Range  # Hz
    high_cut: Range  # Hz
    tilt: Range  # dB per octave about 800 Hz
    room: Range  # s until the reverberation is 60 dB down
    wet: Range  # its share of the sound
    drive: Range  # saturation: how far into the curve a full-scale peak goes
    squash: Range  # compression: share of the loudness changes, in dB, that it takes away
    hiss: Range  # dB below the music
    crackle: float = 0.0  # clicks per second of a worn disc


ERAS = {
    "50s": Era((110, 190), (3200, 4600), (-1.5, 1.0), (0.3, 0.9), (0.05, 0.2), (0.8, 1.6), (0.0, 0.3), (28, 36), 7.0),
    "60s": Era((70, 140), (4600, 6600), (-1.2, 1.2), (0.4, 1.4), (0.08, 0.3), (0.7, 1.5), (0.1, 0.4), (34, 42), 2.0),
    "70s": Era((35, 80), (6500, 9500), (-1.8, 0.4), (0.2, 0.7), (0.02, 0.12), (0.4, 1.1), (0.2, 0.5), (42, 52)),
    "80s": Era((35, 70), (8500, 11000), (-0.4, 1.6), (1.0, 1.7), (0.15, 0.4), (0.1, 0.5), (0.2, 0.5), (54, 66)),
    "90s": Era((25, 50), (9500, 11000), (-1.2, 1.0), (0.3, 1.0), (0.04, 0.18), (0.1, 0.6), (0.3, 0.6), (70, 84)),
    "00s": Era((22, 40), (10500, 11000), (-0.4, 1.8), (0.2, 0.8), (0.02, 0.12), (0.8, 1.8), (0.6, 0.9), (80, 90)),
}


@dataclass(frozen=True)
class Mix:
    """One artist's sound on record; units as in Era. `bands` are dB at BANDS."""

    low_cut: float
    high_cut: float
    tilt: float
    bands: tuple[float, ...]
    room: float
    wet: float
    drive: float
    squash: float
    hiss: float
    crackle: float


def mixed(era: str, chance: Chance) -> Mix:
    """Draw the mix of an artist of that era."""
    ranges = ERAS[era]
    return Mix(
        low_cut=chance.between(*ranges.low_cut),
        high_cut=chance.between(*ranges.high_cut),
        tilt=chance.between(*ranges.tilt),
        bands=tuple(chance.between(-COLOR, COLOR) for _ in BANDS),
        room=chance.between(*ranges.room),
        wet=chance.between(*ranges.wet),
        drive=chance.between(*ranges.drive),
        squash=chance.between(*ranges.squash),
        hiss=chance.between(*ranges.hiss),
        crackle=ranges.crackle * chance.between(0.4, 1.6),
    )


def in_session(mix: Mix, chance: Chance) -> Mix:
    """Draw the mix of one recording: a small variation of the artist's sound."""
    return replace(
        mix,
        bands=tuple(band + chance.between(-SESSION, SESSION) for band in mix.bands),
        tilt=mix.tilt + chance.between(-0.6, 0.6),
        high_cut=mix.high_cut * chance.between(0.85, 1.1),
        wet=mix.wet * chance.between(0.6, 1.4),
        hiss=mix.hiss + chance.between(-5.0, 5.0),
    )
