"""Sentences about two runs on the same tracks: which one is better, if that is more than chance, and what is open."""

import numpy as np

from genrelib.evaluate import Interval
from genrelib.numerals import minus, percent
from genrelib.predictions.agreement import GenrePair
from genrelib.runs import Run
from genrelib.studies.difference import Difference

RARE = 0.05  # chance from which on an uneven split is no surprise
NAMES = ("A", "B")


def verdict(pair: GenrePair) -> list[str]:
    """Sentences on the accuracies: the gain, how the tracks divide that one alone gets right, and what follows."""
    return [f"{_points(pair.gain)}.", _split(pair), _conclusion(pair)]


def apart(pair: GenrePair) -> bool:
    """True if one run is better by more than chance: the interval leaves out 0, and the exact test agrees."""
    return _clear(pair.gain) and pair.agreement.p <= RARE


def limits(pair: GenrePair, run: Run, other: Run) -> list[str]:
    """Sentences on what the comparison rests on, and on what it leaves open."""
    tracks = len(pair.table)
    sentences = []
    left_out = [judged - tracks for judged in pair.judged]
    if any(left_out):
        sentences.append(
            f"Only the {tracks} tracks that both judged are compared: {left_out[0]} of A's and {left_out[1]} of B's "
            "test tracks are left out, so their accuracies here are not those of their own tests."
        )
    if (run.data, run.split) != (other.data, other.split):
        sentences.append(
            f"A learned from {run.data}, split {run.split}, B from {other.data}, split {other.split}: a difference may "
            "come from what they learned from."
        )
    if run.system == other.system:
        sentences.append(
            "Both are trainings of one system: their difference says how much a training changes by chance."
        )
    sentences.append(
        f"The interval is over tracks: other {'tracks' if tracks > 1 else 'music'} of the same kind. It does not tell "
        "how another training (seed) of either would do, nor what either makes of other music."
    )
    return sentences


def over_seeds(over: tuple[Difference, int] | None) -> str:
    """A sentence on the difference over several trainings of both; "" where there is one only."""
    if over is None:
        return ""
    difference, seeds = over
    conclusion = "the interval leaves out 0" if difference.apart else "the interval holds 0"
    return (
        f"Over {seeds} seeds of both: {_points(difference.gain)}, the wider of the intervals over seeds and over "
        f"tracks; {conclusion}."
    )


def chance(p: float) -> str:
    """A probability as a number of times."""
    if p >= 0.995:
        return "practically always"
    if p < 0.001:
        return "fewer than 1 time in 1,000"
    return f"{100 * p:.0f} times in 100" if p >= 0.095 else f"{1000 * p:.0f} times in 1,000"


def genres(pair: GenrePair) -> str:
    """A sentence on the genres where one recalls more, and on how many would stand apart by chance."""
    table = pair.recalls.dropna(subset="value")
    clear = table[(table.low > 0) | (table.high < 0)]
    lucky = percent(1 - 0.95 ** len(table))
    stands = ", ".join(f"{genre} ({NAMES[int(row.value < 0)]})" for genre, row in clear.iterrows())
    named = f"Apart: {stands}. " if stands else "No genre's interval leaves out 0. "
    return f"{named}With {len(table)} intervals, one leaves out 0 by chance alone in {lucky} of such figures."


def _split(pair: GenrePair) -> str:
    counts = pair.agreement
    alone = counts.first + counts.second
    if not alone:
        return "No track is right for one of them alone: nothing speaks for either."
    if alone == 1:
        return f"One track alone makes the difference, right for {NAMES[counts.second]}: a coin would do so, too."
    name, count = ("A", counts.first) if counts.first >= counts.second else ("B", counts.second)
    return (
        f"Of {alone} tracks that one alone gets right, {name} has {count}; of two that are equally good, so uneven a "
        f"split or a worse one comes {chance(counts.p)} (McNemar's exact test)."
    )


def _conclusion(pair: GenrePair) -> str:
    tracks = f"These {len(pair.table)} tracks" if len(pair.table) > 1 else "One track"
    if apart(pair):
        return f"On {tracks.lower()}, {NAMES[pair.gain.value < 0]} is better by more than chance."
    if not _clear(pair.gain):
        return f"The interval holds 0: {tracks.lower()} cannot tell them apart."
    return f"The interval just leaves out 0, the exact test does not: {tracks.lower()} do not settle it."


def _clear(gain: Interval) -> bool:
    return gain.low > 0 or gain.high < 0


def _points(gain: Interval) -> str:
    if gain.value == 0:
        return f"A and B get the same share right ({_bounds(gain)})"
    better, worse = NAMES[::-1] if gain.value < 0 else NAMES
    turned = Interval(-gain.value, -gain.high, -gain.low) if gain.value < 0 else gain
    number = _number(turned.value)
    noun = "point" if number == "1" else "points"
    return f"{better} gets {number} {noun} more right than {worse} ({_bounds(turned)})"


def _bounds(gain: Interval) -> str:
    if np.isnan(gain.low):
        return "without an interval"
    return f"95 %: {_number(gain.low)} to {_number(gain.high)} points"


def _number(share: float) -> str:
    points = 100 * share
    digits = 0 if abs(points) >= 1 or points == 0 else 1
    return minus(f"{points:.{digits}f}").replace("−0.0", "0.0").removesuffix(".0")
