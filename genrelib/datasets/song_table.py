"""A table of songs, the user's music wherever it lies: CSV or Parquet, a row per track, any columns beside these.

- `path` (or file, filename): of the audio, absolute or from the table's folder;
- `label` (or genre): one genre; or `tags`: any number, between | or, where no cell has one, between ; or else commas;
- `artist`, `album`, `title`: artists and albums give a split each that keeps them apart;
- `split`: train, valid or test, empty for a track of no use; it becomes the split `given`, and the default;
- `start`, `end`: seconds; such a row is a track of its own, and rows of one file stay on one side of a split;
- `seconds`: length of the file. Without it, up to FEW files are opened to learn it; of more, it is not known.
"""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genrelib import audio
from genrelib.datasets.dataset import WHOLE, Dataset, fingerprint, header, problems, warn_of_excluded
from genrelib.datasets.named_files import locate
from genrelib.datasets.splits import ClipSplit, Split, TrackSplit, separated
from genrelib.datasets.tagging import fingerprint_of_tags
from genrelib.datasets.text_table import JOINED, line, numbers, read_text
from genrelib.task import GENRES, TAGS

FEW = 2000
SHORTEST = 1.0  # s
CALLED = {"path": ("file", "filename", "filepath"), "label": ("genre", "class"), "seconds": ("duration",)}
WORDS = ("label", "tags", "artist", "album", "title", "split")
TIMES = ("start", "end", "seconds")
SEPARATORS = (JOINED, ";", ",")
PARTS = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "dev"), "valid"),
    **dict.fromkeys(("test", "testing", "eval"), "test"),
    "": "",
}

HOLDS = "any music that a table lists, under genres or tags"
LAYOUT = "<root>: a CSV or Parquet file with columns path, and label or tags; artist, album, split, start, end if any"
FACTS: dict[str, Any] = {"licence": "the user's own", "citation": "", "url": ""}


@dataclass(frozen=True, eq=False)
class SongTable(Dataset):
    """Tracks that may be parts of their files: `tracks.end` (s) is NaN where a track ends with its file.

    `table` is the file that lists them.
    """

    table: Path = Path()

    def recording(self, track: str, sample_rate: int | None) -> audio.Recording:
        """Read a track: its part of the file."""
        row = self.tracks.loc[track]
        if not row.start and np.isnan(row.end):
            return super().recording(track, sample_rate)
        end = WHOLE if np.isnan(row.end) else row.end
        read = audio.load(row.path, sample_rate, end)
        sound = read.waveform[round(row.start * read.sample_rate) :]
        if not len(sound):
            raise audio.AudioError(
                f"{row.path}: expected sound from {row.start:g} s on, got {read.seconds:.1f} s; mend the start"
            )
        return replace(audio.whole(sound, read.sample_rate), remarks=read.remarks)


def read(root: Path | None = None) -> Dataset:
    """Every row whose file is there; its name is table-<file without its ending>, a track's id the path as written.

    Rows without a file, or whose file is empty, are left out with a warning; `excluded` and `check` name them.

    Raises ValueError if columns are missing, leading zeros were lost, or fewer than two genres, or no tag, are left.
    """
    if root is None:
        raise ValueError("table: expected a CSV or Parquet file, got none; name it with --root FILE")
    file = Path(root).expanduser().absolute()
    cells = _columns(read_text(file), file)
    places = locate(cells.path, file)
    cells = cells.assign(track=_ids(cells), place=places.path, size=places.bytes, inode=places.inode)
    problem = _problems(cells, places.problem)
    missing = problem.str.startswith("missing")
    excluded = problems(zip(cells.track[(problem != "") & ~missing], problem[(problem != "") & ~missing], strict=True))
    name = f"table-{file.stem}"
    rows = cells[problem == ""].set_index("track")
    rows, unreadable = _measured(rows)
    excluded = pd.concat([excluded, unreadable], ignore_index=True)
    data = _dataset(name, file, rows, tuple(cells.track.drop_duplicates().tolist()), excluded)
    warn_of_excluded(name, excluded)
    for remark in _remarks(data, cells, int(missing.sum())):
        warnings.warn(f"{name}: {remark}", stacklevel=2)
    return data


