"""Layouts: a short reader for each family of containers, of which stretches of a file hold sound and how much.

Only what libsndfile does not tell the truth of is read here: sizes in headers that are wrong or left open, recordings
that follow one another in a file, and what lies between frames.
"""

from genrelib.audio.layout.adts import adts_layout, first_frame
from genrelib.audio.layout.chunks import chunk_layout
from genrelib.audio.layout.flac import flac_layout
from genrelib.audio.layout.mpeg import begins_late, mpeg_layout
from genrelib.audio.layout.ogg import is_intact, ogg_layout
from genrelib.audio.layout.piece import Layout, Piece, whole

__all__ = [
    "Layout",
    "Piece",
    "adts_layout",
    "begins_late",
    "chunk_layout",
    "first_frame",
    "flac_layout",
    "is_intact",
    "mpeg_layout",
    "ogg_layout",
    "whole",
]
