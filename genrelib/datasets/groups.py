"""Groups of tracks that belong together: of one artist, one album, one recording."""

import re

import numpy as np
import pandas as pd
import scipy

RELATIONS = ("recording", "artist", "album")  # that two tracks can have


def related(tracks: pd.DataFrame, relation: str) -> pd.Series:
    """Group of each track of a table: those of one "recording", "artist" or "album", by the column of that name.

    A track whose value is "" or missing is alone, as all are in a table without the column. An album is an artist's.
    """
    alone = pd.Series([f"track {track}" for track in tracks.index.tolist()], tracks.index)
    if relation not in tracks:
        return alone
    values = tracks[relation].fillna("").astype(str)
    if relation == "artist":
        return artist_groups(values)
    if relation == "album" and "artist" in tracks:
        artists = tracks.artist.fillna("").astype(str)
        values = values.where((artists == "") | (values == ""), artist_groups(artists) + ", " + values)
    return (relation + " " + values).where(values != "", alone)


def artist_groups(artists: pd.Series) -> pd.Series:
    """Name the artist group of each track: artists of one track are one group, an unknown artist ("") is alone.

    "Earth, Wind & Fire" and "Earth Wind and Fire" meet, and so do "Bob Marley" and "Lauryn Hill and Bob Marley".
    """
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    members = {artist: _members(artist) for artist in artists.unique().tolist()}
    for artist in sorted(members):
        first, *others = members[artist]
        for other in others:
            low, high = sorted([lead(first), lead(other)])
            leader[high] = low
    groups = {artist: f"artist {lead(first)}" for artist, (first, *_) in members.items()}
    named = zip(artists.index.tolist(), artists.tolist(), strict=True)
    return pd.Series([groups[artist] if artist else f"track {track}" for track, artist in named], artists.index)


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


def _members(artist: str) -> list[str]:
    names = re.split(r",|&|\band\b|\bfeat\b|\bfeaturing\b", artist.lower())
    cleaned = [" ".join(re.findall(r"\w+", name)) for name in names]
    return [name for name in cleaned if name] or [artist]
