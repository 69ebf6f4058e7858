"""Any folder of <genre>/<file>, the user's music; a folder in between, <genre>/<artist>/<file>, names the artist."""

import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets import repetitions
from genrelib.datasets.dataset import Dataset, fingerprint, header, problems, warn_of_excluded
from genrelib.datasets.files import list_files
from genrelib.datasets.groups import artist_groups, joined
from genrelib.datasets.splits import ClipSplit, DealtSplit, Split

SHORTEST = 1.0  # s
FEWEST = 3  # tracks of a genre: one for each part
HOLDS = "any music sorted by genre"
LAYOUT = "<root>/<genre>/<file>, or <root>/<genre>/<artist>/<file>"
FACTS: dict[str, Any] = {"licence": "the user's own", "citation": "", "url": ""}


def read(root: Path | None = None) -> Dataset:
    """Every file below the genres' folders; its name is folder-<basename>, a track's id its path below the root.

    What is no readable audio is left out with a warning; `excluded` and `check` name it. So are files
    beside the genres' folders. Hidden files are ignored; a file that is linked twice is read once.

    Raises ValueError unless the root holds two genres with a readable file each.
    """
    if root is None:
        raise ValueError("folder: expected a folder of <genre>/<file>, got none; name it with --root DIR")
    root = Path(root).resolve()
    files = list_files(root)
    rows, sizes = {}, {}
    left_out = [(_place(path, root), problem) for path, problem in files.problems if path != root]
    for path in files.music:
        track = _place(path, root)
        genre, *between = Path(track).parts[:-1] or ("",)
        if not genre:
            left_out.append((track, "left out: it lies beside the genres' folders"))
            continue
        head = header(path)
        if head.problem:
            left_out.append((track, head.problem))
            continue
        rows[track] = (str(path), genre, "".join(between[:1]), head.seconds)
        sizes[track] = head.size
    tracks = pd.DataFrame.from_dict(rows, orient="index", columns=["path", "genre", "artist", "seconds"])
    tracks = tracks.rename_axis("track").assign(start=0.0, fault="", title=[Path(track).stem for track in rows])
    if tracks.genre.nunique() < 2:
        raise ValueError(
            f"{root}: expected {_expected(root)}, got {_got(root, tracks)}; sort the files into folders by genre"
        )
    excluded = problems(left_out)
    name = f"folder-{root.name}"
    recordings = repetitions.recordings(tracks, sizes)
    warn_of_excluded(name, excluded, files.remark)
    for remark in (*_of_genres(tracks.genre), *repetitions.remarks(recordings)):
        warnings.warn(f"{name}: {remark}", stacklevel=2)
    return Dataset(
        name=name,
        classes=tuple(sorted(tracks.genre.unique())),
        tracks=tracks,
        fingerprint=fingerprint(tracks, sizes),
        rules=splits(tracks, recordings),
        excluded=excluded,
        beside=files.beside,
        shortest=SHORTEST,
        **FACTS,
    )


def named(basename: str, root: Path | None = None) -> Dataset:
    """The folder a run calls folder-<basename>.

    Raises ValueError if the root is another one.
    """
    if root is None or Path(root).resolve().name != basename:
        raise ValueError(f"folder-{basename}: expected a root called {basename}, got {root}; name it with --root DIR")
    return read(root)


def splits(tracks: pd.DataFrame, recordings: pd.Series) -> dict[str, Split]:
    """`track` and `clip`; `artist` too where folders name artists. Files of one recording stay together."""
    keeps_apart = "Tracks (files), a recording's files together; artists and albums are on both sides."
    apart = {"track": DealtSplit(keeps_apart, recordings.copy, tracks.genre, apart=("recording",))}
    if (tracks.artist != "").any():
        keeps_apart = "Artists (folders below the genre); a file without such a folder is an artist of its own."
        groups = joined(artist_groups(tracks.artist), recordings)
        apart["artist"] = DealtSplit(keeps_apart, groups.copy, tracks.genre, apart=("recording", "artist"))
    return {**apart, "clip": ClipSplit()}


def _of_genres(genres: pd.Series) -> Iterator[str]:
    """Sentences about genres that differ in case or normal form alone, or that have too few tracks to be tested."""
    alike: dict[str, list[str]] = {}
    for genre in sorted(genres.unique()):
        alike.setdefault(unicodedata.normalize("NFC", genre).casefold(), []).append(genre)
    for names in alike.values():
        if len(names) > 1:
            codes = " and ".join(f"{name} ({name.encode('unicode_escape').decode()})" for name in names)
            yield f"{codes} are different genres here; put them into one folder if they are one"
    counts = genres.value_counts().sort_index()
    for genre, count in counts[counts < FEWEST].items():
        yield f"{genre} has {count} track(s), and {FEWEST} are needed to learn, choose and test: add some"


def _place(path: Path, root: Path) -> str:
    """The path below the root as text that can be written anywhere: bytes that are not UTF-8 stand as their codes."""
    return path.relative_to(root).as_posix().encode(errors="backslashreplace").decode()


def _expected(root: Path) -> str:
    return f"two genres or more, {root.name}/<genre>/<file>"


def _got(root: Path, tracks: pd.DataFrame) -> str:
    if not root.is_dir():
        return "no such folder"
    return f"readable audio of {', '.join(tracks.genre.unique()) or 'none'}"
