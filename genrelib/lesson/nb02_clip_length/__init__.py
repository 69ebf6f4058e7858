"""Notebook 02, How long must it listen?: the functions that its cells call.

`report`: the report's claims and the shipped results. `ears`: sounds to guess, and guesses beside networks. `live`:
small networks, running means and gates. `argmax`: the report's helper. `figures`: what knobs redraw. `exercises`: the
self-checks.
"""

from genrelib.lesson.learned import learn
from genrelib.lesson.nb02_clip_length.argmax import perfect
from genrelib.lesson.nb02_clip_length.ears import beside_network, choose, players
from genrelib.lesson.nb02_clip_length.figures import (
    gate_histogram,
    helper_bars,
    lengths,
    running_means,
    tested_bars,
)
from genrelib.lesson.nb02_clip_length.live import at_an_end, first_gates, second_by_second, small_cnn
from genrelib.lesson.nb02_clip_length.report import REAL, REPORT, by_length, claims, tested_artists

__all__ = [
    "REAL",
    "REPORT",
    "at_an_end",
    "beside_network",
    "by_length",
    "choose",
    "claims",
    "first_gates",
    "gate_histogram",
    "helper_bars",
    "learn",
    "lengths",
    "perfect",
    "players",
    "running_means",
    "second_by_second",
    "small_cnn",
    "tested_artists",
    "tested_bars",
]
