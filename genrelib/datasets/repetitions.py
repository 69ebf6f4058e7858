"""Files that hold one recording: by their bytes, by their names, and by their sound."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import scipy

from genrelib.datasets.acoustic import SHORTEST, pairs
from genrelib.datasets.listening import fingerprints
from genrelib.datasets.splits import joined

GLANCE = 1 << 16  # bytes from the middle of a file, behind its tags
NEAR = 0.2  # s that two encodings of a recording may differ in length


def recordings(tracks: pd.DataFrame, sizes: Mapping[str, int]) -> pd.Series:
    """Group of each track: files of equal bytes, of one folder and name but for the ending, or that sound the same.

    `sizes` are those of the files by track, in bytes. Songs of one length as wav are all of one size: of those a glance
    is read, and the whole of files that are equal there. Files of nearly one length are compared by their acoustic
    fingerprints, which finds a song that was encoded twice; not another take, nor an excerpt.
    """
    contents = pd.Series({track: str(sizes[track]) for track in tracks.index}, dtype=object)
    for look in (_glance, _whole):
        for track in contents.index[contents.duplicated(keep=False)]:
            contents[track] = f"{sizes[track]} bytes, {look(tracks.path[track], sizes[track])}"
    names = pd.Series([str(Path(track).with_suffix("")).casefold() for track in tracks.index], tracks.index)
    groups = tracks.index.to_series()  # a recording is called as its first file: what is alone keeps its name
    for alike in (contents, names, _sounds(tracks)):
        groups = joined(groups, alike)
    return groups


def remarks(groups: pd.Series) -> Iterator[str]:
    """A sentence about the recordings with more than one file, if there are any."""
    repeated = groups[groups.duplicated(keep=False)]
    if len(repeated):
        first = " and ".join(repeated.index[repeated == repeated.iloc[0]][:3])
        yield (
            f"{len(repeated)} files hold {repeated.nunique()} recording(s), such as {first}: each stays on one side of "
            "a split, but counts as often as it is there"
        )


def _sounds(tracks: pd.DataFrame) -> pd.Series:
    """A number for each track, the same for those that sound the same."""
    seconds = tracks.seconds.sort_values()
    close = seconds.diff() <= NEAR
    near = (close | close.shift(-1, fill_value=False)).reindex(tracks.index) & (tracks.seconds >= SHORTEST)
    places = np.flatnonzero(near)
    alike = places[np.array(list(pairs(fingerprints(tracks.path.iloc[places]))), dtype=int).reshape(-1, 2)]
    edges = scipy.sparse.coo_matrix((np.ones(len(alike)), alike.T), (len(tracks), len(tracks)))
    return pd.Series(scipy.sparse.csgraph.connected_components(edges)[1], tracks.index)


def _glance(path: str, size: int) -> str:
    with open(path, "rb") as file:
        file.seek(max(0, size - GLANCE) // 2)
        return hashlib.sha256(file.read(GLANCE)).hexdigest()


def _whole(path: str, size: int) -> str:
    return _digest(path, size, Path(path).stat().st_mtime_ns)


@cache
def _digest(path: str, size: int, changed: int) -> str:
    """Digest of a file, read once as long as it does not change."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
