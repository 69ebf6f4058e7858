"""The abstract's claims, the shipped results, and two ways to answer for a whole song."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.lesson.results import PaperResults
from genrelib.papers import kim2019
from genrelib.runs import Run
from genrelib.task.tables import probability_columns

REAL = "gtzan-blues-classical-jazz-rock"  # four genres of real songs: FMA is not at hand
SPLIT = "track"
ABSTRACT = PaperResults(
    "kim2019", {"crnn": "CRNN", "tf-crnn": "TF-CRNN", "samplecnn": "SampleCNN", "svm": "features and SVM"}
)
ALL = PaperResults(
    "kim2019",
    dict(ABSTRACT.names) | {"crnn@tf-size": "widened CRNN", "tf-crnn@bottleneck": "TF-CRNN of small feedback"},
)
FMA = {"FMA-medium, as published": (19_922, 2_505, 2_573), "the abstract": (84_337, 10_957, 11_262)}
WHOLE_FMA = 106_574  # tracks


def claims() -> pd.DataFrame:
    """The abstract's Table 1, with the numbers of weights and the deviations of its three runs."""
    printed = ABSTRACT.printed(kim2019.DATA)
    deviations = [kim2019.REPORTED[short].get("accuracy_sd") for short in ABSTRACT.names]
    return pd.DataFrame(
        {
            "in the abstract": printed.place,
            "weights": ["" if np.isnan(count) else f"{count:,.0f}" for count in printed.weights],
            "accuracy": [f"{value:.4f}" for value in printed.value],
            "deviation of 3 runs": ["not given" if sd is None else f"{sd:.4f}" for sd in deviations],
        }
    )


def counts() -> pd.DataFrame:
    """Tracks of each part, as FMA publishes its medium set and as the abstract counts it, with their sums."""
    table = pd.DataFrame(FMA, index=["train", "validation", "test"]).T
    return table.assign(sum=table.sum(axis=1)).rename_axis("counted by")


def after_the_last_window(run: Run) -> pd.DataFrame:
    """Answers to whole songs, read in one go by a network that reads windows: columns track, truth, p_<genre>."""
    return run.tracks


def mean_over_clips(run: Run) -> pd.DataFrame:
    """Means of the answers to a song's clips: columns track, truth, p_<genre>."""
    columns = probability_columns(run.classes)
    means = run.predictions.groupby("track").agg({"truth": "first"} | dict.fromkeys(columns, "mean"))
    return means.reset_index()


WAYS: Mapping[str, Callable[[Run], pd.DataFrame]] = {
    "after the last window": after_the_last_window,
    "mean over clips": mean_over_clips,
}


@cache
def shipped(short: str) -> Run:
    """The shipped run of a system on the real songs."""
    return ALL.run(short, SPLIT, REAL)


def answers(short: str, way: str) -> tuple[np.ndarray, np.ndarray]:
    """Truth (songs,) and probabilities (songs, genres) of a shipped run on the real test songs, in order of name."""
    run = shipped(short)
    return run.task.read(WAYS[way](run).sort_values("track"), run.classes)


def named(short: str) -> str:
    """Name of a system, with a word if its run was cut short."""
    return ALL.names[short] + (" (cut short)" if shipped(short).partial else "")


def results(way: str) -> pd.DataFrame:
    """Accuracy of the abstract's systems on the real test songs: columns system, value, low, high, reported, sd."""
    rows = []
    for short, figures in kim2019.REPORTED.items():
        measured = evaluate.over_tracks(evaluate.accuracy, *answers(short, way))
        reported = {"reported": figures["accuracy"], "sd": figures.get("accuracy_sd", np.nan)}
        rows.append({"system": named(short)} | vars(measured) | reported)
    return pd.DataFrame(rows)


def gains(way: str, *pairs: tuple[str, str]) -> pd.DataFrame:
    """Gain in accuracy from each pair's first system to its second, song by song: columns change, value, low, high."""
    rows = []
    for before, after in pairs:
        truth, first = answers(before, way)
        _, second = answers(after, way)
        gain = evaluate.paired(evaluate.accuracy, truth, first, second)
        rows.append({"change": f"{named(before)} → {named(after)}"} | vars(gain))
    return pd.DataFrame(rows)
