"""Honesty of a split: what it promises, what its parts share, and what a small classifier makes of that."""

from dataclasses import dataclass

import pandas as pd

from genrelib.datasets.audit.account import Account
from genrelib.datasets.audit.leaks import Leak, broken, leaks_of, parts_of, with_recordings
from genrelib.datasets.audit.measures import Measure
from genrelib.datasets.audit.shortcuts import GenreScores, genre_scores, separability
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.groups import joined, related
from genrelib.evaluate import Interval
from genrelib.task import GENRES


@dataclass(frozen=True, eq=False)
class Honesty:
    """Findings on one split: `counts` of tracks by part, `leaks`, promises that are `broken`, and two scores.

    `parts_apart` is the area under the ROC of a classifier that tells test from training, `genres` what a classifier of
    genres scores; None where there are too few tracks, or a set of tags.
    """

    split: str
    keeps_apart: str
    counts: dict[str, int]
    leaks: list[Leak]
    broken: list[str]
    parts_apart: Interval | None
    genres: GenreScores | None

    @property
    def verdict(self) -> str:
        """A sentence: is the split honest?"""
        if not self.counts:
            return "No: clips of a track are on both sides."
        if self.broken:
            return f"No: it says that it keeps every {' and '.join(self.broken)} apart, and does not."
        shared = {leak.relation: len(leak.pairs) for leak in self.leaks if len(leak.pairs)}
        if "recording" in shared:
            return "No: recordings are on both sides."
        if shared:
            return f"In part: no recording is on both sides, but {' and '.join(f'{one}s' for one in shared)} are."
        kept = " or ".join(leak.relation for leak in self.leaks)
        return f"Yes, as far as is known: no {kept or 'track'} is on both sides."


def judge_split(data: Dataset, split: str, account: Account, measures: dict[str, Measure]) -> Honesty:
    """Findings on a split of a data set whose tracks were measured. Raises ValueError if there is no such split."""
    rule = data.rule(split)
    parts = parts_of(data, split)
    if parts is None:
        return Honesty(split, rule.keeps_apart, {}, [], [], None, None)
    leaks = leaks_of(data, split, account.recording)
    tracks = with_recordings(data, account.recording)
    groups = related(tracks, "recording")
    for relation in ("artist", "album"):
        groups = joined(groups, related(tracks, relation))
    mel = pd.DataFrame.from_dict({t: one.mel for t, one in measures.items() if len(one.mel)}, orient="index")
    counts = {part: int((parts == part).sum()) for part in ("train", "valid", "test")}
    parts_apart = separability(mel, parts, groups)
    genres = genre_scores(mel, data.tracks.genre, parts, groups) if data.task == GENRES else None
    return Honesty(split, rule.keeps_apart, counts, leaks, broken(data, split, leaks), parts_apart, genres)
