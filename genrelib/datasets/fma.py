"""FMA, the Free Music Archive (Defferrard et al. 2017): 106,574 tracks under Creative Commons licences, in four sizes.

- Where: https://github.com/mdeff/fma names fma_metadata.zip (342 MiB) and fma_small.zip (8,000 clips of 30 s, 8 genres
  of equal size, 7.2 GiB), fma_medium.zip (25,000, 16 genres, 22 GiB), fma_large.zip (106,574, 93 GiB), fma_full.zip
  (the same uncut, 879 GiB), each with its SHA-1. Audio is mp3, mostly stereo at 44.1 kHz.
- fma_metadata/tracks.csv has names of columns in two rows, and `track_id` in a third: `set.split` is the split
  `official`, which keeps artists apart; `set.subset` the smallest size that a track is in; `track.genre_top` the genre.
  A track of several root genres has none: such are in large and full only, and left out here.
- The clip of 15 tracks is empty and that of 6 is short, because the archive gave a wrong length (issues 4, 8 and 41 of
  the repository and its wiki). Those without sound are left out, as others do; those that are short have a fault.
- Of fma_full's files 937 repeat others byte for byte (issue 23): `data check` finds them.
"""

import warnings
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets.dataset import Dataset, default_root, fingerprint
from genrelib.datasets.entry import Entry
from genrelib.datasets.published import account, first_of
from genrelib.datasets.splits import ClipSplit, Split, TrackSplit, separated

FOLDER = "fma"
TABLE = "fma_metadata/tracks.csv"
SUBSETS = {"small": ("small",), "medium": ("small", "medium"), "large": ("small", "medium", "large")}
SUBSETS["full"] = SUBSETS["large"]
# Folders whose clips serve each size: those of a larger one are the same.
AUDIO = {
    "small": ("fma_small", "fma_medium", "fma_large"),
    "medium": ("fma_medium", "fma_large"),
    "large": ("fma_large",),
    "full": ("fma_full",),
}
CLIP = 30.0  # s
WITHOUT_SOUND = (
    *("001486", "005574", "065753", "080391", "098558", "098559", "098560", "098571", "099134", "105247", "108925"),
    *("126981", "127336", "133297", "143992"),
)
SHORT = {"098565": 1.6, "098566": 6.2, "098567": 0.5, "098568": 6.6, "098569": 1.5, "108924": 27.4}  # s
PARTS = {"training": "train", "validation": "valid", "test": "test"}
COLUMNS = {
    ("set", "split"): "part",
    ("set", "subset"): "subset",
    ("track", "genre_top"): "genre",
    ("track", "title"): "title",
    ("track", "duration"): "seconds",
    ("artist", "name"): "artist",
    ("artist", "id"): "artist_id",
    ("album", "title"): "album",
}
REMEDY = (
    "unzip fma_metadata.zip and the audio (https://github.com/mdeff/fma) into one folder and name it with --root DIR"
)

COUNTS = {
    "small": "8,000 clips of 30 s, 8 genres of 1,000 each",
    "medium": "25,000 clips of 30 s, 16 genres of very different size",
    "large": "the clips of 30 s of 106,574 tracks, those that have one of 16 top genres",
    "full": "106,574 whole tracks, 343 days, those that have one of 16 top genres",
}
FACTS: dict[str, Any] = {
    "licence": "each track under the Creative Commons licence that its artist chose; the metadata CC BY 4.0",
    "citation": "Defferrard, Benzi, Vandergheynst & Bresson, FMA: a dataset for music analysis, ISMIR 2017, "
    "arXiv:1612.01840",
    "url": "https://github.com/mdeff/fma",
}


