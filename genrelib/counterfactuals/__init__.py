"""Counterfactuals: how far a sound must change until a network's answer does, and how little of it keeps the answer.

`sweeps`: an edit at every strength, and the smallest that flips the answer. `remainders`: the shortest stretch and the
narrowest band that a greedy search leaves the answer with. Both ask about chains of edits (`Ask`), which a page may
answer from what it asked before.
"""

from genrelib.counterfactuals.remainders import Remainder, narrowest, shortest
from genrelib.counterfactuals.sweeps import Ask, Sweep, first, run_sweep

__all__ = ["Ask", "Remainder", "Sweep", "first", "narrowest", "run_sweep", "shortest"]
