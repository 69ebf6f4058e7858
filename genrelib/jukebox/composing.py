"""Random decisions about a piece, from its genre, its number and its artist's habits."""

from genrelib.jukebox.artists import LOYALTY, artist, billing
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.names import title
from genrelib.jukebox.piece import Piece

LATEST = 16  # bars of the song after which an excerpt begins at the latest
AT_A_BAR = 0.33  # how often an excerpt begins with a bar


def compose(genre: str, number: int) -> Piece:
    """Compose the piece of that number; every 100 numbers are divided among the artists by their catalogues."""
    chance = Chance(genre, number)
    plays = billing(genre)
    by = artist(genre, plays[number % len(plays)])
    meter = chance.weigh(ALL[genre].meters)
    words = chance.pick(by.forms).split()
    form = tuple(zip(words[::2], map(int, words[1::2]), strict=True))
    return Piece(
        genre=genre,
        number=number,
        artist=by,
        title=title(chance),
        tempo=round(chance.between(*by.tempo), 1),
        meter=meter,
        swing=by.swing,
        tonic=chance.pick(by.tonics) if chance.happens(LOYALTY) else chance.whole(0, 11),
        mode="minor" if chance.happens(by.minor) else "major",
        form=form,
        first=_first_beat(form, meter, chance),
    )


def _first_beat(form: tuple[tuple[str, int], ...], meter: int, chance: Chance) -> float:
    """First beat of the excerpt: the beginning of a bar, or any place in one."""
    bar = chance.whole(0, LATEST)
    return float(bar * meter) if chance.happens(AT_A_BAR) else bar * meter + chance.between(0, meter)
