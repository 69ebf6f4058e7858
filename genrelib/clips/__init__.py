"""The clips of a data set for a system, cut from a store, dealt into parts, their features held on a device or made."""

from genrelib.clips.clip_set import CPU, ClipSet
from genrelib.clips.cutting import FILLED, cut_clips, drawn, grid

__all__ = ["CPU", "FILLED", "ClipSet", "cut_clips", "drawn", "grid"]
