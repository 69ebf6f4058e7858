"""What a notebook of the course needs beyond the library: it keeps functions out of cells.

`start` settles mode, chance and threads; `amount` cuts work down in the reduced mode; `few_tracks` takes a few tracks
of a data set. `Knobs` puts controls beside a figure, `hear` a menu over a player; each leaves a still picture where
there is no kernel. `source` shows a network's own lines, `say` and `folded` words that a cell computes, `explorer` an
address there. `Verdict` is what a self-check says. A notebook has a package of its own: `nb01_memory` is that of 01.
"""

from genrelib.lesson.knobs import Knobs
from genrelib.lesson.mode import REDUCED, SEED, amount, start
from genrelib.lesson.player_menu import hear
from genrelib.lesson.self_check import NOTHING, Verdict
from genrelib.lesson.source_code import source
from genrelib.lesson.subset import few_tracks
from genrelib.lesson.text import explorer, folded, say

__all__ = [
    "NOTHING",
    "REDUCED",
    "SEED",
    "Knobs",
    "Verdict",
    "amount",
    "explorer",
    "few_tracks",
    "folded",
    "hear",
    "say",
    "source",
    "start",
]
