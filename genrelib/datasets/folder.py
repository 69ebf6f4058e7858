"""Any folder of <genre>/<file>, the user's music; a folder in between, <genre>/<artist>/<file>, names the artist."""

from pathlib import Path

import pandas as pd

from genrelib.datasets.dataset import Dataset, fingerprint, header, problems, warn_of_excluded
from genrelib.datasets.splits import ClipSplit, TrackSplit, artist_groups, divide

SHORTEST = 1.0  # s
HOLDS = "any music sorted by genre"
LAYOUT = "<root>/<genre>/<file>, or <root>/<genre>/<artist>/<file>"
FACTS = {"licence": "the user's own", "citation": "", "url": ""}


def read(root: Path | None = None) -> Dataset:
    """Every file below the genres' folders; its name is folder-<basename>, a track's id its path below the root.

    What is no readable audio is left out with a warning; `excluded` and `check` name it. Hidden files are ignored.

    Raises ValueError unless the root holds two genres with a readable file each.
    """
    if root is None:
        raise ValueError("folder: expected a folder of <genre>/<file>, got none; name it with --root DIR")
    root = Path(root).resolve()
    rows, excluded, sizes = {}, [], {}
    for path in sorted(root.glob("*/**/*")):
        place = path.relative_to(root)
        if any(part.startswith(".") for part in place.parts) or path.is_dir():
            continue
        track, head = place.as_posix(), header(path)
        if head.problem:
            excluded.append((track, head.problem))
            continue
        genre, *between = place.parts[:-1]
        rows[track] = (str(path), genre, "".join(between[:1]), head.seconds)
        sizes[track] = head.size
    tracks = pd.DataFrame.from_dict(rows, orient="index", columns=["path", "genre", "artist", "seconds"])
    tracks = tracks.rename_axis("track").assign(start=0.0, fault="", title=[Path(track).stem for track in rows])
    if tracks.genre.nunique() < 2:
        raise ValueError(
            f"{root}: expected {_expected(root)}, got {_got(root, tracks)}; sort the files into folders by genre"
        )
    excluded = problems(excluded)
    name = f"folder-{root.name}"
    warn_of_excluded(name, excluded)
    return Dataset(
        name=name,
        classes=tuple(sorted(tracks.genre.unique())),
        tracks=tracks,
        fingerprint=fingerprint(tracks, sizes),
        rules=splits(tracks),
        excluded=excluded,
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


def splits(tracks: pd.DataFrame) -> dict[str, TrackSplit | ClipSplit]:
    """`track` and `clip`; `artist` too where folders name artists."""
    alone = tracks.index.to_series()
    apart = {
        "track": TrackSplit("Tracks (files) only; artists and albums are on both sides.", divide(alone, tracks.genre))
    }
    if (tracks.artist != "").any():
        keeps_apart = "Artists (folders below the genre); a file without such a folder is an artist of its own."
        apart["artist"] = TrackSplit(keeps_apart, divide(artist_groups(tracks.artist), tracks.genre))
    return {**apart, "clip": ClipSplit()}


def _expected(root: Path) -> str:
    return f"two genres or more, {root.name}/<genre>/<file>"


def _got(root: Path, tracks: pd.DataFrame) -> str:
    if not root.is_dir():
        return "no such folder"
    return f"readable audio of {', '.join(tracks.genre.unique()) or 'none'}"
