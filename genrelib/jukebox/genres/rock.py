"""Rock: a backbeat hit hard, driving eighths on bass and guitar, the flat seventh, riffs, a solo on bent strings."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, close, power, spread

GROOVES = {
    "eighths": {"kick": "x...xx..", "snare": "..X...X.", "hat": "xxxxxxxx"},
    "driving": {"kick": "x..xx..x", "snare": "..X...X.", "open": "x.x.x.x."},
    "ride": {"kick": "x..x.x..", "snare": "..X...X.", "ride": "xxxxxxxx"},
    "half time": {"kick": "x..x....", "snare": "....X...", "crash": "x.......", "hat": "x.x.x.x."},
    "toms": {"kick": "x...x...", "low tom": "x.xx.xx.", "snare": "..X...X."},
}
FILLS = (
    {"snare": "xxxx....", "high tom": "....xx..", "low tom": "......xx"},
    {"snare": "x.xx", "kick": ".x.."},
    {"high tom": "xx....", "tom": "..xx..", "low tom": "....xx"},
)

ROCK = Genre(
    name="rock",
    tempo=(84, 164),
    modes={"major": 3, "minor": 2},
    progressions={
        "major": ("I | bVII | IV | I", "I | IV | V | IV", "I | I | IV | V", "I | V | bVII | IV", "vi | IV | I | V"),
        "minor": ("i | bVII | bVI | bVII", "i | bIII | bVII | iv", "i | i | bVI | bVII", "i | iv | i | V"),
    },
    scales={"major": ("mixolydian", "pentatonic"), "minor": ("minor pentatonic", "minor")},
    forms=(
        "intro 4 verse 8 chorus 8 verse 8 chorus 8 solo 8",
        "verse 8 chorus 8 solo 8 chorus 8",
        "intro 8 verse 8 break 4 chorus 8",
    ),
    loose=0.008,
    eras={"60s": 3, "70s": 4, "80s": 3, "90s": 3, "00s": 2},
    roles=(
        Role("drums", (0, 8, 16), Drums(GROOVES, FILLS), -3),
        Role("bass", (33, 34), Line(("11111111", "1.11.15.", "1..11..5", "1.1.8.5b", "11113355"), low=28), -4),
        Role(
            "rhythm",
            (29, 27, 30, 25),
            Chords(("xxxxxxxx", "x-x.xx-.", "x..x--x-", "x---x-x-", "x.xx.xx."), low=40, voicing=power, short=0.85),
            -3,
        ),
        Role(
            "strumming",
            (25, 27, 29),
            Chords(("x.xx.xxx", "x-x-xxxx", "x---x---"), low=48, voicing=spread, strum=0.06),
            -7,
            held=0.55,
        ),
        Role("organ", (16, 19, 0, 17), Chords(("x-------", "x-x-x-x-"), low=55, voicing=close), -9, held=0.45),
        Role(
            "lead",
            (29, 30, 27, 84),
            Melody(
                ("x-xxx-x-", "xxxxxxxx", "x---xxx-", "xx.xx.x-", "..xxxxx-", "x-x-x---"),
                low=62,
                high=86,
                rests=0.15,
                slide=1,
            ),
            -2,
            ("solo", "intro", "chorus"),
            held=0.95,
        ),
        Role(
            "voice",
            (54, 85, 53, 66),
            Melody(
                ("x-x-x---", "xx-xx-x-", "..x-xxx-", "x-----..", ".xxxx---"), low=55, high=74, phrases=("ABAC", "AABC")
            ),
            -2,
            ("verse", "chorus", "bridge"),
            held=0.9,
        ),
    ),
)
