"""Pop: four chords that come round, a plain backbeat, a hook that returns, a chorus fuller than the verse."""

from genrelib.jukebox.genre import Genre, Role
from genrelib.jukebox.players import Chords, Drums, Line, Melody, spread

GROOVES = {
    "straight": {"kick": "x...x...", "snare": "..X...X.", "hat": "xxxxxxxx"},
    "pushed": {"kick": "x..xx...", "snare": "..X...X.", "hat": "xoxoxoxo"},
    "dance": {"kick": "x.x.x.x.", "clap": "..X...X.", "open": ".x.x.x.x"},
    "ballad": {"kick": "x...x..x", "rim": "..X...X.", "shaker": "xoxoxoxo"},
    "sixteenths": {"kick": "x......xx.x.....", "snare": "....X.......X...", "hat": "xoxoxoxoxoxoxoxo"},
}
FILLS = ({"snare": "..xx"}, {"snare": "xxxx", "tom": "..xx"}, {"clap": "x.xx"})

POP = Genre(
    name="pop",
    tempo=(72, 132),
    modes={"major": 3, "minor": 1},
    progressions={
        "major": ("I | V | vi | IV", "vi | IV | I | V", "I | vi | IV | V", "IV | I | V | vi", "I | iii | IV | iv"),
        "minor": ("i | bVI | bIII | bVII", "i | iv | bVI | V", "bVI | bVII | i | i"),
    },
    scales={"major": ("major", "pentatonic"), "minor": ("minor", "minor pentatonic")},
    forms=(
        "intro 4 verse 8 chorus 8 verse 8 chorus 8 bridge 4 chorus 8",
        "verse 8 chorus 8 verse 8 chorus 8",
        "chorus 8 verse 8 bridge 4 chorus 8",
    ),
    loose=0.005,
    eras={"60s": 2, "70s": 2, "80s": 4, "90s": 3, "00s": 4},
    roles=(
        Role("drums", (0, 8, 16, 24, 25), Drums(GROOVES, FILLS), -3),
        Role("bass", (33, 34, 38, 39), Line(("11111111", "1..11.5.", "1-------", "1...1..5", "1..1..1."), low=28), -3),
        Role(
            "keys",
            (0, 4, 5, 89, 16, 2),
            Chords(("x-------", "x---x---", "x-x-x-x-", "x..x..x-", "xxxxxxxx"), low=55),
            -5,
            held=0.9,
        ),
        Role(
            "guitar",
            (25, 27, 24, 28),
            Chords(("x.xx.xxx", "x-x-x-x-", "x.xxxoxx", "..x...x."), low=48, voicing=spread, short=0.8, strum=0.06),
            -6,
            held=0.8,
        ),
        Role(
            "arpeggio",
            (81, 10, 27, 46, 88),
            Line(("15891589", "1589859815898598", "85318531"), low=60),
            -9,
            ("chorus", "intro", "bridge"),
            held=0.5,
        ),
        Role("pad", (48, 50, 89, 52), Chords(("x-------",), low=60), -9, ("chorus", "bridge"), held=0.7),
        Role(
            "lead",
            (53, 54, 85, 80, 73, 52),
            Melody(
                ("x-x-x-x-", "xx-xx---", "x---xxx-", ".xx-xx-x", "x-xxx---", "..xxx-x-"),
                low=60,
                high=79,
                phrases=("ABAC", "AABC", "ABAB"),
                rests=0.08,
            ),
            0,
            ("verse", "chorus", "bridge", "solo"),
        ),
        Role(
            "harmony",
            (53, 54, 52),
            Melody(("x-------", "x---x---"), low=67, high=84, doubled=True),
            -7,
            ("chorus",),
            held=0.5,
        ),
    ),
)
