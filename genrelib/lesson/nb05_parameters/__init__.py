"""Notebook 05, What does a parameter buy?: the functions that its cells call.

`paper`: the paper's claims and the shipped results. `budget`: weights, counted by part. `ears`: tags to hear, yes or
no. `prevalence`: a score's curves for frequent and rare tags. `live`: small taggers of two normalisations, and
networks whose time is disturbed. `tagger`: tags over time. `figures`: what knobs redraw. `exercises`: the self-checks.
"""

from genrelib.lesson.learned import learn
from genrelib.lesson.nb05_parameters.budget import column, narrowed, part_sizes, with_kernel
from genrelib.lesson.nb05_parameters.ears import beside_network, choose, false_alarms, players
from genrelib.lesson.nb05_parameters.figures import (
    against,
    areas,
    gains,
    kernels,
    learning,
    moments,
    order_figure,
    parts,
    popularity,
    rare,
    tags_over_time,
)
from genrelib.lesson.nb05_parameters.live import disturbed, evened, few_tagged, gain, small
from genrelib.lesson.nb05_parameters.paper import (
    PAPER,
    REAL,
    SYNTHETIC,
    axis_prices,
    by_tag,
    claims,
    correlations,
    order_gains,
    predictions,
    ranking,
    tag_gains,
    trained,
)
from genrelib.lesson.nb05_parameters.tagger import medley, taggers

__all__ = [
    "PAPER",
    "REAL",
    "SYNTHETIC",
    "against",
    "areas",
    "axis_prices",
    "beside_network",
    "by_tag",
    "choose",
    "claims",
    "column",
    "correlations",
    "disturbed",
    "evened",
    "false_alarms",
    "few_tagged",
    "gain",
    "gains",
    "kernels",
    "learn",
    "learning",
    "medley",
    "moments",
    "narrowed",
    "order_figure",
    "order_gains",
    "part_sizes",
    "parts",
    "players",
    "popularity",
    "predictions",
    "ranking",
    "rare",
    "small",
    "tag_gains",
    "taggers",
    "tags_over_time",
    "trained",
    "with_kernel",
]
