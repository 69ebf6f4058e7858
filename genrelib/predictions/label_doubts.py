"""Labels of a data set that a network doubts, of tracks that it did not learn from, and how far it can be trusted.

Two lists: every track that is answered with another genre, by the margin; and those of them that confident learning
counts, by the same margin. A third is drawn at random, to be judged beside them. What is known of the tracks (faults)
says how many of each list are wrong indeed.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.datasets.splits import leaks
from genrelib.evaluate import Interval
from genrelib.predictions import genres
from genrelib.predictions.genres import GenrePredictions
from genrelib.runs import Run

WRONG, REPEATED, DISTORTED = "wrong label", "repeated", "distorted"  # kinds of faults, as their sentences begin


@dataclass(frozen=True, eq=False)
class LabelDoubts:
    """Predictions for the tracks of a run that it did not learn from; made by `doubt`.

    `part` (rows,) is "test" or "valid", by the predictions' rows.
    """

    predictions: GenrePredictions
    part: pd.Series

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per track, indexed by its name, the most doubtful label first.

        Columns of the predictions (`truth` is the label), `part`, `margin` in [-1, 1] of the most probable other genre
        over the label, and `counted`: the genre as which confident learning counts the track, "" for none.
        """
        truth, probability = self.predictions.truth, self.predictions.probability
        counted = evaluate.confident_classes(truth, probability)
        names = np.array([*self.predictions.labels, ""])
        table = self.predictions.table.assign(
            part=self.part, margin=evaluate.label_margin(truth, probability), counted=names[counted]
        )
        return table.iloc[np.lexsort((table.index, -table.margin))]

    @property
    def contradicted(self) -> pd.DataFrame:
        """The tracks that are answered with another genre than their label."""
        return self.table[self.table.answer != self.table.truth]

    @property
    def confident(self) -> pd.DataFrame:
        """The tracks that confident learning counts as another genre than their label."""
        return self.table[(self.table.counted != "") & (self.table.counted != self.table.truth)]

    @property
    def drawn(self) -> pd.DataFrame:
        """All tracks in an order by chance, which is the same each time: right answers are among them."""
        order = sorted(self.table.index, key=lambda track: hashlib.sha256(track.encode()).digest())
        return self.table.loc[order]

    @property
    def thresholds(self) -> pd.Series:
        """Threshold of each genre: the mean probability that its tracks give to it; NaN where it has none."""
        values = evaluate.confident_thresholds(self.predictions.truth, self.predictions.probability)
        return pd.Series(values, index=pd.Index(self.predictions.labels, name="label"))


LISTS: dict[str, Callable[[LabelDoubts], pd.DataFrame]] = {
    "margin": lambda doubts: doubts.contradicted,
    "confident": lambda doubts: doubts.confident,
    "chance": lambda doubts: doubts.drawn,
}


@dataclass(frozen=True)
class Score:
    """A list of suspects at a length against what is known.

    Of `rows` tracks `total` have the fault; of the first `listed` ones `hits`. `chance` is that of a list drawn at
    random to hold as many.
    """

    listed: int
    hits: int
    total: int
    rows: int
    precision: Interval
    recall: Interval
    chance: float

    @property
    def prevalence(self) -> float:
        """Precision of a list drawn at random, on average."""
        return self.total / self.rows if self.rows else np.nan


def doubt(run: Run) -> LabelDoubts:
    """Predictions of a run for its test and validation tracks.

    Raises ValueError if its split leaks: then it learned from clips of these very tracks.
    """
    if leaks(run.split):
        raise ValueError(f"expected a split that keeps tracks apart, got {run.split}: the network learned their labels")
    parts = {"test": genres.of_tracks(run), "valid": genres.of_validation(run)}
    table = pd.concat([one.table for one in parts.values()])
    kept = ~table.index.duplicated()
    order = np.flatnonzero(kept)[np.argsort(-table.confidence.to_numpy()[kept], kind="stable")]
    truth = np.concatenate([one.truth for one in parts.values()])
    probability = np.concatenate([one.probability for one in parts.values()])
    part = np.repeat(list(parts), [len(one.table) for one in parts.values()])
    merged = GenrePredictions(run.classes, table.iloc[order], truth[order], probability[order])
    return LabelDoubts(merged, pd.Series(part[order], index=merged.table.index))


def score(ranked: np.ndarray, listed: int, total: int, rows: int) -> Score | None:
    """Score of the first `listed` entries of a list, (n,) booleans: has the fault; None where it is nowhere known.

    `total` of `rows` tracks have it.
    """
    listed = min(listed, len(ranked))
    if not total or not listed:
        return None
    at = evaluate.ranked_shares(ranked[:listed], total).iloc[-1]
    hits = int(at.hits)
    precision, recall = (
        Interval(float(at[name]), float(at[f"{name}_low"]), float(at[f"{name}_high"]))
        for name in ("precision", "recall")
    )
    return Score(listed, hits, total, rows, precision, recall, evaluate.chance_of_hits(hits, listed, total, rows))


def faulty(fault: pd.Series, tracks: Collection[str], kind: str) -> frozenset[str]:
    """Those of the tracks that are known to have a fault of a kind; `fault` has sentences by track."""
    return frozenset(track for track in tracks if str(fault.get(track, "")).startswith(kind))


def accuracy_without(predictions: GenrePredictions, left_out: Collection[str]) -> Interval:
    """Share of right answers among the tracks that are not left out, with its interval over tracks.

    Raises ValueError where none remains.
    """
    kept = ~predictions.table.index.isin(list(left_out))
    if not kept.any():
        raise ValueError("expected a track that is not left out, got none")
    return evaluate.over_tracks(evaluate.accuracy, predictions.truth[kept], predictions.probability[kept])


def accuracy_relabelled(predictions: GenrePredictions, labels: dict[str, str]) -> Interval:
    """Share of right answers where these tracks have another label, with its interval over tracks."""
    truth = predictions.truth.copy()
    for track, label in labels.items():
        if track in predictions.table.index:
            truth[predictions.table.index.get_loc(track)] = predictions.labels.index(label)
    return evaluate.over_tracks(evaluate.accuracy, truth, predictions.probability)
