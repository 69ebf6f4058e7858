"""Splits of a data set into train, valid and test; each names the things that it keeps apart.

A split depends on the data only: not on the order of rows, not on the seed of a run.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

SHARES = {"valid": 0.1, "test": 0.2, "train": 0.7}  # the smaller part first: it wins a tie
CLIP_SEED = 42


@dataclass(frozen=True, eq=False)
class TrackSplit:
    """A split of tracks: all clips of a track go to the same part.

    `parts` holds "train", "valid" or "test" by track; a track with "", or without an entry, is used nowhere.
    """

    keeps_apart: str  # one sentence
    parts: pd.Series

    def assign(self, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` -> (clips,) of "train", "valid", "test" or ""."""
        return self.parts.reindex(clips.track).fillna("").to_numpy(dtype=str)

    def among(self, tracks: Sequence[str]) -> "TrackSplit":
        """The split where only these tracks are of use: a published one stays as it is."""
        return self


@dataclass(frozen=True, eq=False)
class DealtSplit(TrackSplit):
    """A split that `divide` dealt: of these groups and genres, both by track."""

    groups: pd.Series
    genres: pd.Series

    @classmethod
    def deal(cls, keeps_apart: str, groups: pd.Series, genres: pd.Series) -> "DealtSplit":
        """Deal groups of tracks."""
        return cls(keeps_apart, divide(groups, genres), groups, genres)

    def among(self, tracks: Sequence[str]) -> "DealtSplit":
        """The split dealt anew over these tracks, so that each genre among them has its share in every part."""
        return self.deal(self.keeps_apart, self.groups[list(tracks)], self.genres[list(tracks)])


@dataclass(frozen=True, eq=False)
class DealtTagSplit(TrackSplit):
    """A split that `divide_tags` dealt: groups by track, and a boolean column per tag."""

    groups: pd.Series
    tags: pd.DataFrame

    @classmethod
    def deal(cls, keeps_apart: str, groups: pd.Series, tags: pd.DataFrame) -> "DealtTagSplit":
        """Deal groups of tracks."""
        return cls(keeps_apart, divide_tags(groups, tags), groups, tags)

    def among(self, tracks: Sequence[str]) -> "DealtTagSplit":
        """The split dealt anew over these tracks, so that each tag among them has its share in every part."""
        return self.deal(self.keeps_apart, self.groups[list(tracks)], self.tags.loc[list(tracks)])


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


def divide(groups: pd.Series, genres: pd.Series) -> pd.Series:
    """Assign each track to a part, 70/10/20 in every genre as nearly as whole groups allow; a group stays together.

    Both series are by track. Groups are assigned largest first, each to the part that lacks most of its genres; equal
    ones in the order of a hash of their names. A genre of three tracks or more gets at least one valid and one test
    track, where whole groups allow it.
    """
    labels, names = pd.factorize(genres.reindex(groups.index), sort=True)
    return _shared_out(groups, np.eye(len(names), dtype=np.float32)[labels])


def divide_tags(groups: pd.Series, tags: pd.DataFrame) -> pd.Series:
    """Assign each track to a part, 70/10/20 of every tag as nearly as whole groups allow; a group stays together.

    `tags` has a boolean column per tag, by track; a track without any counts as one of a tag of its own. As `divide`.
    """
    own = tags.reindex(groups.index).to_numpy(np.float32)
    return _shared_out(groups, np.column_stack([own, ~own.any(axis=1)]))


def _shared_out(groups: pd.Series, labels: np.ndarray) -> pd.Series:
    """Part of each track; `labels` (tracks, labels) is 1 where a track has one."""
    rows, groups_by_name = pd.factorize(groups, sort=True)
    names = [str(name) for name in groups_by_name]
    counts = np.zeros((len(names), labels.shape[1]))
    np.add.at(counts, rows, labels)
    sizes = counts.sum(axis=1).tolist()
    lacking = _targets(counts.sum(axis=0))
    order = sorted(range(len(names)), key=lambda row: (-sizes[row], _digest(names[row])))
    chosen = np.zeros(len(names), int)
    for row in order:
        chosen[row] = np.argmax(lacking @ counts[row])
        lacking[chosen[row]] -= counts[row]
    return pd.Series(np.array(list(SHARES), dtype=object)[chosen[rows]], groups.index)


def artist_groups(artists: pd.Series) -> pd.Series:
    """Name the artist group of each track: artists of one track are one group, an unknown artist ("") is alone.

    "Earth, Wind & Fire" and "Earth Wind and Fire" meet, and so do "Bob Marley" and "Lauryn Hill and Bob Marley".
    """
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for artist in sorted(artists.unique()):
        first, *others = _members(artist)
        for other in others:
            low, high = sorted([lead(first), lead(other)])
            leader[high] = low
    return pd.Series(
        [f"artist {lead(_members(artist)[0])}" if artist else f"track {track}" for track, artist in artists.items()],
        index=artists.index,
    )


def joined(first: pd.Series, second: pd.Series) -> pd.Series:
    """Name the group of each track where two tracks that share a group of either kind belong together, as by a chain.

    All series are by track; a joined group has the first name, of those in `first`, of its chain.
    """
    edges = scipy.sparse.coo_matrix((np.ones(len(first)), (first.factorize()[0], second.factorize()[0])))
    size = sum(edges.shape)
    chains = scipy.sparse.csgraph.connected_components(
        scipy.sparse.coo_matrix((edges.data, (edges.row, edges.col + edges.shape[0])), (size, size))
    )[1]
    return first.groupby(chains[edges.row]).transform("min")


def _targets(sizes: np.ndarray) -> np.ndarray:
    """Number of tracks for each part and genre; small genres get one valid and one test track too."""
    targets = np.outer(list(SHARES.values()), sizes)
    targets[:2] = np.where(sizes >= 3, np.maximum(targets[:2], 1), targets[:2])
    targets[2] = sizes - targets[:2].sum(axis=0)
    return targets


def _members(artist: str) -> list[str]:
    names = re.split(r",|&|\band\b|\bfeat\b|\bfeaturing\b", artist.lower())
    cleaned = [" ".join(re.findall(r"\w+", name)) for name in names]
    return [name for name in cleaned if name] or [artist]


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


LEAKING = frozenset({"clip"})  # splits with clips of one track on both sides


def leaks(split: str) -> bool:
    """Tell if clips of one track lie in several parts of the split of that name."""
    return split in LEAKING