def named(stem: str, root: Path | None = None) -> Dataset:
    """The table a run calls table-<stem>.

    Raises ValueError if the root is another one.
    """
    if root is None or Path(root).stem != stem:
        raise ValueError(f"table-{stem}: expected a table called {stem}.csv or alike, got {root}; name it with --root")
    return read(root)


def _dataset(name: str, file: Path, rows: pd.DataFrame, known: tuple[str, ...], excluded: pd.DataFrame) -> Dataset:
    tags = _tags(rows.tags) if (rows.label == "").all() and (rows.tags != "").any() else None
    classes = tuple(sorted(rows.label.unique())) if tags is None else tuple(tags.columns)
    if len(classes) < 2:
        first = f" ({excluded.track.iloc[0]}: {excluded.problem.iloc[0]})" if len(excluded) else ""
        raise ValueError(
            f"{file}: expected files of two labels or tags or more, got {', '.join(classes) or 'none'} in "
            f"{len(rows)} of {len(known)} rows whose files are there{first}; mend the column path or add files"
        )
    sizes = dict(zip(rows.index.tolist(), rows["size"].tolist(), strict=True))
    tracks = pd.DataFrame(
        {
            "path": rows.place,
            "genre": rows.label,
            "artist": rows.artist,
            "title": [
                title or os.path.splitext(os.path.basename(path))[0]
                for title, path in zip(rows.title.tolist(), rows.path.tolist(), strict=True)
            ],
            "album": rows.album,
            "start": rows.start.fillna(0.0),
            "end": rows.end,
            "seconds": rows.seconds,
            "fault": "",
        }
    )
    rules = _splits(rows, tags)
    return SongTable(
        name=name,
        classes=classes,
        tracks=tracks,
        fingerprint=fingerprint(tracks, sizes) if tags is None else fingerprint_of_tags(tags, sizes),
        rules=rules,
        default_split=next(iter(rules)),
        known=known,
        excluded=excluded,
        shortest=SHORTEST,
        task=GENRES if tags is None else TAGS,
        tags=tags,
        categories={} if tags is None else {"tags": classes},
        **FACTS,
        table=file,
    )


def _columns(cells: pd.DataFrame, file: Path) -> pd.DataFrame:
    """The columns that are known, those that lack filled: text "", times NaN."""
    for column, others in CALLED.items():
        other = next((name for name in others if name in cells), None)
        if column not in cells and other:
            cells = cells.rename(columns={other: column})
    lacking = " and ".join(
        [*(["path"] if "path" not in cells else []), *([] if {"label", "tags"} & {*cells} else ["label or tags"])]
    )
    if lacking:
        raise ValueError(
            f"{file}: expected a column {lacking}, got {', '.join(cells.columns)}; rename the column that holds it"
        )
    known = pd.DataFrame({"path": cells.path.str.replace("\\", "/", regex=False)})
    for column in WORDS:
        known[column] = cells.get(column, "")
    for column in TIMES:
        known[column] = numbers(cells[column], file) if column in cells else np.nan
    known["part"] = known.split.str.lower().map(PARTS)
    wrong = known[known.part.isna()]
    if len(wrong):
        raise ValueError(
            f"{file}: expected train, valid, test or nothing in column split, got {wrong.split.iloc[0]!r} in row "
            f"{line(wrong.index[0])}; rename it"
        )
    return known


def _ids(cells: pd.DataFrame) -> pd.Series:
    """Id of each row: its path, and for a part of a file its seconds as in a web address."""
    parts = cells[cells.start.notna() | cells.end.notna()]
    ids = [
        f"{path}#t={np.nan_to_num(start):g}{'' if np.isnan(end) else f',{end:g}'}"
        for path, start, end in zip(parts.path, parts.start, parts.end, strict=True)
    ]
    return pd.concat([cells.path.drop(parts.index), pd.Series(ids, parts.index, cells.path.dtype)]).sort_index()


