"""Notebook 04, Shallow or deep?: the functions that its cells call.

`report`: the report's claims, its penalty and the shipped results. `listening`: one clip and fifteen. `sight`: what the
branches see. `live`: small networks and the course of their epochs. `choosing`: luck with epochs. `votes`: from clips
to songs. `company`: the LSTM over the batch. `figures`: what knobs redraw. `exercises`, `song_exercises`: the
self-checks.
"""

from genrelib.lesson.nb04_depth.choosing import Chosen, halved, luck
from genrelib.lesson.nb04_depth.company import ask, by_order, lying_sorted, orders, over_batch, shuffled
from genrelib.lesson.nb04_depth.listening import by_kind, choose, players
from genrelib.lesson.nb04_depth.live import FRONTEND, Course, follow, gains, small
from genrelib.lesson.nb04_depth.report import (
    GUESS,
    REAL,
    REPORT,
    best_and_last,
    claims,
    clip_answers,
    in_company,
    penalties,
    shipped,
)
from genrelib.lesson.nb04_depth.sight import PATTERNS, field, networks
from genrelib.lesson.nb04_depth.votes import by_count, gain_of_all, whole_songs

__all__ = [
    "FRONTEND",
    "GUESS",
    "PATTERNS",
    "REAL",
    "REPORT",
    "Chosen",
    "Course",
    "ask",
    "best_and_last",
    "by_count",
    "by_kind",
    "by_order",
    "choose",
    "claims",
    "clip_answers",
    "field",
    "follow",
    "gain_of_all",
    "gains",
    "halved",
    "in_company",
    "luck",
    "lying_sorted",
    "networks",
    "orders",
    "over_batch",
    "penalties",
    "players",
    "shipped",
    "shuffled",
    "small",
    "whole_songs",
]
