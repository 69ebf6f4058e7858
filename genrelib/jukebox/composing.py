"""The decisions of a piece, made by chance from its genre, its number and its artist's habits."""

from genrelib.jukebox.artists import LOYALTY, artist, billing
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.names import title
from genrelib.jukebox.piece import Piece

LATEST = 16  # bars of the song after which an excerpt begins at the latest
AT_A_BAR = 0.33  # how often an excerpt begins with a bar


def compose(genre: str, number: int) -> Piece:
    """The piece of that number; artists share the first 100 numbers out as their catalogues say, and so on."""
    of, chance = ALL[genre], Chance(genre, number)
    plays = billing(genre)
    by = artist(genre, plays[number % len(plays)])
    meter = chance.weigh(of.meters)
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
    """With a bar, or anywhere in one, as excerpts do."""
    bar = chance.whole(0, LATEST)
    return float(bar * meter) if chance.happens(AT_A_BAR) else bar * meter + chance.between(0, meter)
