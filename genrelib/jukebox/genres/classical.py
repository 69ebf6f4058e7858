"""Classical: no drums, functional harmony with cadences, broken chords under a sung line, inner voices."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Line, Melody, spread

CLASSICAL = Genre(
    name="classical",
    tempo=(58, 148),
    modes={"major": 3, "minor": 2},
    meters={4: 3, 3: 2},
    progressions={
        "major": (
            "I | IV | V7 | I",
            "I | vi | ii | V7",
            "I | V | vi | iii | IV | I | ii | V7",
            "I | ii7 | V7 | I | vi | ii | V | I",
            "I | V7 | I | V | vi | II7 | V | V7",
        ),
        "minor": (
            "i | iv | V7 | i",
            "i | bVI | iio | V7",
            "i | V7 | i | iv | bVI | iv | V | V7",
            "i | bVII | bIII | bVI | iv | i | V7 | i",
        ),
    },
    scales={"major": ("major",), "minor": ("minor", "harmonic minor")},
    forms=("verse 8 verse 8 bridge 8 chorus 8", "intro 4 verse 8 chorus 8 bridge 8 verse 8", "verse 8 solo 8 chorus 8"),
    loose=0.014,
    eras={"50s": 2, "60s": 2, "70s": 2, "80s": 2, "90s": 1, "00s": 1},
    roles=(
        Role(
            "bass",
            (42, 43, 70, 48, 0, 6),
            Line(("1---5---", "1-------", "1---3---", "1-3-5-3-", "1---8---"), low=36, threes=("1-----", "1---5-")),
            -4,
        ),
        Role(
            "accompaniment",
            (0, 6, 45, 46, 24, 48),
            Line(
                ("15351535", "1585358535851585", "1.5.3.5.", "15389835", "1-5-8-5-"),
                low=48,
                threes=("153535", "1-5-3-", "158985"),
            ),
            -6,
            held=0.8,
        ),
        Role(
            "inner voices",
            (48, 49, 41, 44, 60, 71, 19),
            Chords(
                ("x-------", "x---x---", "x-x-x-x-", "x.x.x.x."), low=53, voicing=spread, threes=("x-----", "x-x-x-")
            ),
            -7,
            held=0.65,
        ),
        Role(
            "lead",
            (40, 73, 68, 71, 0, 42, 6, 56),
            Melody(
                ("x---x-x-", "x-xxx---", "x-x-xxxx", "xxxxx-x-", "x-----xx", "x-x-x---", "xxxxxxxxxxxxx---"),
                low=64,
                high=86,
                phrases=("ABAC", "ABCD", "AABC"),
                rests=0.03,
            ),
            -1,
        ),
        Role(
            "second voice",
            (41, 68, 71, 60, 73, 0),
            Melody(("--x---x-", "x---x---", "..x-x-x-", "x-x-x-x-"), low=55, high=74, rests=0.15),
            -4,
            ("chorus", "bridge", "solo"),
            held=0.6,
        ),
        Role("timpani", (47,), Line(("1.......", "1.....11", "1...5..."), low=41), -8, ("chorus",), held=0.25),
    ),
)
