"""Notebook 03, Can it listen to raw sound, and to itself?: the functions that its cells call.

`paper`: the abstract's claims and the shipped results. `layers`: layers beside those that training began with.
`feeding`: the feedback as it is, and other scales in its place. `power`: comparisons by simulation. `live`: a
readout of the last layer. `players`: sounds. `figures`: pictures, some with knobs. `exercises`: the self-checks.
"""

from genrelib.lesson.nb03_raw_sound.feeding import (
    AS_IT_IS,
    RATE,
    feed,
    followed,
    moved,
    restlessness,
    songs,
    spread,
)
from genrelib.lesson.nb03_raw_sound.figures import (
    centres,
    fair,
    filters,
    gains_by_chance,
    hearing,
    moved_answers,
    moved_layers,
    spread_bars,
    table_one,
)
from genrelib.lesson.nb03_raw_sound.layers import as_begun, likeness, spacings
from genrelib.lesson.nb03_raw_sound.live import clips_of, kept_answers, read_out, set_back
from genrelib.lesson.nb03_raw_sound.paper import (
    ABSTRACT,
    ALL,
    REAL,
    SPLIT,
    WAYS,
    WHOLE_FMA,
    answers,
    claims,
    counts,
    gains,
    named,
    shipped,
)
from genrelib.lesson.nb03_raw_sound.players import (
    filters_player,
    mistaken,
    treated_player,
    unfolding_player,
    unnamed,
)
from genrelib.lesson.nb03_raw_sound.power import (
    DEVIATIONS,
    GAIN,
    RUNS,
    share_of_findings,
    standard_error,
)

__all__ = [
    "ABSTRACT",
    "ALL",
    "AS_IT_IS",
    "DEVIATIONS",
    "GAIN",
    "RATE",
    "REAL",
    "RUNS",
    "SPLIT",
    "WAYS",
    "WHOLE_FMA",
    "answers",
    "as_begun",
    "centres",
    "claims",
    "clips_of",
    "counts",
    "fair",
    "feed",
    "filters",
    "filters_player",
    "followed",
    "gains",
    "gains_by_chance",
    "hearing",
    "kept_answers",
    "likeness",
    "mistaken",
    "moved",
    "moved_answers",
    "moved_layers",
    "named",
    "read_out",
    "restlessness",
    "set_back",
    "share_of_findings",
    "shipped",
    "songs",
    "spacings",
    "spread",
    "spread_bars",
    "standard_error",
    "table_one",
    "treated_player",
    "unfolding_player",
    "unnamed",
]
