"""Metal: distorted fifths on a low string, palm-muted sixteenths, double kick, minor and phrygian riffs, fast solos."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, power

GROOVES = {
    "double kick": {"kick": "xxxxxxxxxxxxxxxx", "snare": "....X.......X...", "ride": "x...x...x...x..."},
    "gallop": {"kick": "x.xxx.xxx.xxx.xx", "snare": "....X.......X...", "hat": "x...x...x...x..."},
    "thrash": {"kick": "x...x.x.x...x.x.", "snare": "..X...X...X...X.", "hat": "x.x.x.x.x.x.x.x."},
    "blast": {"kick": "x.x.x.x.x.x.x.x.", "snare": ".x.x.x.x.x.x.x.x", "china": "x...x...x...x..."},
    "doom": {"kick": "x.......x..xx...", "snare": "........X.......", "china": "x...x...x...x..."},
}
FILLS = (
    {"snare": "xxxx....", "high tom": "....xx..", "low tom": "......xx", "kick": "x.x.x.x."},
    {"tom": "xxx...", "low tom": "...xxx", "kick": "xxxxxx"},
    {"snare": "xxxxxxxx"},
)

METAL = Genre(
    name="metal",
    tempo=(84, 184),
    modes={"major": 1, "minor": 9},
    progressions={
        "major": ("I5 | bVII5 | IV5 | I5", "I5 | bVI5 | bVII5 | I5"),
        "minor": (
            "i5 | i5 | bII5 | i5",
            "i5 | bVI5 | bVII5 | i5",
            "i5 | i5 bIII5 | bVII5 | bII5",
            "i5 | bV5 | iv5 | bII5",
            "i5 | bVII5 | bVI5 | V5",
        ),
    },
    scales={"major": ("mixolydian",), "minor": ("phrygian", "harmonic minor", "minor")},
    forms=(
        "intro 8 verse 8 chorus 8 verse 8 solo 8 chorus 8",
        "verse 8 break 4 solo 8 chorus 8",
        "intro 4 chorus 8 verse 8 bridge 8 chorus 8",
    ),
    loose=0.004,
    eras={"70s": 1, "80s": 4, "90s": 4, "00s": 4},
    roles=(
        Role("drums", (16, 0, 8, 24), Drums(GROOVES, FILLS), -2),
        Role(
            "bass",
            (34, 33),
            Line(("1111111111111111", "1.111.111.111.11", "1.1.1.1.1.1.1.1.", "1-------1---1-1-"), low=28),
            -3,
        ),
        Role(
            "riff",
            (30, 29),
            Chords(
                ("XooXooXoXooXooXo", "X.xxX.xxX.xxX.xx", "XooooooXoooXoooo", "X-------X---X-X-", "XoXoX---XoXoX---"),
                low=36,
                voicing=power,
                short=0.8,
            ),
            -1,
            ("verse", "chorus", "solo"),
        ),
        Role(
            "second riff",
            (29, 30),
            Chords(("X-------X-------", "X.xxX.xxX.xxX.xx", "X---------------"), low=40, voicing=power),
            -4,
            ("chorus", "intro", "solo"),
            held=0.8,
        ),
        Role(  # the quiet before: a clean guitar, picked
            "clean",
            (27, 24, 25, 28),
            Line(("1.5.8.9.8.5.8.5.", "1---5---8---9---", "15895985"), low=40),
            -3,
            ("intro", "break", "bridge"),
        ),
        Role(
            "lead",
            (30, 29, 84),
            Melody(
                ("xxxxxxxxxxxxxxxx", "x-x-xxxxx-x-xxxx", "x-------xxxxxxxx", "xxxxx---xxxxx---"),
                low=64,
                high=91,
                rests=0.1,
                slide=1,
            ),
            -2,
            ("solo", "chorus"),
            held=0.85,
        ),
        Role(
            "voice",
            (54, 87, 81, 85),
            Melody(("x-x-..x-x---....", "x---x---x-x-x---", "xxx.xxx.x-------"), low=50, high=67, rests=0.15),
            -6,
            ("verse", "chorus"),
            held=0.85,
        ),
        Role("choir", (52, 48, 19, 90), Chords(("x---------------",), low=55), -10, ("chorus", "break"), held=0.4),
    ),
)
