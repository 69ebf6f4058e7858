"""Country: the bass alternates root and fifth, guitars chick between, a steel guitar or a fiddle slides into notes."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, close, spread

GROOVES = {
    "train": {"kick": "x...x...", "snare": "ooXoooXo"},
    "two step": {"kick": "x...x...", "snare": "..X...X.", "hat": "x.x.x.x."},
    "ballad": {"kick": "x...x..x", "rim": "..x...x.", "hat": "xxxxxxxx"},
    "brushed": {"kick": "x.......", "snare": "..x...x.", "shaker": "xoxoxoxo"},
}
FILLS = ({"snare": "xxxx"}, {"snare": "x.xx", "tom": "..xx"})

COUNTRY = Genre(
    name="country",
    tempo=(74, 168),
    modes={"major": 9, "minor": 1},
    meters={4: 4, 3: 1},
    progressions={
        "major": (
            "I | I | IV | I | I | I | V7 | V7",
            "I | IV | V7 | I",
            "I | V7 | V7 | I | I | IV | V7 | I",
            "IV | I | V7 | I",
            "I | II7 | V7 | I",
        ),
        "minor": ("i | bVII | i | i | i | bVII | V7 | i", "i | iv | V7 | i"),
    },
    scales={"major": ("pentatonic", "major"), "minor": ("minor pentatonic",)},
    forms=("intro 4 verse 8 chorus 8 verse 8 solo 8 chorus 8", "verse 8 chorus 8 solo 8 chorus 8"),
    swing=(0.5, 0.6),
    eras={"50s": 2, "60s": 3, "70s": 3, "80s": 2, "90s": 2, "00s": 1},
    roles=(
        Role("drums", (0, 8, 40), Drums(GROOVES, FILLS, crash=0.3), -7, held=0.85),
        Role(  # boom
            "bass",
            (32, 32, 33),  # mostly a double bass
            Line(
                ("1...l...", "1...5...", "1...5..a", "1...l.2."), low=31, short=0.7, threes=("1.....", "1.....|l.....")
            ),
            -3,
        ),
        Role(  # chick
            "rhythm",
            (25, 24, 27),
            Chords(
                ("..x...x.", "..x.o.xo", "..xo..xo", "x.x.x.x."),
                low=52,
                voicing=close,
                short=0.6,
                strum=0.08,
                threes=("..x.x.", "..xox."),
            ),
            -4,
        ),
        Role(
            "picking",
            (25, 105, 24, 27),
            Line(("18591859", "15893598", "19851985", "1.5.9.5."), low=48, threes=("158985", "185985")),
            -7,
            held=0.6,
        ),
        Role(
            "steel",
            (26, 27, 110, 49),
            Melody(("x-------", "x---x---", "....x---", "x-----x-"), low=62, high=81, slide=2, doubled=True, rests=0.3),
            -4,
            ("intro", "chorus", "solo", "outro"),
            held=0.8,
        ),
        Role(
            "lead",
            (110, 22, 27, 25, 105, 21, 53),
            Melody(
                ("x-x-x-x-", "x---x-x-", "x.xxx-x-", "xx-xx---", "x-xxx---", "xxxxx-x-"),
                low=62,
                high=82,
                phrases=("ABAC", "AABC"),
                slide=1,
            ),
            -1,
            ("verse", "chorus", "solo"),
        ),
        Role("piano", (0, 3), Chords(("..x...x.", "x---x---"), low=60, voicing=spread), -9, held=0.35),
    ),
)
