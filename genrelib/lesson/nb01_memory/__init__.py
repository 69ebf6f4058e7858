"""Notebook 01, Does a network need memory?: what its cells call, so that none of them defines a function.

`tables`: the poster's claims and the shipped results. `sounds`: what is heard. `figures`: what knobs redraw.
`experiments`: what is changed, and what of it. `exercises`: the self-checks.
"""

from genrelib.lesson.nb01_memory.experiments import fewest, gains, means, one_of_each, persuadable, queries
from genrelib.lesson.nb01_memory.figures import attention_figure, dealt, split_figure, window_and_hop
from genrelib.lesson.nb01_memory.sounds import TO_HEAR, attended, mistakes
from genrelib.lesson.nb01_memory.tables import MEMORY, at, claims, results, shipped

__all__ = [
    "MEMORY",
    "TO_HEAR",
    "at",
    "attended",
    "attention_figure",
    "claims",
    "dealt",
    "fewest",
    "gains",
    "means",
    "mistakes",
    "one_of_each",
    "persuadable",
    "queries",
    "results",
    "shipped",
    "split_figure",
    "window_and_hop",
]
