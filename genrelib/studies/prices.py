"""Prices of the published mistakes, computed from runs: the figure with the mistake less the one without it.

Where both figures are of the same tracks, the interval is of their differences; it is the wider one of that and of
Student's over seeds. Figures of other tracks, as on two splits, vary by themselves: their intervals are joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from genrelib import datasets, evaluate
from genrelib.evaluate import Interval
from genrelib.papers.publication import (
    Isolation,
    Mistake,
    TwoEpochs,
    TwoMetrics,
    TwoSplits,
    TwoSystems,
)
from genrelib.runs import Run
from genrelib.studies.difference import compare, widest
from genrelib.studies.seeds import SeedRuns, chosen

ALIKE = 1e-9  # by which equal differences may vary
OF_TRACKS = {
    "paper_argmax": evaluate.paper_argmax,
    "track_accuracy": evaluate.accuracy,
}  # computed again, track by track


@dataclass(frozen=True, eq=False)
class Price:
    """A mistake's price in one place: `gain` is the figure `mistaken` less the figure `sound`, which are words.

    `paired` if both figures are of the same tracks.
    """

    system: str
    data: str
    mistaken: str
    sound: str
    metric: str
    value: float  # with the mistake
    without: float
    gain: Interval
    paired: bool
    rows: tuple[SeedRuns, ...]

    @property
    def seeds(self) -> int:
        """Runs on the side that has fewer."""
        return min(len(row.runs) for row in self.rows)

    @property
    def partial(self) -> bool:
        """True if a run of either side was cut short."""
        return any(row.partial for row in self.rows)

    @property
    def provenance(self) -> str:
        return " and ".join(dict.fromkeys(row.provenance for row in self.rows))

    @property
    def clear(self) -> bool:
        """True if all runs are finished and the interval excludes 0."""
        return not self.partial and (self.gain.low > 0 or self.gain.high < 0)


def measure(mistake: Mistake, all_runs: Iterable[Run]) -> list[Price]:
    """Measure every price of a mistake that these runs tell: finished, of real music, clear and of many seeds first."""
    places: dict[str, dict[str, dict[str, SeedRuns]]] = {}  # data -> split -> system
    by_place: dict[tuple[str, str], list[Run]] = {}
    for run in all_runs:
        if not run.adopted:
            by_place.setdefault((run.data, run.split), []).append(run)
    for (data, split), runs in by_place.items():
        places.setdefault(data, {})[split] = chosen(runs)
    measured = [
        price for isolation in mistake.isolated_by for splits in places.values() for price in _prices(isolation, splits)
    ]
    return sorted(measured, key=lambda p: (p.partial, datasets.is_synthetic(p.data), not p.clear, -p.seeds))


def independent(mistaken: Interval, sound: Interval) -> Interval:
    """Difference of two shares of different tracks, with its interval: the square root of the summed squares.

    Source: R. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
    Medicine 1998, method 10.
    """
    value = mistaken.value - sound.value
    below = np.hypot(mistaken.value - mistaken.low, sound.high - sound.value)
    above = np.hypot(mistaken.high - mistaken.value, sound.value - sound.low)
    return Interval(value, float(max(value - below, -1)), float(min(value + above, 1)))


@singledispatch
def _prices(isolation: Isolation, splits: dict[str, dict[str, SeedRuns]]) -> list[Price]:
    """Prices on one data set: split -> system -> its runs. None of what needs no run."""
    return []


@_prices.register
def _(isolation: TwoSplits, splits: dict[str, dict[str, SeedRuns]]) -> list[Price]:
    leaking, strict = (splits.get(split, {}) for split in (isolation.leaking, isolation.strict))
    measured = []
    for name in isolation.systems:
        rows = [rows[name] for rows in (leaking, strict) if name in rows and rows[name].has(isolation.metric)]
        if len(rows) == 2:
            both = [row.estimate(isolation.metric) for row in rows]
            sides = (f"split {isolation.leaking}", f"split {isolation.strict}")
            measured.append(_price(isolation.metric, rows, sides, both, independent(*both), paired=False))
    return measured


@_prices.register
def _(isolation: TwoMetrics, splits: dict[str, dict[str, SeedRuns]]) -> list[Price]:
    metrics = (isolation.mistaken, isolation.sound)
    measured = []
    for split, systems in splits.items():
        for row in (systems[name] for name in isolation.systems if name in systems):
            if all(row.has(metric) for metric in metrics):
                both = [row.estimate(metric) for metric in metrics]
                sides = (f"{metrics[0]}, split {split}", f"{metrics[1]}, split {split}")
                same_tracks = [
                    _by_track(run, *metrics) for run in row.runs if run.has_answers and _are_of_tracks(metrics)
                ]
                gains = [run.metrics[metrics[0]]["value"] - run.metrics[metrics[1]]["value"] for run in row.runs]
                over_seeds = [_over_seeds(gains)] if len(gains) > 1 else []
                gain = widest(float(np.mean(gains)), [*over_seeds, *same_tracks]) or independent(*both)
                measured.append(_price(metrics[1], [row], sides, both, gain, paired=bool(same_tracks or over_seeds)))
    return measured


@_prices.register
def _(isolation: TwoSystems, splits: dict[str, dict[str, SeedRuns]]) -> list[Price]:
    measured = []
    for split, systems in splits.items():
        rows = [systems[name] for name in isolation.systems if name in systems and systems[name].has(isolation.metric)]
        if len(rows) == 2:
            sides = (f"{rows[0].system}, split {split}", f"{rows[1].system}, split {split}")
            both = [row.estimate(isolation.metric) for row in rows]
            gain = compare(rows[1], rows[0], isolation.metric).gain
            measured.append(_price(isolation.metric, rows, sides, both, gain, paired=True))
    return measured


@_prices.register
def _(isolation: TwoEpochs, splits: dict[str, dict[str, SeedRuns]]) -> list[Price]:
    measured = []
    for split, systems in splits.items():
        for row in (systems[name] for name in isolation.systems if name in systems):
            curves = [run.history.get(isolation.metric) for run in row.runs]
            curves = [curve.dropna() for curve in curves if curve is not None]
            if curves and all(len(curve) for curve in curves):
                best = float(np.mean([curve.max() for curve in curves]))
                last = float(np.mean([curve.iloc[-1] for curve in curves]))
                gains = [float(curve.max() - curve.iloc[-1]) for curve in curves]
                sides = (f"best epoch, split {split}", f"last epoch, split {split}")
                both = [Interval(value, np.nan, np.nan) for value in (best, last)]
                measured.append(_price(isolation.metric, [row], sides, both, _over_seeds(gains), paired=True))
    return measured


def _price(
    metric: str, rows: list[SeedRuns], sides: tuple[str, str], both: Sequence[Interval], gain: Interval, paired: bool
) -> Price:
    first = rows[0]
    return Price(
        first.system,
        first.place[0],
        sides[0],
        sides[1],
        metric,
        both[0].value,
        both[1].value,
        gain,
        paired,
        tuple(rows),
    )


def _are_of_tracks(metrics: Iterable[str]) -> bool:
    return all(metric in OF_TRACKS for metric in metrics)


def _over_seeds(gains: list[float]) -> Interval:
    """Mean of differences with Student's interval; one run, or runs that all differ alike, have no bounds."""
    alike = max(gains) - min(gains) < ALIKE
    return evaluate.over_seeds(gains[:1] if alike else gains, -1)


def _by_track(run: Run, mistaken: str, sound: str) -> Interval:
    """Difference of two metrics of the same answers, with its interval over tracks."""
    truth, probability = run.task.read(run.tracks, run.classes)
    differences = [
        OF_TRACKS[mistaken](truth[[row]], probability[[row]]) - OF_TRACKS[sound](truth[[row]], probability[[row]])
        for row in range(len(truth))
    ]
    return evaluate.mean_over_tracks(np.array(differences))
