"""The report's claims, the size of its penalty, and the shipped results of its systems."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from genrelib.lesson.mode import SEED
from genrelib.lesson.results import PaperResults
from genrelib.runs import Run
from genrelib.train.step import size

REAL = "gtzan"
REPORT = PaperResults(
    "pandey2023",
    {
        "shallow": "shallow",
        "deep": "deep",
        "crnn": "CRNN over time",
        "crnn@lstm-over-batch": "CRNN as coded",
    },
)
CLAIMED = {"shallow": "shallow", "deep": "deep", "crnn@lstm-over-batch": "crnn"}  # and whose figure it is in Table I
GUESS = math.log(10)  # nats: the cross entropy of ten equal probabilities
ORDERS = {
    "sorted, as published": "clip_accuracy",
    "shuffled": "clip_accuracy_shuffled",
    "one by one": "clip_accuracy_alone",
}
PENALTIES = {"the text's 1e-4": 1e-4, "the code's 1e-5": 1e-5}


def claims() -> pd.DataFrame:
    """Table I of the report by network: shares of clips named right after 100 and 200 epochs, and weights counted."""
    printed = REPORT.printed()
    rows = {}
    for short, figure in CLAIMED.items():
        name = REPORT.names[short]
        longer = REPORT.system(f"{figure}@200-epochs").reported[REAL]["accuracy"]
        rows[name] = {
            "100 epochs": f"{printed.value[name]:.2%}",
            "200 epochs": f"{longer:.2%}",
            "weights (counted here)": f"{printed.weights[name]:,.0f}",
            "convolutions in a branch": len(REPORT.system(short).sizes["widths"]),
        }
    return pd.DataFrame(rows).T.rename_axis("network (Table I)")


def penalties() -> pd.DataFrame:
    """Penalty on all weights of untrained networks as it adds to the loss, beside the cross entropy of a guess."""
    rows = {}
    for short in CLAIMED:
        torch.manual_seed(SEED)
        with torch.no_grad():
            total = float(size(REPORT.system(short).build(10)))
        added = {name: round(rate * total, 2) for name, rate in PENALTIES.items()}
        rows[REPORT.names[short]] = added | {"cross entropy of a guess": round(GUESS, 2)}
    return pd.DataFrame(rows).T.rename_axis("untrained network")


def shipped() -> dict[str, Run]:
    """The shipped runs on real songs by name; a partial one says so in its name."""
    runs = {name: REPORT.run(short, "track", REAL) for short, name in REPORT.names.items()}
    return {name + (", partial" if run.partial else ""): run for name, run in runs.items()}


def looks(run: Run) -> pd.DataFrame:
    """The epochs at which a run was looked at on the validation part: its history without the others."""
    return run.history.dropna(subset="valid_accuracy").reset_index(drop=True)


def best_and_last(runs: dict[str, Run]) -> pd.DataFrame:
    """Validation accuracy of the best epoch and of the last one, and the epoch with the lowest loss, by run."""
    rows = {}
    for name, run in runs.items():
        watched = looks(run)
        best = watched.loc[watched.valid_accuracy.idxmax()]
        rows[name] = {
            "looks": len(watched),
            "last epoch": int(watched.epoch.iloc[-1]),
            "its accuracy": round(watched.valid_accuracy.iloc[-1], 3),
            "best epoch": int(best.epoch),
            "best accuracy": round(best.valid_accuracy, 3),
            "epoch of the lowest loss": int(watched.epoch[watched.valid_loss.idxmin()]),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("run")


@dataclass(frozen=True, eq=False)
class ClipAnswers:
    """Answers of runs to the same test clips: truth and tracks (clips,), probabilities (clips, classes) by name."""

    truth: np.ndarray
    tracks: np.ndarray
    probability: dict[str, np.ndarray]


def clip_answers(runs: dict[str, Run]) -> ClipAnswers:
    """Answers of runs to the same test clips, in one order. Raises ValueError if their clips differ."""
    tables = {name: run.predictions.sort_values(["track", "start"], ignore_index=True) for name, run in runs.items()}
    first = next(iter(tables.values()))
    for name, table in tables.items():
        if not table[["track", "start"]].equals(first[["track", "start"]]):
            raise ValueError(f"{name}: expected the same test clips as {next(iter(tables))}, got others")
    asked = {name: run.task.read(tables[name], run.classes) for name, run in runs.items()}
    truth = next(iter(asked.values()))[0]
    return ClipAnswers(truth, first.track.to_numpy(), {name: answers for name, (_, answers) in asked.items()})


def in_company() -> pd.DataFrame:
    """Test clips that the shipped LSTM over the batch names right, by order: columns as `plots.accuracy`."""
    metrics = REPORT.run("crnn@lstm-over-batch", "track", REAL).metrics
    return pd.DataFrame([{"system": name} | metrics[metric] for name, metric in ORDERS.items()])
