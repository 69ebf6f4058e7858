"""Notebook 01, Does a network need memory?: the functions that its cells call.

`poster`: the poster's claims and the shipped results. `figures`: figures that knobs redraw. `experiments`: changes to
clips and networks. `exercises`: the self-checks.
"""

from genrelib.lesson.dealing import dealt
from genrelib.lesson.nb01_memory.experiments import fewest, persuadable, queries
from genrelib.lesson.nb01_memory.figures import attention_figure, split_figure, window_and_hop
from genrelib.lesson.nb01_memory.poster import MEMORY, POSTER, TO_HEAR, claims

__all__ = [
    "MEMORY",
    "POSTER",
    "TO_HEAR",
    "attention_figure",
    "claims",
    "dealt",
    "fewest",
    "persuadable",
    "queries",
    "split_figure",
    "window_and_hop",
]
