"""Disco: the kick on all four beats, the open hi-hat between, the bass in octaves, strings, sixteenths on a guitar."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, shell

FOUR = "x...x...x...x..."  # on the floor
GROOVES = {
    "club": {"kick": FOUR, "snare": "....X.......X...", "open": "..x...x...x...x.", "hat": "x...x...x...x..."},
    "sixteenths": {"kick": FOUR, "snare": "....X.......X..o", "hat": "xoxoxoxoxoxoxoxo", "open": "..x...x...x...x."},
    "claps": {"kick": FOUR, "clap": "....X.......X...", "open": "..x...x...x...x.", "tambourine": "x.xxx.xxx.xxx.xx"},
    "congas": {"kick": FOUR, "snare": "....X.......X...", "open": "..x...x...x...x.", "conga": "..x..xx...x..x.x"},
}
FILLS = (
    {"snare": "xxxxxxxx"},
    {"high tom": "xx......", "tom": "..xx....", "low tom": "....xxxx"},
    {"clap": "x..x..x."},
)

DISCO = Genre(
    name="disco",
    tempo=(104, 134),
    modes={"major": 1, "minor": 2},
    progressions={
        "major": ("Imaj7 | ii7 | iii7 | IVmaj7", "I | vi7 | ii7 | V7", "IVmaj7 | iii7 | ii7 | V7"),
        "minor": (
            "i7 | iv7 | bVII7 | bIIImaj7",
            "i7 | i7 | iv7 | iv7",
            "i7 | bVII | bVI | V7",
            "i7 | bVImaj7 | iv7 | v7",
        ),
    },
    scales={"major": ("major", "pentatonic"), "minor": ("dorian", "minor pentatonic")},
    forms=(
        "intro 8 verse 8 chorus 8 break 4 chorus 8",
        "verse 8 chorus 8 verse 8 chorus 8 break 8",
        "chorus 8 break 4 verse 8 chorus 8",
    ),
    loose=0.004,
    eras={"70s": 5, "80s": 3, "90s": 1, "00s": 1},
    roles=(
        Role("drums", (0, 8, 24, 25), Drums(GROOVES, FILLS), -2),
        Role(
            "bass",
            (33, 36, 37, 38, 39),
            Line(
                ("1.8.1.8.1.8.1.8.", "1.8.1.8.1.8.b.8.", "..8.1.8.1.8.5.8.", "1..81.8.1..81.88", "1.81.8.11.8.b.5."),
                low=28,
                short=0.7,
            ),
            -2,
        ),
        Role(
            "guitar",
            (27, 28, 26),
            Chords(
                ("xoxxxoxoxoxxxoxo", "..xx..xx..xx..xx", "x.xxx.xx.xxxx.x.", "..x...x...x..xx."),
                low=60,
                voicing=shell,
                short=0.45,
            ),
            -8,
            held=0.85,
        ),
        Role(
            "keys",
            (4, 5, 0, 7, 16),
            Chords(("x---------------", "x..x..x-....x...", "..x-..x-..x-..x-"), low=55),
            -9,
            held=0.8,
        ),
        Role(
            "strings",
            (48, 50, 51, 49),
            Melody(
                ("x---------------", "x-------x-x-x---", "....xxxxx-------", "x---x---x---x---"),
                low=72,
                high=93,
                rests=0.2,
                doubled=True,
            ),
            -4,
            ("intro", "chorus", "solo"),
            held=0.85,
        ),
        Role(
            "horns",
            (61, 62, 56, 65),
            Chords(("x.......x..x....", "......x...x.x...", "x.x...........x."), low=58, short=0.6),
            -7,
            ("chorus", "verse"),
            held=0.6,
        ),
        Role(
            "lead",
            (53, 80, 81, 65, 54, 73),
            Melody(("x-..x-x-x---....", "..x-x-x-..x-x---", "x-x-..x---x-x-..", "x--x--x-x-------"), low=62, high=81),
            -2,
            ("verse", "chorus", "solo"),
        ),
    ),
)
