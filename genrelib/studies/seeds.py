"""Runs that differ in their seed alone, as one measurement."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from genrelib import evaluate
from genrelib.runs import Run


@dataclass(frozen=True, eq=False)
class SeedRuns:
    """Runs of one system on one data set and split from one place, all finished or all cut short; at least one."""

    runs: tuple[Run, ...]

    @property
    def system(self) -> str:
        return self.runs[0].system

    @property
    def place(self) -> tuple[str, str]:
        """Data set and split."""
        return self.runs[0].data, self.runs[0].split

    @property
    def provenance(self) -> str:
        return self.runs[0].provenance

    @property
    def partial(self) -> str:
        """Reason why the first run was cut short; empty where all are finished."""
        return self.runs[0].partial

    def has(self, metric: str) -> bool:
        return all(metric in run.metrics for run in self.runs)

    def estimate(self, metric: str) -> evaluate.Interval:
        """Mean of the metric with its interval over seeds (Student), for a single run over test tracks (jackknife).

        Seeds that change nothing, as in a system fitted without chance, count as one run: their interval would have no
        width. Bounds are NaN where they are unknown.
        """
        values = [run.metrics[metric]["value"] for run in self.runs]
        if None in values:
            return evaluate.Interval(np.nan, np.nan, np.nan)
        if len(set(values)) > 1:
            return evaluate.over_seeds(values)
        bounds = {name: np.nan if value is None else value for name, value in self.runs[0].metrics[metric].items()}
        return evaluate.Interval(**bounds)


def group_by_seed(all_runs: Iterable[Run]) -> list[SeedRuns]:
    """Join runs that differ in nothing but their seed, in the order of the first run of each group."""
    groups: dict[tuple, list[Run]] = {}
    for run in all_runs:
        groups.setdefault((run.system, run.data, run.split, run.provenance, bool(run.partial)), []).append(run)
    return [SeedRuns(tuple(group)) for group in groups.values()]


def chosen(all_runs: Iterable[Run]) -> dict[str, SeedRuns]:
    """The best evidence for each system: finished before cut short, then more seeds, then the user's own runs."""
    groups = group_by_seed(all_runs)
    ranked = sorted(groups, key=lambda s: (not s.partial, len(s.runs), s.provenance != "shipped run"))
    return {group.system: group for group in ranked}
