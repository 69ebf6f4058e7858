"""Two runs on the same tracks: who is right where, and the tracks on which they disagree most."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.predictions.genres import GenrePredictions

KINDS = ("both", "first", "second", "same", "different")  # right: both, one alone; wrong: with the same answer or not


@dataclass(frozen=True, eq=False)
class GenrePair:
    """Predictions of two runs on the same rows, in the same order; made by `compare`.

    `judged` are the rows that each run has, those too that the other lacks.
    """

    first: GenrePredictions
    second: GenrePredictions
    judged: tuple[int, int]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per track, the largest `distance` of the two answers first, indexed as the predictions are.

        `track`, `start` (s, where the first is surest of its answer), `truth`, `first` and `second` (answers),
        `first_confidence` and `second_confidence`, `distance` (total variation, in [0, 1]) and `kind`, one of KINDS.
        """
        mine, theirs = self.first.table, self.second.table
        right = [mine.answer == mine.truth, theirs.answer == theirs.truth]
        cases = [right[0] & right[1], right[0], right[1], mine.answer == theirs.answer]
        columns = {
            "track": mine.track,
            "start": mine.start,
            "truth": mine.truth,
            "first": mine.answer,
            "second": theirs.answer,
            "first_confidence": mine.confidence,
            "second_confidence": theirs.confidence,
            "distance": evaluate.total_variation(self.first.probability, self.second.probability),
            "kind": np.select(cases, KINDS[:-1], KINDS[-1]),
        }
        table = pd.DataFrame(columns, index=mine.index)
        return table.iloc[np.lexsort((table.index, -table.distance))]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Rows of each of KINDS."""
        return {kind: int((self.table.kind == kind).sum()) for kind in KINDS}

    @cached_property
    def agreement(self) -> evaluate.Agreement:
        """Rows that both, one alone, or neither gets right, and the chance of so uneven a split."""
        return evaluate.mcnemar(*self._right)

    @cached_property
    def gain(self) -> evaluate.Interval:
        """Gain of the first run over the second, in the share of rows that are right."""
        first, second = self._right
        return evaluate.share_gain(second, first)

    @cached_property
    def recalls(self) -> pd.DataFrame:
        """Recall of each genre by both, and the gain of the first over the second (`evaluate.recall_gains`)."""
        table = evaluate.recall_gains(
            self.first.truth, self.second.probability, self.first.probability, self.first.labels
        )
        return table.rename(columns={"first": "second", "second": "first"})

    @property
    def _right(self) -> tuple[np.ndarray, np.ndarray]:
        first, second = ((one.table.answer == one.table.truth).to_numpy() for one in (self.first, self.second))
        return first, second


def compare(first: GenrePredictions, second: GenrePredictions) -> GenrePair:
    """Two runs' predictions on the rows that both have. Raises ValueError as `GenrePredictions.both` does."""
    return GenrePair(*first.both(second), (len(first.table), len(second.table)))
