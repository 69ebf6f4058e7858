"""Invented names of artists and titles."""

from genrelib.jukebox.chance import Chance

FIRST = (
    "Alba", "Bertil", "Corvin", "Dagny", "Ewart", "Fenna", "Gisbert", "Hedda", "Ilmar", "Jorun",
    "Kestrel", "Lorcan", "Mabry", "Nerys", "Osric", "Petra", "Quill", "Runa", "Silvan", "Tamsin",
)  # fmt: skip
LAST = (
    "Ambleforth", "Brackwater", "Coldrow", "Dunmarrow", "Eastlock", "Fairwether", "Grimsolt", "Hollowell",
    "Inchbald", "Jaspertone", "Kettlewick", "Larkmoor", "Mossgate", "Netherby", "Oakhanger", "Pellworth",
    "Quarrington", "Rushbeck", "Stellmark", "Thornquist",
)  # fmt: skip
THINGS = (
    "Anchor", "Avenue", "Bridge", "Candle", "Corner", "Dancer", "Engine", "Ferry", "Garden", "Harbor",
    "Island", "Ladder", "Lantern", "Letter", "Meadow", "Mirror", "Morning", "Orchard", "Paper", "River",
    "Season", "Signal", "Station", "Stranger", "Thunder", "Tower", "Train", "Valley", "Window", "Winter",
)  # fmt: skip
QUALITIES = (
    "Blue", "Borrowed", "Broken", "Copper", "Crooked", "Distant", "Electric", "Empty", "Endless", "Golden",
    "Hidden", "Hollow", "Last", "Little", "Lonely", "Midnight", "Northern", "Open", "Paper", "Quiet",
    "Restless", "Secret", "Silver", "Sleeping", "Slow", "Southern", "Sudden", "Velvet", "Wild", "Wooden",
)  # fmt: skip
TITLES = (
    "{quality} {thing}",
    "The {quality} {thing}",
    "{thing} and {other}",
    "My {quality} {thing}",
    "{thing} of {other}",
)


def artist_name(place: int, chance: Chance) -> str:
    """Make a name that no other place in the index has: a person's, or a band's."""
    first = FIRST[place % len(FIRST)]
    last = LAST[(place * 7 + place // len(FIRST) * 3) % len(LAST)]
    return chance.pick((f"{first} {last}", f"{first} {last}", f"The {last} {chance.pick(THINGS)}s"))


def title(chance: Chance) -> str:
    """Make a title; two tracks may share one."""
    thing, other = chance.some(THINGS, 2)
    return chance.pick(TITLES).format(quality=chance.pick(QUALITIES), thing=thing, other=other)
