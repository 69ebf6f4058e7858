"""This machine's speed: its own limits, the front ends against librosa, and every network's training and inference."""

from genrelib.bench.machine import distinct, measure_machine

__all__ = ["distinct", "measure_machine"]
