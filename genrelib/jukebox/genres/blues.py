"""Blues: twelve bars of dominant sevenths, a shuffle in long and short eighths, a voice and its answer."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, shell

TWELVE = "I7 | I7 | I7 | I7 | IV7 | IV7 | I7 | I7 | V7 | IV7 | I7 | V7"
QUICK = "I7 | IV7 | I7 | I7 | IV7 | IV7 | I7 | I7 | V7 | IV7 | I7 IV7 | I7 V7"  # the fourth already in bar two
LONG_FIVE = "I7 | I7 | I7 | I7 | IV7 | IV7 | I7 | I7 | V7 | V7 | I7 | V7"
MINOR = "i7 | i7 | i7 | i7 | iv7 | iv7 | i7 | i7 | bVI7 | V7 | i7 | V7"
MINOR_QUICK = "i7 | iv7 | i7 | i7 | iv7 | iv7 | i7 | i7 | v7 | iv7 | i7 | V7"

GROOVES = {
    "shuffle": {"kick": "x...x...", "snare": "..X...X.", "ride": "x.xxx.xx"},
    "tight shuffle": {"kick": "x..xx..x", "snare": "o.Xoo.Xo", "hat": "xoxoxoxo"},
    "slow": {"kick": "x.....x..x..", "snare": "...X.....X..", "hat": "xoxxoxxoxxox"},  # twelve eighths
    "brushes": {"kick": "x.......", "snare": "o.Xoo.Xo", "pedal": "..x...x."},
}
FILLS = (
    {"snare": "xxxx", "tom": "..xx"},
    {"snare": "x.xxxX"},
    {"high tom": "xx....", "tom": "..xx..", "low tom": "....xx"},
)

BLUES = Genre(
    name="blues",
    tempo=(64, 138),
    modes={"major": 3, "minor": 1},
    progressions={"major": (TWELVE, QUICK, LONG_FIVE), "minor": (MINOR, MINOR_QUICK)},
    scales={"major": ("blues", "mixolydian"), "minor": ("blues", "minor pentatonic")},
    forms=(
        "intro 4 verse 12 solo 12 verse 12 solo 12",
        "verse 12 verse 12 solo 12 verse 12",
        "solo 12 verse 12 chorus 12 solo 12",
    ),
    swing=(0.61, 0.68),
    loose=0.012,
    eras={"50s": 3, "60s": 3, "70s": 2, "80s": 1, "90s": 1},
    roles=(
        Role("drums", (0, 8, 40), Drums(GROOVES, FILLS, crash=0.4), -5, held=0.9),
        Role(
            "bass",
            (32, 32, 33),  # mostly a double bass
            Line(("1.3.5.6.|8.6.5.3.", "11335566|88665533", "1.1.5.6.", "1..15..6", "1...5..a"), low=31),
            -3,
        ),
        Role(  # the boogie: root with fifth, then with sixth
            "rhythm",
            (25, 26, 27, 29, 0),
            Line(("55665566", "5565bb65", "5.6.b.6.", "556655bb"), low=43, pedal=True, short=0.8),
            -8,
            held=0.75,
        ),
        Role(
            "keys",
            (0, 3, 16, 17, 4),
            Chords(("..x...x.", "x-----..", "...x-..x", "..xx..x.", "x-x-x-x-"), low=57, voicing=shell, short=0.7),
            -9,
            held=0.7,
        ),
        Role(
            "lead",
            (22, 26, 27, 29, 25, 66),
            Melody(
                ("x.x-x---", "..xxx-x-", "xx.xx---", ".xxxx-x-", "x---x.x-", "..x-xxx-"),
                low=60,
                high=82,
                phrases=("ABAC", "AABC"),
                rests=0.35,  # the answer is left to the others
                slide=1,
            ),
            -1,
            ("verse", "chorus", "solo"),
        ),
        Role(
            "answer",
            (22, 25, 0, 65, 16, 61),
            Melody(("....xxx-", "....x-x-", ".....xxx"), low=62, high=80, rests=0.3),
            -6,
            ("verse", "chorus"),
            held=0.5,
        ),
    ),
)
