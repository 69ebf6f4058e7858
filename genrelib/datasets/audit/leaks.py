"""Leaks of a split: test tracks whose recording, artist or album is in training too."""

from dataclasses import dataclass

import pandas as pd

from genrelib.datasets.dataset import Dataset
from genrelib.datasets.groups import RELATIONS, related
from genrelib.datasets.known_faults import repetitions
from genrelib.datasets.splits import ClipSplit


@dataclass(frozen=True, eq=False)
class Leak:
    """Tracks of a split's test part that share something, one of RELATIONS, with a track of another part.

    `pairs` has one row for each of them: track, and the first relative with the part it is in (train before valid).
    `tested` counts all test tracks; `known` those of which the relation is known.
    """

    relation: str
    pairs: pd.DataFrame
    tested: int
    known: int

    @property
    def sentence(self) -> str:
        """Counts, for people."""
        known = f" (known of {self.known})" if self.relation != "recording" and self.known < self.tested else ""
        shared = {"recording": "a recording", "artist": "an artist", "album": "an album"}[self.relation]
        return f"{len(self.pairs)} of {self.tested} test tracks{known} share {shared} with training or validation"


def leaks_of(data: Dataset, split: str, recording: pd.Series | None = None) -> list[Leak]:
    """Leaks of a split, one for each relation that the data set's tracks have.

    `recording` by track is that of an account; None takes the repetitions that are published. A split of clips, where
    tracks themselves are on both sides, has none to tell.
    Raises ValueError if the data set has no such split.
    """
    parts = parts_of(data, split)
    if parts is None:
        return []
    tracks = with_recordings(data, recording)
    return [
        _leak(relation, related(tracks, relation), parts, tracks[relation].fillna(""))
        for relation in RELATIONS
        if relation in tracks and (tracks[relation].fillna("") != "").any()
    ]


def broken(data: Dataset, split: str, leaks: list[Leak]) -> list[str]:
    """Promises of a split that it does not keep: relations that it says to keep apart and does not."""
    rule = data.rule(split)
    promised = () if isinstance(rule, ClipSplit) else rule.apart
    return [leak.relation for leak in leaks if leak.relation in promised and len(leak.pairs)]


def parts_of(data: Dataset, split: str) -> pd.Series | None:
    """Part of each track, "" unused; None for a split of clips."""
    rule = data.rule(split)
    if isinstance(rule, ClipSplit):
        return None
    return rule.parts.reindex(data.tracks.index).fillna("")


def with_recordings(data: Dataset, recording: pd.Series | None) -> pd.DataFrame:
    """Tracks with a column `recording`: that of an account, or else of the repetitions that are published."""
    if recording is None:
        published = repetitions(data.tracks.fault)
        recording = pd.Series([published.get(track, "") for track in data.tracks.index], data.tracks.index)
    return data.tracks.assign(recording=recording)


def _leak(relation: str, groups: pd.Series, parts: pd.Series, named: pd.Series) -> Leak:
    tested = parts.index[parts == "test"]
    others = parts[(parts == "train") | (parts == "valid")].sort_values(kind="stable")  # train before valid
    first = others.index.to_series().groupby(groups[others.index]).first()
    relatives = groups[tested].map(first).dropna()
    pairs = pd.DataFrame(
        {"track": relatives.index, "other": relatives.to_numpy(), "other_part": parts[relatives].to_numpy()}, dtype=str
    )
    return Leak(relation, pairs, len(tested), int((named[tested] != "").sum()))
