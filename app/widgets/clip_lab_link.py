"""The way from a track, wherever it is played, to Clip lab: at the same second, with the networks that judged it."""

from collections.abc import Sequence

from load import sounds
from state import address
from widgets import notes

from genrelib.datasets import playback_source
from genrelib.runs import Run


def draw(
    data: str, track: str, time: float, runs: Sequence[Run] = (), after: str = "with other networks beside it."
) -> None:
    """A link to Clip lab at a second of a track of a data set, where Clip lab has that music.

    Those of the `runs` whose networks can be asked are chosen there, the first one leads.
    """
    home = playback_source.home_of(data)
    if home not in sounds.libraries():
        return
    choices = {"sound": home, "track": track, "t": f"{time:.1f}"}
    leading, *others = [run.linked for run in runs if run.has_weights] or [""]
    choices |= {"run": leading} if leading else {}
    choices |= {"other": address.several(others)} if others else {}
    notes.link("Open in Clip lab", "clip_lab", after, **choices)