def _problems(cells: pd.DataFrame, problem: pd.Series) -> pd.Series:
    """The problem with each row, "" for none: with its file, its times, its label, or that it stands above already."""
    times = ((cells.end <= cells.start.fillna(0)) | (cells.start < 0)) & (problem == "")
    problem = problem.mask(times, "odd: start and end leave no sound")
    bare = (cells.label == "") & ((cells.label != "").any() | ~(cells.tags != "").any()) & (problem == "")
    problem = problem.mask(bare, "no label: the cell is empty")
    twice = cells.track.duplicated() & (problem == "")
    return problem.mask(twice, "twice: an earlier row names it, which is read")


def _measured(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the seconds of each track, NaN unknown, and what cannot be read of the files that were opened."""
    unknown = rows.place[rows.seconds.isna()].drop_duplicates()
    if len(unknown) <= FEW:
        heads = {place: header(Path(place)) for place in unknown}
        rows = rows.assign(seconds=rows.seconds.fillna(rows.place.map({p: head.seconds for p, head in heads.items()})))
        wrong = {place: head.problem for place, head in heads.items() if head.problem}
    else:
        wrong = {}
    unreadable = rows.place.isin(wrong)
    excluded = problems((track, wrong[place]) for track, place in rows.place[unreadable].items())
    rows = rows[~unreadable]
    end = rows[["end", "seconds"]].min(axis=1)
    return rows.assign(seconds=(end - rows.start.fillna(0)).clip(lower=0)), excluded


def _tags(cells: pd.Series) -> pd.DataFrame:
    """Tags of each track: a boolean column per tag, in order of name."""
    separator = next((mark for mark in SEPARATORS if cells.str.contains(mark, regex=False).any()), JOINED)
    cell, texts = pd.factorize(cells)
    own = [{tag.strip() for tag in text.split(separator)} - {""} for text in texts.tolist()]
    names = sorted(set().union(*own))
    places = {name: place for place, name in enumerate(names)}
    has = np.zeros((len(own), len(names)), bool)
    for row, members in zip(has, own, strict=True):
        row[[places[tag] for tag in members]] = True
    return pd.DataFrame(has[cell], cells.index, names)


def _splits(rows: pd.DataFrame, tags: pd.DataFrame | None) -> dict[str, Split]:
    """`given` where the table gives parts, `track` and `clip`; `artist` and `album` where it names them."""
    tracks = rows.assign(recording=rows.index.to_series().groupby(rows.inode).transform("first"))
    labels = rows.label if tags is None else tags
    rules: dict[str, Split] = {}
    if (rows.part != "").any():
        rules["given"] = TrackSplit("What the table's column split keeps apart.", rows.part)
    keeps_apart = "Tracks, rows of one file together; artists and albums are on both sides."
    rules["track"] = separated(keeps_apart, tracks, labels, "recording")
    if (rows.artist != "").any():
        keeps_apart = "Artists; a track without one is an artist of its own."
        rules["artist"] = separated(keeps_apart, tracks, labels, "recording", "artist")
    if (rows.album != "").any():
        keeps_apart = "Albums of an artist; a track without one is an album of its own."
        rules["album"] = separated(keeps_apart, tracks, labels, "recording", "album")
    return {**rules, "clip": ClipSplit()}


def _remarks(data: Dataset, cells: pd.DataFrame, missing: int) -> Iterator[str]:
    """Sentences about what of the table is not used."""
    if missing:
        first = next(track for track in data.known if track not in data.tracks.index)
        yield f"{missing:,} of {len(cells):,} files are not there, such as {first}; `data check` lists them"
    if "artist" not in data.rules:
        yield "it names no artists, so that no split can keep them apart"
    if (cells.label != "").any() and (cells.tags != "").any():
        yield "its tags are not read, because it has labels; leave one of the two columns out"
