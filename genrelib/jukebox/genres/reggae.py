"""Reggae: chords off the beat, the one drop of the drums on three, a round deep bass that often leaves out the one."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody

GROOVES = {
    "one drop": {"kick": "....X...", "rim": "....X...", "hat": "xoxoxoxo"},
    "rockers": {"kick": "x.x.x.x.", "rim": "....X...", "hat": "xxxxxxxx"},
    "steppers": {"kick": "x.x.x.x.", "rim": "....X..o", "hat": ".x.x.x.x"},
    "drop with bongos": {"kick": "....X...", "snare": "....X...", "hat": "x.x.x.x.", "bongo": "..x..xx."},
}
FILLS = ({"timbale": "xx.x"}, {"rim": "x.xx", "snare": "..xx"}, {"high tom": "xxx...", "low tom": "...xxx"})

REGGAE = Genre(
    name="reggae",
    tempo=(64, 98),  # counted so that the drop falls on three
    modes={"major": 3, "minor": 2},
    progressions={
        "major": ("I | IV", "I | V | IV | I", "I | ii", "I | vi | IV | V", "I | bVII"),
        "minor": ("i | iv", "i | bVII", "i | bVI | bVII | i", "i7 | v7"),
    },
    scales={"major": ("pentatonic", "major"), "minor": ("minor pentatonic", "minor")},
    forms=("intro 4 verse 8 chorus 8 verse 8", "verse 8 chorus 8 break 4 verse 8", "chorus 8 solo 8 break 4"),
    swing=(0.5, 0.6),
    swing_unit=0.25,
    loose=0.01,
    eras={"60s": 2, "70s": 5, "80s": 3, "90s": 1},
    roles=(
        Role("drums", (0, 8, 16), Drums(GROOVES, FILLS, crash=0.3), -4),
        Role(
            "bass",
            (33, 35, 38, 32),
            Line(("..1.3.5.", "1..15.3.", "..1.1..5|..8.5.3.", "1-..5.3.|1-......", "..11..35"), low=28),
            3,
        ),
        Role(  # the skank: every off-beat, short
            "skank",
            (27, 28, 26, 25),
            Chords((".x.x.x.x", ".x.x.x.x", "...x..x....x..x."), low=60, short=0.4),
            -3,
        ),
        Role(  # the bubble: an organ round the skank
            "bubble",
            (16, 17, 0),
            Chords((".xox.xox.xox.xox", "..xo..xo..xo..xo", "..x...x...x...x."), low=57, short=0.5),
            -6,
            held=0.85,
        ),
        Role(
            "lead",
            (53, 22, 66, 57, 26, 54),
            Melody(
                ("x-x-x---", "..x-xxx-", "x.xxx---", "x---..x-", ".xxx-x--"),
                low=58,
                high=77,
                phrases=("ABAC", "AABC"),
                rests=0.2,
            ),
            -2,
            ("verse", "chorus", "solo"),
        ),
        Role(
            "horns",
            (61, 57, 66, 56),
            Melody(("x.x.x---", "..xxx---", "x---x-x-"), low=58, high=76, doubled=True, rests=0.3),
            -5,
            ("intro", "chorus", "break"),
            held=0.6,
        ),
        Role(
            "melodica",
            (21, 22, 73, 75),
            Melody(("x-----x-", "..x---x-", "x-x-----"), low=67, high=84, rests=0.3),
            -6,
            ("intro", "solo", "break"),
            held=0.4,
        ),
    ),
)
