"""MTG-Jamendo (Bogdanov et al. 2019): 55,609 whole tracks of Jamendo, tagged by those who uploaded them, in four sets.

- Where: https://github.com/MTG/mtg-jamendo-dataset has the tables and scripts/download/download.py, which fetches the
  audio: mp3 of 320 kbit/s (raw_30s, 508 GB), or audio-low, whose files are called 00/7400.low.mp3.
- data/autotagging.tsv has TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION and any number of tags (genre---rock), between
  tabs. It is a link to raw_30s_cleantags_50artists.tsv.
- `mtg-jamendo` has the 50 most frequent tags (54,380 tracks), `mtg-jamendo-genre` 87 (55,215 before the split),
  `-instrument` 40 (25,135), `-moodtheme` 56 (18,486): those that are in every part of every split.
- Five splits are published, data/splits/split-0 to split-4: `official`, and `official-1` to `official-4`. Each has a
  table per part and set, autotagging_top50tags-train.tsv for instance. `official` is the one that papers use.
- 990 of the 55,701 mp3 files are in 465 groups that are equal byte for byte (issue 52): `data check` finds them.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets.dataset import Dataset, default_root
from genrelib.datasets.entry import Entry
from genrelib.datasets.published import account, first_of, published_split, under_tags
from genrelib.datasets.splits import ClipSplit, Split, separated
from genrelib.tag_lists import MTG_JAMENDO_CATEGORIES

FOLDER = "mtg-jamendo"
TABLES = ("data/autotagging.tsv", "data/raw_30s_cleantags_50artists.tsv")
AUDIO = ("audio", "raw_30s/audio", "audio-low", "raw_30s/audio-low", ".")
HEADER = ["TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION", "TAGS"]
SPLITS = {"official": 0, **{f"official-{number}": number for number in range(1, 5)}}
PARTS = {"train": "train", "validation": "valid", "test": "test"}
MARK = "---"  # between a tag's category and its name
REMEDY = "clone https://github.com/MTG/mtg-jamendo-dataset, put the audio beside its data and name it with --root DIR"

LABEL_QUALITY = (
    "Tags are those that uploaders chose for their own music. An absent tag does not mean “no”, so a false alarm may "
    "be a missing tag."
)
FACTS: dict[str, Any] = {
    "licence": "each track under the Creative Commons licence in audio_licenses.txt; the metadata CC BY-NC-SA 4.0",
    "citation": "Bogdanov, Won, Tovstogan, Porter & Serra, The MTG-Jamendo dataset for automatic music tagging, "
    "Machine Learning for Music Discovery Workshop, ICML 2019",
    "url": "https://github.com/MTG/mtg-jamendo-dataset",
}


@dataclass(frozen=True)
class Subset:
    """A set of tags: the word for it in the names of files, and its tags by category; None: all that the split has."""

    word: str
    category: str = ""
    tags: Mapping[str, tuple[str, ...]] | None = None

    def has(self, tag: str) -> bool:
        """Tell if a tag, written as in the table, is in the set, as far as that is known."""
        category, _, name = tag.partition(MARK)
        return category == self.category if self.tags is None else name in self.tags.get(category, ())


SUBSETS = {
    "mtg-jamendo": Subset("top50tags", tags=MTG_JAMENDO_CATEGORIES),
    "mtg-jamendo-genre": Subset("genre", "genre"),
    "mtg-jamendo-instrument": Subset("instrument", "instrument"),
    "mtg-jamendo-moodtheme": Subset("moodtheme", "mood/theme"),
}


def read(name: str, root: Path | None = None) -> Dataset:
    """All tracks of a set that the root holds; a track's id is its TRACK_ID, a tag's name is without its category.

    Raises ValueError if the table or all audio is not there, or is something else.
    """
    root = default_root(FOLDER) if root is None else Path(root)
    subset = SUBSETS[name]
    listed = _table(root, name)
    parts = {split: _parts(root, number, subset) for split, number in SPLITS.items()}
    chosen = [frozenset(tag for tag in tags if subset.has(tag)) for tags in listed.tags]
    published = parts["official"]
    if subset.tags is None and len(published):
        kept_tags = frozenset().union(*published.tags)
        chosen = [tags & kept_tags for tags in chosen]
    listed = listed.assign(tags=chosen)[[bool(tags) for tags in chosen]]
    classes = _classes(subset, listed.tags, name)
    folder = next((root / place for place in AUDIO if any((root / place).glob("[0-9][0-9]"))), root / AUDIO[0])
    if next(folder.glob("[0-9][0-9]/*.low.mp3"), None):
        listed = listed.assign(file=listed.file.str.replace(r"\.mp3$", ".low.mp3", regex=True))
    kept = account(name, listed, folder, {})
    tags = pd.DataFrame(
        {tag.partition(MARK)[2]: [tag in own for own in kept.tracks.tags] for tag in classes}, index=kept.tracks.index
    )
    rules = _splits(kept.tracks, tags, parts, name)
    return under_tags(
        name,
        kept.without("tags"),
        tags,
        _categories(classes),
        rules=rules,
        default_split=next(iter(rules)),
        known=tuple(listed.index),
        shortest=30.0,
        **FACTS,
    )


def _table(root: Path, name: str) -> pd.DataFrame:
    """Facts of all tracks by id, their tags as tuples, from the first of TABLES that is no link written as text."""
    places = [root / place for place in TABLES]
    for place in (place for place in places if place.is_file()):
        if place.read_text(encoding="utf-8", errors="replace").startswith("TRACK_ID"):
            return _rows(place, name)
    file = first_of(places, name, REMEDY)
    raise ValueError(f"{name}: expected {file} with columns {', '.join(HEADER)}, got another table; {REMEDY}")


def _rows(file: Path, name: str) -> pd.DataFrame:
    """A table of tracks whose last column is any number of tags."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as reason:
        raise ValueError(f"{name}: expected text in UTF-8 in {file}, got '{reason}'; {REMEDY}") from reason
    cells = [line.split("\t") for line in lines if line.strip()]
    short = next((number for number, row in enumerate(cells, start=1) if len(row) < len(HEADER)), None)
    if cells[:1] != [HEADER] or short:
        got = f"{len(cells[short - 1])} cells in line {short}" if short else "other columns"
        raise ValueError(f"{name}: expected {', '.join(HEADER)} between tabs in {file}, got {got}; {REMEDY}")
    rows = [(row[0], row[3], row[1], row[2], row[4], tuple(row[5:])) for row in cells[1:]]
    table = pd.DataFrame(rows, columns=["track", "file", "artist", "album", "seconds", "tags"])
    table = table.drop_duplicates("track").set_index("track")
    seconds = pd.to_numeric(table.seconds, errors="coerce").astype(float)
    return table.assign(seconds=seconds, genre="", title="", start=0.0, fault="")


