"""Splits of a data set into train, valid and test; each names the things that it keeps apart.

A split depends on the data only: not on the order of rows, not on the seed of a run.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import scipy

SHARES = {"valid": 0.1, "test": 0.2, "train": 0.7}  # the smaller part first: it wins a tie
RELATIONS = ("recording", "artist", "album")  # that two tracks can have
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
    def deal(cls, keeps_apart: str, groups: pd.Series, genres: pd.Series, apart: tuple[str, ...] = ()) -> "DealtSplit":
        """Deal groups of tracks."""
        return cls(keeps_apart, divide(groups, genres), groups, genres, apart=apart)

    def fold(self, number: int, count: int) -> TrackSplit:
        """One of `count` folds of the same groups, from 1 on: its own is the test part, the next one the valid part.

        Raises ValueError if there is no such fold.
        """
        if not 3 <= count <= 100 or not 1 <= number <= count:
            raise ValueError(f"expected a fold from 1 of 3 to 100 of them, got {number} of {count}")
        dealt = deal(self.groups, self.genres, dict.fromkeys(range(1, count + 1), 1 / count))
        parts = dealt.map({number: "test", number % count + 1: "valid"}).fillna("train")
        return TrackSplit(f"{self.keeps_apart} Fold {number} of {count}.", parts, apart=self.apart)

    def among(self, tracks: Sequence[str]) -> "DealtSplit":
        """The split dealt anew over these tracks, so that each genre among them has its share in every part."""
        return self.deal(self.keeps_apart, self.groups[list(tracks)], self.genres[list(tracks)], self.apart)


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
    return _shared_out(groups, _one_hot(genres.reindex(groups.index)), list(SHARES), _targets)


def divide_tags(groups: pd.Series, tags: pd.DataFrame) -> pd.Series:
    """Assign each track to a part, 70/10/20 of every tag as nearly as whole groups allow; a group stays together.

    `tags` has a boolean column per tag, by track; a track without any counts as one of a tag of its own. As `divide`.
    """
    own = tags.reindex(groups.index).to_numpy(np.float32)
    return _shared_out(groups, np.column_stack([own, ~own.any(axis=1)]), list(SHARES), _targets)


def deal(groups: pd.Series, genres: pd.Series, shares: Mapping) -> pd.Series:
    """Assign each track to one of the keys of `shares`, as `divide` does, but that no part is sure of every genre."""
    labels = _one_hot(genres.reindex(groups.index))
    return _shared_out(groups, labels, list(shares), lambda sizes: np.outer(list(shares.values()), sizes))


def related(tracks: pd.DataFrame, relation: str) -> pd.Series:
    """Group of each track of a table: those of one "recording", "artist" or "album", by the column of that name.

    A track whose value is "" or missing is alone, as all are in a table without the column. An album is an artist's.
    """
    alone = pd.Series([f"track {track}" for track in tracks.index], tracks.index)
    if relation not in tracks:
        return alone
    values = tracks[relation].fillna("").astype(str)
    if relation == "artist":
        return artist_groups(values)
    if relation == "album" and "artist" in tracks:
        artists = tracks.artist.fillna("").astype(str)
        values = values.where((artists == "") | (values == ""), artist_groups(artists) + ", " + values)
    return (relation + " " + values).where(values != "", alone)


def separated(tracks: pd.DataFrame, *relations: str) -> DealtSplit:
    """Deal a table of tracks with `genre`, stratified, so that no relation, of RELATIONS, joins two parts.

    Raises ValueError if the table lacks a column of that name, or one is no relation.
    """
    lacking = [relation for relation in relations if relation not in RELATIONS or relation not in tracks]
    if lacking:
        raise ValueError(
            f"expected columns among {', '.join(RELATIONS)} that the table has, got {', '.join(lacking)} of "
            f"{', '.join(tracks)}; add the column, or separate by another"
        )
    groups = tracks.index.to_series().astype(str)
    for relation in relations:
        groups = joined(groups, related(tracks, relation))
    keeps_apart = f"Tracks{''.join(f', {relation}s' for relation in relations)}; one without a name is alone."
    return DealtSplit.deal(keeps_apart, groups, tracks.genre, relations)


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


def _one_hot(genres: pd.Series) -> np.ndarray:
    labels, names = pd.factorize(genres, sort=True)
    return np.eye(len(names), dtype=np.float32)[labels]


def _shared_out(
    groups: pd.Series, labels: np.ndarray, parts: Sequence, wished: Callable[[np.ndarray], np.ndarray]
) -> pd.Series:
    """Part of each track; `labels` (tracks, labels) is 1 where a track has one.

    `wished` makes of the tracks of each label those of each part (parts, labels).
    """
    rows, groups_by_name = pd.factorize(groups, sort=True)
    names = [str(name) for name in groups_by_name]
    counts = np.zeros((len(names), labels.shape[1]))
    np.add.at(counts, rows, labels)
    sizes = counts.sum(axis=1).tolist()
    lacking = wished(counts.sum(axis=0))
    order = sorted(range(len(names)), key=lambda row: (-sizes[row], _digest(names[row])))
    chosen = np.zeros(len(names), int)
    for row in order:
        chosen[row] = np.argmax(lacking @ counts[row])
        lacking[chosen[row]] -= counts[row]
    return pd.Series(np.array(parts, dtype=object)[chosen[rows]], groups.index)


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
