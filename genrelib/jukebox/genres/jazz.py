"""Jazz: a walking bass, swing on the ride cymbal, seventh chords that go round in fifths, a tune and solos on it."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, shell

GROOVES = {
    "swing": {"ride": "x.xxx.xx", "pedal": "..x...x.", "kick": "o...o..."},
    "up": {"ride": "x.xxx.x.", "pedal": "..x...x.", "snare": "...o...."},
    "brushes": {"snare": "x.oox.oo", "pedal": "..x...x."},
    "two": {"hat": "x.xox.xo", "kick": "x...x...", "rim": "......x."},
}
FILLS = (
    {"snare": "x.xxx."},
    {"high tom": "x.x...", "tom": "...xx.", "snare": ".....x"},
    {"snare": "xox.xo", "kick": "..x..x"},
)

JAZZ = Genre(
    name="jazz",
    tempo=(84, 212),
    modes={"major": 3, "minor": 2},
    progressions={
        "major": (
            "ii7 | V7 | Imaj7 | VI7",
            "Imaj7 vi7 | ii7 V7 | iii7 VI7 | ii7 V7",
            "Imaj7 | Imaj7 | ii7 | V7 | iii7 | VI7 | ii7 | V7",
            "Imaj7 | II7 | ii7 V7 | Imaj7",
            "I7 | IV7 | I7 | v7 I7 | IV7 | #ivo7 | I7 | VI7",
        ),
        "minor": (
            "i7 | iih7 V7 | i7 | V7",
            "iv7 | bVII7 | bIIImaj7 | bVImaj7 | iih7 | V7 | i6 | i6",
            "i7 | i7 | iv7 | iv7 | bVI7 | V7 | i7 | V7",
            "i6 | bVI7 | iih7 | V7",
        ),
    },
    scales={"major": ("major", "mixolydian"), "minor": ("dorian", "harmonic minor")},
    forms=("verse 8 verse 8 bridge 8 solo 16 verse 8", "intro 4 verse 8 solo 16 solo 16", "solo 16 bridge 8 verse 8"),
    swing=(0.6, 0.68),
    loose=0.012,
    eras={"50s": 4, "60s": 4, "70s": 2, "80s": 1, "90s": 1, "00s": 1},
    roles=(
        Role("drums", (32, 40, 0, 8), Drums(GROOVES, FILLS, crash=0.25), -6, held=0.9),
        Role(
            "bass",
            (32, 35, 33),
            Line(
                ("1-3-5-a-", "1-2-3-a-", "1-5-8-a-", "1-8-7-a-", "8-7-5-a-", "1-3-1-a-", "5-3-2-a-"),
                low=31,
                wandering=True,
            ),
            -2,
        ),
        Role(
            "comping",
            (0, 26, 4, 16),
            Chords(
                ("x..x....", "...x...x", ".x..x...", "x.......|...x.x..", "x-----..", "..x....x"),
                low=55,
                voicing=shell,
                short=0.6,
            ),
            -6,
            held=0.9,
        ),
        Role(
            "lead",
            (65, 66, 56, 59, 71, 11, 64, 26, 0),
            Melody(
                ("xxxxxxxx", "x-xxx-x-", ".xxxxxx-", "x..xx-x-", "xx-x-xx-", "..xxxxxx", "x---.xx-"),
                low=58,
                high=82,
                phrases=("ABAC", "ABCD", "ABCB"),
                rests=0.15,
            ),
            -1,
        ),
        Role(
            "section",
            (61, 66, 57, 65, 71),
            Chords(("......xx", "x..x----", "....x..x", "x-------"), low=58, short=0.7),
            -6,
            ("verse", "bridge"),
            held=0.45,
        ),
        Role(
            "second",
            (56, 65, 73, 11, 26),
            Melody(("....x-xx", "..x-----", "x-x.x---"), low=55, high=77, rests=0.35),
            -5,
            ("bridge", "solo"),
            held=0.4,
        ),
    ),
)
