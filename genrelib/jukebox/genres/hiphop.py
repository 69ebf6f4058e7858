"""Hip-hop: a heavy loop of two bars at a walking pace, late sixteenths, deep bass, a sampled chord, a rapper."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody

GROOVES = {
    "boom bap": {"kick": "X.....x...x.....|X.....x..xx.....", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
    "lazy": {"kick": "X..x......x.....|X..x...x..x.....", "snare": "....X..o....X...", "hat": "x.xox.xox.xox.xo"},
    "machine": {"kick": "X......x..x.....|X..x......x...x.", "clap": "....X.......X...", "hat": "x.x.x.xxx.x.xxxx"},
    "half time": {
        "kick": "X.....x....x....",
        "clap": "........X.......",
        "hat": "xxxxx.xxxxxxx.xx",
        "open": "..............x.",
    },
    "break": {"kick": "X.x.......xx....|X.x.......x..x..", "snare": "....X..o.o..X..o", "ride": "x.x.x.x.x.x.x.x."},
}
FILLS = ({"kick": "x.x.....", "snare": "....x.xx"}, {"snare": "..x..xxx"}, {"open": "....x..."})

HIPHOP = Genre(
    name="hiphop",
    tempo=(70, 108),
    modes={"major": 1, "minor": 4},
    progressions={
        "major": ("Imaj7 | IVmaj7", "I7 | I7", "ii7 | Imaj7"),
        "minor": ("i7 | i7", "i7 | iv7", "i | bVI", "i7 | bVImaj7 | iv7 | v7", "i | bII"),
    },
    scales={"major": ("pentatonic",), "minor": ("minor pentatonic", "dorian", "phrygian")},
    forms=("intro 4 verse 16 chorus 8 verse 16", "verse 8 chorus 8 verse 8 break 4", "chorus 4 verse 12 chorus 8"),
    swing=(0.5, 0.63),
    swing_unit=0.25,
    loose=0.005,
    eras={"80s": 2, "90s": 4, "00s": 5},
    roles=(
        Role("drums", (24, 25, 0, 16, 8), Drums(GROOVES, FILLS, crash=0.15), 0),
        Role(
            "bass",
            (38, 39, 33, 32, 35),
            Line(
                ("1-----1...1-....", "1---....1..15-..", "1-------......b1", "1..1..8...b-5-..", "1-----..3-..1-.."),
                low=26,
            ),
            -1,
        ),
        Role(
            "sample",
            (4, 5, 0, 11, 48, 16, 61),
            Chords(("x-------........", "x-----x-----....", "..x-..x-....x-..", "x---------------"), low=55),
            -6,
            held=0.9,
        ),
        Role(
            "loop",
            (0, 11, 24, 45, 73, 46, 104, 80),
            Line(("1.5.8.9.8.5.....", "8..5..3..1......", "1...3.5.....8...", "9.8.....9.8.5..."), low=60),
            -7,
            held=0.75,
        ),
        Role(  # the rapper: many syllables, few notes
            "voice",
            (54, 65, 84, 53, 85),
            Melody(
                ("x.xxx.xxx.xx.x..", "xxx.xxx.xx.xx.x.", "..xxx.xx..xxx.xx", "x.xx.xx.xxxx.x.."),
                low=50,
                high=57,
                phrases=("ABAC", "AABB"),
                rests=0.08,
                short=0.7,
            ),
            -2,
            ("verse", "chorus"),
        ),
        Role(
            "scratch",
            (85, 120, 81),
            Melody(("....xx..x.......", "......x.xx......"), low=67, high=79, rests=0.4),
            -9,
            ("chorus", "break"),
            held=0.4,
        ),
        Role("pad", (89, 49, 52, 91), Chords(("x---------------",), low=60), -11, ("chorus", "intro"), held=0.45),
    ),
)
