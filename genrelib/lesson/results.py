"""Shipped results of one paper's systems, by the names that a notebook gives them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from genrelib import evaluate, papers, runs, studies
from genrelib.runs import Run
from genrelib.system import System

COLUMNS = ["system", "short", "split", "value", "low", "high", "reported", "seeds", "partial"]


@dataclass(frozen=True)
class PaperResults:
    """The shipped runs of a paper's systems; `names` has a name for each short one ("lstm"), in order of showing."""

    paper: str
    names: Mapping[str, str]

    def system(self, short: str) -> System:
        """Declaration of the system with this short name."""
        return papers.get(f"{self.paper}/{short}")

    def printed(self, data: str = "gtzan", metric: str = "accuracy") -> pd.DataFrame:
        """A paper's own figures, indexed by the names here: place in the paper, weights (NaN without a network), value.

        A system of which the paper reports nothing has the value NaN.
        """
        rows = []
        for short, name in self.names.items():
            system = self.system(short)
            value = system.reported.get(data, {}).get(metric)
            rows.append((name, system.row, system.count(system.labels), value))
        table = pd.DataFrame(rows, columns=["network", "place", "weights", "value"]).set_index("network")
        return table.astype({"weights": float, "value": float})

    def by_seed(self, data: str, split: str, *metrics: str) -> pd.DataFrame:
        """Every finished shipped run with these metrics by itself: columns system, short, seed, and each metric."""
        rows = []
        for run in runs.find(runs.shipped()):
            paper, _, short = run.system.partition("/")
            here = paper == self.paper and short in self.names and (run.data, run.split) == (data, split)
            if here and not run.partial and all(metric in run.metrics for metric in metrics):
                values = [run.metrics[metric]["value"] for metric in metrics]
                rows.append((self.names[short], short, run.seed, *values))
        order = list(self.names)
        rows.sort(key=lambda row: (order.index(row[1]), row[2]))
        return pd.DataFrame(rows, columns=["system", "short", "seed", *metrics])

    def table(self, data: str, metric: str = "clip_accuracy") -> pd.DataFrame:
        """Results on a data set, one row per system and split.

        Columns: system (its name here), short, split, value, low, high, reported, seeds, partial. A run that was cut
        short is listed only where there is no finished one.
        """
        order = list(self.names)
        rows = []
        for row in studies.results(runs.shipped()):
            paper, _, short = row["system"].partition("/")
            if paper == self.paper and short in self.names and (row["data"], row["metric"]) == (data, metric):
                rows.append(row | {"system": self.names[short], "short": short, "value": row["measured"]})
        rows.sort(
            key=lambda row: (order.index(row["short"]), row["split"], bool(row["partial"]), row["reported"] is None)
        )
        table = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(["short", "split"])
        return table.astype({"reported": float}).reset_index(drop=True)

    def run(self, short: str, split: str, data: str = "jukebox") -> Run:
        """The shipped run of a system whose predictions are shipped; of several seeds there is one.

        Raises ValueError if there is none.
        """
        address = (data, split, f"{self.paper}/{short}")
        for run in runs.find(runs.shipped()):
            if (run.data, run.split, run.system) == address and run.has_answers:
                return run
        raise ValueError(
            f"{'/'.join(address)}: expected a shipped run with its predictions, got none; get all of assets/runs"
        )


def value_at(table: pd.DataFrame, short: str, split: str) -> evaluate.Interval | None:
    """Look up one result in a table of `PaperResults`; None where nothing is shipped."""
    rows = table[(table.short == short) & (table.split == split)]
    return evaluate.Interval(*rows[["value", "low", "high"]].iloc[0]) if len(rows) else None