def read(size: str, root: Path | None = None) -> Dataset:
    """FMA in one of its sizes; the default root is $GENRELIB_DATA/fma.

    Raises ValueError if tracks.csv or all audio is not there, or is something else.
    """
    root = default_root(FOLDER) if root is None else Path(root)
    name = f"fma-{size}"
    folder = first_of([root / place for place in AUDIO[size]], name, REMEDY)
    listed = with_genre(name, tracks(root, name, size))
    listed = listed.assign(file=[f"{track[:3]}/{track}.mp3" for track in listed.index.tolist()])
    if size != "full":
        listed = listed.assign(seconds=[SHORT.get(track, CLIP) for track in listed.index.tolist()])
        listed["fault"] = [
            f"short: {SHORT[track]:g} s of {CLIP:g}" if track in SHORT else "" for track in listed.index.tolist()
        ]
    broken = {} if size == "full" else dict.fromkeys(WITHOUT_SOUND, "no sound: the published clip is empty")
    kept = account(name, listed, folder, broken)
    return Dataset(
        name=name,
        classes=tuple(sorted(kept.tracks.genre.unique())),
        tracks=kept.tracks,
        fingerprint=fingerprint(kept.tracks, kept.sizes),
        rules=splits(kept.tracks),
        default_split="official",
        known=tuple(listed.index),
        excluded=kept.excluded,
        shortest=CLIP - 1 if size != "full" else 1.0,
        **FACTS,
    )


def tracks(root: Path, name: str, size: str) -> pd.DataFrame:
    """Facts of a size's tracks by id, six digits as in the names of files; `genre` "" where a track has no top genre.

    Raises ValueError if tracks.csv is not there, or is something else.
    """
    file = first_of([root / TABLE, root / "tracks.csv"], name, REMEDY)
    table = _columns(file, name)
    table = table[table.subset.isin(SUBSETS[size])]
    if table.empty:
        raise ValueError(
            f"{file}: expected tracks whose set.subset is {' or '.join(SUBSETS[size])}, got none; {REMEDY}"
        )
    table.index = pd.Index([f"{int(track):06d}" for track in table.index.tolist()], name="track")
    seconds = pd.to_numeric(table.seconds, errors="coerce").astype(float)
    return table.assign(start=0.0, fault="", seconds=seconds, part=table.part.map(PARTS).fillna(""))


def with_genre(name: str, listed: pd.DataFrame) -> pd.DataFrame:
    """The tracks that have a top genre; a warning counts the others."""
    has = listed.genre != ""
    if not has.all():
        warnings.warn(
            f"{name}: {(~has).sum():,} of {len(listed):,} tracks are left out: of several root genres, none is on top",
            stacklevel=3,
        )
    return listed[has]


def splits(listed: pd.DataFrame) -> dict[str, Split]:
    """`official`, and one that deals tracks, to show the effect of artists."""
    return {
        "official": TrackSplit("Artists, each genre 80/10/10 as nearly as they allow (set.split).", listed.part),
        "track": separated("Tracks only: artists and albums are on both sides.", listed, listed.genre),
        "clip": ClipSplit(),
    }


def _columns(file: Path, name: str) -> pd.DataFrame:
    """The columns that are used, as text by track id, from a table with two rows of names and one of the index."""
    expected = f"{name}: expected {file} with columns set.split, set.subset, track.genre_top and others in two rows"
    try:
        top = pd.read_csv(file, header=None, nrows=3, dtype=str, na_filter=False, encoding="utf-8")
        places = {pair: place for place, pair in enumerate(zip(top.iloc[0], top.iloc[1], strict=True))}
        lacking = [".".join(pair) for pair in COLUMNS if pair not in places]
        if lacking or top.iloc[2, 0] != "track_id":
            raise ValueError(
                f"{expected}, got a table without {', '.join(lacking) or 'a third row, track_id'}; {REMEDY}"
            )
        used = {0: "track", **{places[pair]: column for pair, column in COLUMNS.items()}}
        table = pd.read_csv(
            file, header=None, skiprows=3, usecols=sorted(used), dtype=str, na_filter=False, encoding="utf-8"
        )
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError, IndexError) as reason:
        raise ValueError(f"{expected}, got '{reason}'; {REMEDY}") from reason
    table = table.rename(columns=used).set_index("track")
    wrong = [track for track in table.index.tolist() if not track.isdecimal()]
    if wrong:
        raise ValueError(f"{expected}, got the track_id {wrong[0]!r}; {REMEDY}")
    return table[~table.index.duplicated()]


SETS = {
    f"fma-{size}": Entry(
        HOLDS=f"the Free Music Archive, {size}: {counted}",
        LAYOUT=f"<root>/{TABLE} and <root>/{AUDIO[size][0]}/000/000002.mp3",
        FACTS=FACTS,
        FOLDER=FOLDER,
        read=partial(read, size),
    )
    for size, counted in COUNTS.items()
}
