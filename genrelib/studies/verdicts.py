"""Verdicts of runs on a study: does the published order hold, which system is best, which differences are clear.

A difference is clear if its interval excludes 0. Only finished runs decide: runs that were cut short differ in how far
they got.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from genrelib.studies.difference import Difference, compare
from genrelib.studies.seeds import SeedRuns
from genrelib.system import Study

Pair = tuple[str, str]  # two systems, the better one of the paper first


class Order(Enum):
    """Verdict on the order in which a paper puts its systems."""

    UNFINISHED = "no pair is finished"
    REVERSED = "some pairs are clearly the other way round"
    OPEN = "no pair differs clearly"
    PARTLY = "the pairs that differ clearly are in the paper's order"
    HOLDS = "all pairs differ clearly, in the paper's order"


@dataclass(frozen=True)
class OrderVerdict:
    """The published order against the finished runs; `gains` of the better system of each clear pair, by pair."""

    verdict: Order
    published: tuple[Pair, ...]
    finished: tuple[Pair, ...]
    gains: Mapping[Pair, Difference]

    @property
    def reversed(self) -> dict[Pair, Difference]:
        """Clear pairs that are the other way round, with the paper's better system's gain."""
        return {pair: gain for pair, gain in self.gains.items() if gain.gain.value < 0}


@dataclass(frozen=True)
class Best:
    """The system with the highest value, those clearly below it, and those that do not differ clearly from it."""

    system: str
    below: tuple[str, ...]
    level: tuple[str, ...]


def published_pairs(study: Study) -> list[Pair]:
    """Pairs of systems of which the paper has the first above the second, by its values or in its words."""
    values = study.reported
    by_value = [(a, b) for a in study.systems for b in study.systems if values.get(a, 0.0) > values.get(b, 1.0)]
    return by_value + [pair for chain in study.order for pair in combinations(chain, 2)]


def pairs_among(study: Study, rows: Mapping[str, SeedRuns]) -> list[Pair]:
    """Published pairs of which both systems are among these rows."""
    return [(a, b) for a, b in published_pairs(study) if a in rows and b in rows]


def order(study: Study, finished: Mapping[str, SeedRuns]) -> OrderVerdict | None:
    """Compare the published order with the finished rows; None if the paper puts nothing in order."""
    published = published_pairs(study)
    if not published:
        return None
    pairs = pairs_among(study, finished)
    gains = {(a, b): compare(finished[b], finished[a], study.metric) for a, b in pairs}
    clear = {pair: gain for pair, gain in gains.items() if gain.apart}
    return OrderVerdict(_decide(published, pairs, clear), tuple(published), tuple(pairs), clear)


def tau(study: Study, pairs: Sequence[Pair], rows: Mapping[str, SeedRuns]) -> float:
    """Kendall's tau: pairs in the paper's order less those against it, as a share of all; ties count for neither."""
    values = {name: row.estimate(study.metric).value for name, row in rows.items()}
    signs = [(values[a] > values[b]) - (values[a] < values[b]) for a, b in pairs]
    return sum(signs) / len(signs)


def best(study: Study, finished: Mapping[str, SeedRuns]) -> Best | None:
    """Find the best of the finished rows; None if there are fewer than two."""
    if len(finished) < 2:
        return None
    first = max(finished, key=lambda name: finished[name].estimate(study.metric).value)
    others = [name for name in finished if name != first]
    clear = {name for name in others if compare(finished[name], finished[first], study.metric).apart}
    below = tuple(name for name in others if name in clear)
    return Best(first, below, tuple(name for name in others if name not in clear))


def _decide(published: Sequence[Pair], pairs: Sequence[Pair], clear: Mapping[Pair, Difference]) -> Order:
    if not pairs:
        return Order.UNFINISHED
    if any(gain.gain.value < 0 for gain in clear.values()):
        return Order.REVERSED
    if not clear:
        return Order.OPEN
    return Order.HOLDS if len(clear) == len(published) else Order.PARTLY
