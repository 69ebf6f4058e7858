"""Step strings: a bar drawn in letters, one letter a step, however many steps there are.

`x` a stroke, `X` an accent, `o` a soft one, `-` the stroke before goes on, `.` silence; lines and arpeggios have digits
for chord tones instead. Spaces are for the eye, `|` begins another bar: "x... x... | x.x. x..." lasts two.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

ACCENTS = {"X": 1.18, "o": 0.62}


class Stroke(NamedTuple):
    """A stroke in a bar: start and length as shares of the bar, force about 1, and its letter."""

    start: float
    length: float
    force: float
    letter: str


@cache
def strokes(steps: str) -> tuple[tuple[Stroke, ...], ...]:
    """The strokes of each bar of a step string."""
    return tuple(_bar(bar.replace(" ", "")) for bar in steps.split("|"))


@cache
def waltz(steps: str) -> str:
    """The first three of four beats of each bar, for pieces in three."""
    bars = [bar.replace(" ", "") for bar in steps.split("|")]
    return "|".join(bar[: len(bar) * 3 // 4] for bar in bars)


def swung(beats: np.ndarray, swing: float, unit: float) -> np.ndarray:
    """Swing beats: the first of two `unit`s lasts the share `swing` of both; 0.5 is straight, never less."""
    pairs, within = np.divmod(np.asarray(beats, float) / (2 * unit), 1)
    # The first unit has the steep line, the second the flat one: always the lower of the two.
    late = np.minimum(within * 2 * swing, swing + (within - 0.5) * 2 * (1 - swing))
    return 2 * unit * (pairs + late)


def _bar(letters: str) -> tuple[Stroke, ...]:
    bar = []
    for place, letter in enumerate(letters):
        if letter in ".-":
            continue
        held = 1
        while letters[place + held : place + held + 1] == "-":
            held += 1
        bar.append(Stroke(place / len(letters), held / len(letters), ACCENTS.get(letter, 1.0), letter))
    return tuple(bar)
