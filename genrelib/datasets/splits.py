"""Splits of a data set into train, valid and test; each names the things that it keeps apart.

A split depends on the data only: not on the order of rows, not on the seed of a run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd

from genrelib.datasets.dealing import SHARES, Labels, deal, divide
from genrelib.datasets.groups import RELATIONS, joined, related

CLIP_SEED = 42


@dataclass(frozen=True, eq=False)
class TrackSplit:
    """A split of tracks: all clips of a track go to the same part.

    `parts` holds "train", "valid" or "test" by track; a track with "", or without an entry, is used nowhere. `apart`
    names what no two parts share, of RELATIONS: a promise that `audit.leaks` holds it to.
    """

    keeps_apart: str  # one sentence
    parts: pd.Series
    apart: tuple[str, ...] = field(default=(), kw_only=True)

    def assign(self, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` -> (clips,) of "train", "valid", "test" or ""."""
        return _assigned(self.parts, clips)

    def among(self, tracks: Sequence[str]) -> "TrackSplit":
        """The split where only these tracks are of use: a published one stays as it is."""
        return self


@dataclass(frozen=True, eq=False)
class DealtSplit:
    """A split of tracks that `divide` deals when it is first asked for: a large set takes seconds.

    `grouping` makes the groups; `labels` are by track. `keeps_apart` and `apart` are as those of a TrackSplit.
    """

    keeps_apart: str
    grouping: Callable[[], pd.Series]
    labels: Labels
    apart: tuple[str, ...] = field(default=(), kw_only=True)

    @cached_property
    def groups(self) -> pd.Series:
        """Group of each track; those of a group are in one part."""
        return self.grouping()

    @cached_property
    def parts(self) -> pd.Series:
        """ "train", "valid" or "test" by track."""
        return divide(self.groups, self.labels)

    def assign(self, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` -> (clips,) of "train", "valid", "test" or ""."""
        return _assigned(self.parts, clips)

    def fold(self, number: int, count: int) -> TrackSplit:
        """One of `count` folds of the same groups, from 1 on: its own is the test part, the next one the valid part.

        Raises ValueError if there is no such fold.
        """
        if not 3 <= count <= 100 or not 1 <= number <= count:
            raise ValueError(f"expected a fold from 1 of 3 to 100 of them, got {number} of {count}")
        dealt = deal(self.groups, self.labels, dict.fromkeys(range(1, count + 1), 1 / count))
        parts = dealt.map({number: "test", number % count + 1: "valid"}).fillna("train")
        return TrackSplit(f"{self.keeps_apart} Fold {number} of {count}.", parts, apart=self.apart)

    def among(self, tracks: Sequence[str]) -> "DealtSplit":
        """The split dealt anew over these tracks, so that each label among them has its share in every part."""
        chosen = list(tracks)
        return DealtSplit(self.keeps_apart, self.groups[chosen].copy, self.labels.loc[chosen], apart=self.apart)


@dataclass(frozen=True, eq=False)
class ClipSplit:
    """A split of clips: a track is usually on both sides, the leak that this split exists to show.

    Source: Irvin, Chartock & Hollander permute the clips (seed 42) and cut them 70/10/20; SPEC 000.0.
    """

    keeps_apart: str = "Nothing but equal clips: other clips of a test track are in training, so scores are too high."

    def assign(self, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` and `start` -> (clips,) of "train", "valid" or "test"."""
        order = np.lexsort([clips.start.to_numpy(), clips.track.to_numpy(dtype=str)])
        order = order[np.random.RandomState(CLIP_SEED).permutation(len(clips))]
        first_valid = round(SHARES["train"] * len(clips))
        first_test = first_valid + round(SHARES["valid"] * len(clips))
        parts = np.full(len(clips), "train")
        parts[order[first_valid:first_test]] = "valid"
        parts[order[first_test:]] = "test"
        return parts

    def among(self, tracks: Sequence[str]) -> "ClipSplit":
        """The split where only these tracks are of use: it asks for no track."""
        return self


Split = TrackSplit | DealtSplit | ClipSplit


def separated(keeps_apart: str, tracks: pd.DataFrame, labels: Labels, *relations: str) -> DealtSplit:
    """A split of a table of tracks where no relation, of RELATIONS, joins two parts; `keeps_apart` says so to people.

    Raises ValueError if the table lacks a column of that name, or one is no relation.
    """
    lacking = [relation for relation in relations if relation not in RELATIONS or relation not in tracks]
    if lacking:
        raise ValueError(
            f"expected columns among {', '.join(RELATIONS)} that the table has, got {', '.join(lacking)} of "
            f"{', '.join(tracks)}; add the column, or separate by another"
        )
    return DealtSplit(keeps_apart, partial(_joined, tracks, relations), labels, apart=relations)


def _joined(tracks: pd.DataFrame, relations: tuple[str, ...]) -> pd.Series:
    groups = tracks.index.to_series().astype(str)
    for relation in relations:
        groups = joined(groups, related(tracks, relation))
    return groups


def _assigned(parts: pd.Series, clips: pd.DataFrame) -> np.ndarray:
    return parts.reindex(clips.track).fillna("").to_numpy(dtype=str)


LEAKING = frozenset({"clip"})  # splits with clips of one track on both sides


def leaks(split: str) -> bool:
    """Tell if clips of one track lie in several parts of the split of that name."""
    return split in LEAKING
