"""Audio of a published set: files that its tables list, as far as they lie in the user's copy.

Nothing is opened: what cannot be decoded is named by `data check` and `data prepare`, and a hundred thousand files
would take minutes.
"""

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets.dataset import Dataset, problems, warn_of_excluded
from genrelib.datasets.splits import TrackSplit
from genrelib.datasets.tagging import fingerprint_of_tags
from genrelib.task import TAGS

EMPTY = "unreadable: an empty file"


@dataclass(frozen=True, eq=False)
class Account:
    """Listed tracks whose files are there, with their `path`, their `sizes` in bytes, and `excluded` files."""

    tracks: pd.DataFrame
    sizes: Mapping[str, int]
    excluded: pd.DataFrame

    def without(self, *columns: str) -> "Account":
        """The same without columns that only the reader needs."""
        return replace(self, tracks=self.tracks.drop(columns=list(columns)))


def sizes_below(folder: Path) -> dict[str, int]:
    """Bytes of each file below a folder, by its path from there with slashes; links are followed, hidden files not."""
    sizes: dict[str, int] = {}
    entered: set[tuple[int, int]] = set()
    waiting = [("", os.fspath(folder))]
    while waiting:
        above, place = waiting.pop()
        try:
            status = os.stat(place)
            entries = list(os.scandir(place))
        except OSError as reason:
            warnings.warn(f"{place}: left out, because it cannot be read ({reason.strerror})", stacklevel=2)
            continue
        if (status.st_dev, status.st_ino) in entered:  # a link to a folder above
            continue
        entered.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                waiting.append((f"{above}{entry.name}/", entry.path))
            elif entry.is_file():
                sizes[above + entry.name] = entry.stat().st_size
    return sizes


def account(name: str, listed: pd.DataFrame, folder: Path, broken: Mapping[str, str]) -> Account:
    """Look for the files of tracks, column `file`, below a folder; warns of those that are missing or empty.

    `broken` says of tracks that are of no use, though their files may be there, why.

    Raises ValueError if no file is of use.
    """
    size = listed.file.map(sizes_below(folder) if folder.is_dir() else {})
    missing = size.isna()
    useless = listed.index.isin(list(broken)) & ~missing
    empty = (size == 0) & ~useless
    excluded = problems(
        [*((track, broken[track]) for track in listed.index[useless]), *((t, EMPTY) for t in listed.index[empty])]
    )
    use = listed[~missing & ~useless & ~empty]
    if use.empty:
        got = f"none of {len(listed):,} files there" if folder.is_dir() else "no such folder"
        raise ValueError(
            f"{name}: expected audio such as {folder / listed.file.iloc[0]}, got {got}; "
            "name the folder that holds all of it with --root DIR"
        )
    if missing.any():
        warnings.warn(
            f"{name}: {missing.sum():,} of {len(listed):,} files are not there, such as "
            f"{listed.file[missing].iloc[0]}; `data check {name}` lists them",
            stacklevel=3,
        )
    warn_of_excluded(name, excluded[~excluded.track.isin(list(broken))])
    place = os.fspath(folder)
    tracks = use.assign(path=[os.path.join(place, file) for file in use.file.tolist()]).drop(columns="file")
    sizes = size[use.index].astype(int)
    return Account(tracks, dict(zip(sizes.index.tolist(), sizes.tolist(), strict=True)), excluded)


def published_split(keeps_apart: str, parts: pd.Series, artists: pd.Series) -> TrackSplit:
    """A split as it was published, which says of its artists what is so; "" is an unknown one."""
    used = parts[(parts != "") & (artists != "")]
    if used.empty:
        return TrackSplit(f"{keeps_apart}; artists are not known.", parts)
    shared = int((used.groupby(artists[used.index]).nunique() > 1).sum())
    known = artists[used.index].nunique()
    sentence = f"{shared:,} of {known:,} artists are on both sides" if shared else "no artist is on both sides"
    return TrackSplit(f"{keeps_apart}; {sentence}.", parts)


def under_tags(
    name: str, kept: Account, tags: pd.DataFrame, categories: Mapping[str, tuple[str, ...]], **facts: Any
) -> Dataset:
    """A published set of tags: `tags` has a boolean column per tag, by track; `facts` are those of a Dataset."""
    return Dataset(
        name=name,
        classes=tuple(tags.columns),
        tracks=kept.tracks,
        fingerprint=fingerprint_of_tags(tags, kept.sizes),
        excluded=kept.excluded,
        task=TAGS,
        tags=tags,
        categories=dict(categories),
        **facts,
    )


def first_of(places: list[Path], name: str, remedy: str) -> Path:
    """The first of these files or folders that is there. Raises ValueError that names them where none is."""
    for place in places:
        if place.exists():
            return place
    expected = " or ".join(map(str, places))
    raise ValueError(f"{name}: expected {expected}, got none of them; {remedy}")