def _parts(root: Path, number: int, subset: Subset) -> pd.DataFrame:
    """Part and tags of each track of a published split; empty where it is not there."""
    tables = []
    for word, part in PARTS.items():
        file = root / "data" / "splits" / f"split-{number}" / f"autotagging_{subset.word}-{word}.tsv"
        if not file.is_file():
            return pd.DataFrame({"part": [], "tags": []}, dtype=object)
        tables.append(_rows(file, f"split-{number}")[["tags"]].assign(part=part))
    return pd.concat(tables)


def _classes(subset: Subset, tags: pd.Series, name: str) -> list[str]:
    """Tags of a set as they are written in the table: the list that has an order, or all that tracks have, by name."""
    if subset.tags is not None:
        return [f"{category}{MARK}{tag}" for category, members in subset.tags.items() for tag in members]
    used = sorted(frozenset().union(*tags))
    if len(used) < 2:
        raise ValueError(f"{name}: expected tracks with tags {subset.category}{MARK}…, got {len(used)} tags; {REMEDY}")
    return used


def _categories(classes: list[str]) -> dict[str, tuple[str, ...]]:
    categories: dict[str, tuple[str, ...]] = {}
    for tag in classes:
        category, _, name = tag.partition(MARK)
        categories[category] = (*categories.get(category, ()), name)
    return categories


def _splits(tracks: pd.DataFrame, tags: pd.DataFrame, parts: Mapping[str, pd.DataFrame], name: str) -> dict[str, Split]:
    rules: dict[str, Split] = {}
    for split, table in parts.items():
        if len(table):
            own = table.part.reindex(tracks.index).fillna("")
            rules[split] = published_split(f"As published, split-{SPLITS[split]}", own, tracks.artist)
    if "official" not in rules:
        warnings.warn(f"{name}: its published splits are not in data/splits, so parts are dealt here", stacklevel=3)
    return {
        **rules,
        "artist": separated("Artists.", tracks, tags, "artist"),
        "track": separated("Tracks only: artists are on both sides.", tracks, tags),
        "clip": ClipSplit(),
    }


SETS = {
    name: Entry(
        HOLDS=f"{counted} of MTG-Jamendo under {tags}; an absent tag is no 'no'",
        LAYOUT=f"<root>/{TABLES[0]}, <root>/data/splits/split-0/*.tsv and <root>/{{{','.join(AUDIO)}}}/00/7400.mp3",
        FACTS=FACTS,
        FOLDER=FOLDER,
        read=partial(read, name),
        LABEL_QUALITY=LABEL_QUALITY,
    )
    for name, counted, tags in (
        ("mtg-jamendo", "54,380 tracks", "the 50 most frequent tags"),
        ("mtg-jamendo-genre", "the tracks", "87 genres"),
        ("mtg-jamendo-instrument", "the tracks", "40 instruments"),
        ("mtg-jamendo-moodtheme", "the tracks", "56 moods and themes"),
    )
}
