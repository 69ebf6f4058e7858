"""The poster's claims, and what was shipped to set beside them."""

import pandas as pd

from genrelib import evaluate, papers, runs, studies
from genrelib.runs import Run

PAPER = "irvin2016"
MEMORY = {  # short name -> what it is called here, and what it keeps of the frames before
    "svm": ("SVM", "none: reads the clip at once"),
    "softmax": ("softmax regression", "none: reads the clip at once"),
    "mlp": ("two-layer network", "none: reads the clip at once"),
    "rnn": ("RNN", "a state that every frame overwrites"),
    "lstm": ("LSTM", "a cell that gates protect"),
    "lstm-attention": ("LSTM with attention", "the cell, and a look back at all frames"),
}


def claims() -> pd.DataFrame:
    """The poster's two tables as one: which system, where it stands, what it remembers, how good it is said to be."""
    systems = [papers.get(f"{PAPER}/{short}") for short in MEMORY]
    return pd.DataFrame(
        {
            "network": [called for called, _ in MEMORY.values()],
            "on the poster": [system.row for system in systems],
            "memory": [kept for _, kept in MEMORY.values()],
            "weights": [f"{system.count(10):,}" if system.recipe else "" for system in systems],
            "poster's accuracy": [f"{system.reported['gtzan']['accuracy']:.1%}" for system in systems],
        }
    ).set_index("network")


def results(data: str) -> pd.DataFrame:
    """The shipped full runs of the poster's six systems on a data set, in the poster's order, one row per split.

    Columns: system (as it is called here), short, split, value, low, high, reported, seeds, partial. A run that was cut
    short stands only where there is no finished one.
    """
    order = list(MEMORY)
    rows = [
        row | {"short": row["system"].partition("/")[2], "value": row["measured"]}
        for row in studies.results(runs.SHIPPED)
        if row["data"] == data and row["metric"] == "clip_accuracy"
    ]
    rows = [row | {"system": MEMORY[row["short"]][0]} for row in rows if row["short"] in MEMORY]
    rows.sort(key=lambda row: (order.index(row["short"]), row["split"], bool(row["partial"]), row["reported"] is None))
    columns = ["system", "short", "split", "value", "low", "high", "reported", "seeds", "partial"]
    table = pd.DataFrame(rows, columns=columns).drop_duplicates(["short", "split"])
    return table.astype({"reported": float}).reset_index(drop=True)


def at(table: pd.DataFrame, short: str, split: str) -> evaluate.Interval | None:
    """One result of such a table, None where nothing is shipped."""
    found = table[(table.short == short) & (table.split == split)]
    return evaluate.Interval(*found[["value", "low", "high"]].iloc[0]) if len(found) else None


def shipped(short: str, split: str, data: str = "jukebox") -> Run:
    """The shipped run of one of the poster's systems whose answers are shipped: of several seeds one's are.

    Raises ValueError if there is none.
    """
    wanted = (data, split, f"{PAPER}/{short}")
    shipped = [run for run in runs.find(runs.SHIPPED) if (run.data, run.split, run.system) == wanted]
    found = [run for run in shipped if run.has_answers]
    if not found:
        raise ValueError(
            f"{'/'.join(wanted)}: expected a shipped run with its answers, found none; get all of assets/runs"
        )
    return found[0]
