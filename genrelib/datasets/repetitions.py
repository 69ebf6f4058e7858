"""Files that hold one recording, as far as their names and bytes say."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from genrelib.datasets.splits import joined


def recordings(tracks: pd.DataFrame) -> pd.Series:
    """Group of each track: files of equal bytes, or of one folder and name but for the ending, are one recording.

    Only files of one size are read. A song that was encoded twice under two names is not found; `check` decodes all.
    """
    paths = tracks.path.map(Path)
    sizes = paths.map(lambda path: path.stat().st_size)
    twice = sizes.duplicated(keep=False)
    contents = [
        _digest(path) if again else track for track, path, again in zip(tracks.index, paths, twice, strict=True)
    ]
    names = [str(Path(track).with_suffix("")).casefold() for track in tracks.index]
    groups = tracks.index.to_series()  # a recording is called as its first file: what is alone keeps its name
    for alike in (contents, names):
        groups = joined(groups, pd.Series(alike, tracks.index))
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"bytes {hashlib.file_digest(file, 'sha256').hexdigest()}"
