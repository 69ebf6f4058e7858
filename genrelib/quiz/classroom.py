"""The guesses of many people beside a network's answers to the same clips."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.evaluate.intervals import Groups, Interval, share
from genrelib.quiz.score import counts, share_right


class Classroom:
    """Guesses by person and clip, beside the answers of a network.

    `clips`, indexed by name, have truth and answer; `guesses` is person -> clip -> genre, of at least one person. A
    clip that someone skipped counts neither for nor against that person.
    """

    def __init__(self, clips: pd.DataFrame, guesses: Mapping[str, Mapping[str, str]], labels: Sequence[str]):
        if not guesses:
            raise ValueError("expected the guesses of a person, got none")
        self.labels = tuple(labels)
        self.people = tuple(guesses)
        rows = [(person, clip, guess) for person, own in guesses.items() for clip, guess in own.items()]
        self.table = pd.DataFrame(rows, columns=["person", "clip", "guess"]).join(clips[["truth", "answer"]], on="clip")
        self.table["right"] = self.table.guess == self.table.truth
        self.clips = clips.loc[[clip for clip in clips.index if clip in set(self.table["clip"])]]

    @cached_property
    def by_person(self) -> pd.DataFrame:
        """A row per person, the best first: clips guessed, share right, and its interval over clips (Wilson)."""
        rows = []
        for person, own in self.table.groupby("person", sort=True):
            right = share_right(own.right.to_numpy())
            rows.append((person, len(own), right.value, right.low, right.high))
        table = pd.DataFrame(rows, columns=["person", "clips", "right", "low", "high"])
        return table.sort_values("right", ascending=False, kind="stable").reset_index(drop=True)

    @property
    def over_people(self) -> Interval:
        """Mean share right of a person, with an interval over people: other people, these clips. One has no bounds."""
        return _mean_share(self.by_person.right.to_numpy())

    @property
    def over_clips(self) -> Interval:
        """Mean share of people who are right on a clip, with an interval over clips: these people, other clips."""
        return _mean_share(self._right_by_clip.to_numpy())

    @property
    def network(self) -> Interval:
        """Share of the clips that the network gets right, with an interval over clips (Wilson)."""
        return share_right((self.clips.truth == self.clips.answer).to_numpy())

    @property
    def gap(self) -> Interval:
        """People's mean share right on a clip less the network's, on the same clips, with an interval over clips."""
        return _cut(evaluate.mean_over_tracks(self._gaps))

    @property
    def p(self) -> float:
        """Chance that fair coins make as many clips better heard by one side; for one person McNemar's exact test."""
        return evaluate.mcnemar(self._gaps < 0, self._gaps > 0).p

    @cached_property
    def matrix(self) -> np.ndarray:
        """All guesses counted, (labels, labels), rows are the truth."""
        return counts(self.table.truth, self.table.guess, self.labels)

    @cached_property
    def network_matrix(self) -> np.ndarray:
        """The network's answers counted, (labels, labels), rows are the truth."""
        return counts(self.clips.truth, self.clips.answer, self.labels)

    @cached_property
    def agreement(self) -> float:
        """Share of pairs of people who guess the same of a clip, mean over clips that two guessed; NaN if none is."""
        counted = self.table.groupby("clip").guess.value_counts().unstack(fill_value=0)
        people = counted.sum(axis=1)
        pairs = (people * (people - 1)).where(people > 1)
        return float(((counted * (counted - 1)).sum(axis=1) / pairs).mean())

    @cached_property
    def by_clip(self) -> pd.DataFrame:
        """A row per clip: truth, answer of the network, the most frequent guess, and the share of people right.

        Of guesses that are equally frequent the first by name; `differs` where it is not the network's answer.
        """
        most = self.table.groupby("clip").guess.agg(lambda guesses: guesses.value_counts().sort_index().idxmax())
        table = self.clips[["truth", "answer"]].assign(guess=most, right=self._right_by_clip)
        return table.assign(differs=table.guess != table.answer)

    @property
    def _gaps(self) -> np.ndarray:
        return (self._right_by_clip - (self.clips.truth == self.clips.answer)).to_numpy(float)

    @cached_property
    def _right_by_clip(self) -> pd.Series:
        return self.table.groupby("clip").right.mean().loc[self.clips.index]


def _mean_share(values: np.ndarray) -> Interval:
    """Mean of shares, with its interval by leaving each out once: none of one, Wilson's where all are equal."""
    kept = Groups(None, len(values)).left_out()
    return share(values.mean(), kept @ values / kept.sum(axis=1), len(values) - 1)


def _cut(interval: Interval) -> Interval:
    return Interval(interval.value, float(np.maximum(interval.low, -1)), float(np.minimum(interval.high, 1)))
