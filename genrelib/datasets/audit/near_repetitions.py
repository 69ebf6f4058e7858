"""One recording in two tracks: another encoding, another level, a part of it, or the same beginning later."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genrelib.datasets.acoustic import RATE, STEP, shifted_difference
from genrelib.datasets.audit.landmarks import Marks, meetings

SAME = 0.25  # share of bits that differ, below which it is one recording
SAME_BRIEF = 0.2  # of tracks that overlap for less than BRIEF seconds, by chance and with the same instruments
BRIEF = 5.0


@dataclass(frozen=True)
class Repetition:
    """Two tracks, by their places, that hold one recording.

    `late` is how many seconds later it is in the second; `differing` the share of the fingerprint's bits that differ,
    about a half for two recordings.
    """

    first: int
    second: int
    late: float
    differing: float


def find_repetitions(marks: Sequence[Marks], prints: Sequence[np.ndarray]) -> list[Repetition]:
    """Repetitions among tracks with these landmarks and close fingerprints, each pair once, at its best shift."""
    best: dict[tuple[int, int], Repetition] = {}
    for first, second, shift in meetings(marks):
        differing = shifted_difference(prints[first], prints[second], shift)
        known = best.get((first, second))
        if differing < (known.differing if known else _limit(prints[first], prints[second], shift)):
            best[first, second] = Repetition(first, second, shift * STEP / RATE, differing)
    return [best[pair] for pair in sorted(best)]


def _limit(first: np.ndarray, second: np.ndarray, shift: int) -> float:
    overlap = min(len(first), len(second) - shift) - max(0, -shift)
    return SAME if overlap * STEP >= BRIEF * RATE else SAME_BRIEF
