"""Million Song Dataset under the 50 most frequent tags of last.fm, by Choi's selection: 242,854 songs with audio.

- Where: https://github.com/keunwoochoi/MSD_split_for_tagging has, for train, valid and test, the songs
  (train_x_msd_id.txt, a song's id a line), their 7digital ids (train_x_7d_id.txt) and their tags (train_y.npy,
  booleans, songs x 50 in the order of `tag_lists.MSD`): 201,680, 12,634 and 28,540 songs. A tag counts as one where
  last.fm gives it more than 50 of 100.
- The audio, 30 s previews of 7digital, is no longer handed out. Put yours anywhere below <root>/audio: a file is known
  by its name up to the first dot, the song's id (A/A/A/TRAAAAK128F9318786.mp3, or flat) or its 7digital id
  (3/9/3974574.clip.mp3, needs the lists of these ids).
- unique_tracks.txt (millionsongdataset.com, id<SEP>song<SEP>artist<SEP>title) names artists; without it no split can
  keep them apart. `official` is the split of the lists.
- last.fm's tags were matched to songs, and some songs to wrong recordings (a list of mismatches is on
  millionsongdataset.com/lastfm). Some previews are empty or short: 84 of the training part are listed as invalid.
"""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genrelib.datasets.dataset import Dataset, default_root
from genrelib.datasets.published import account, first_of, published_split, sizes_below, under_tags
from genrelib.datasets.splits import ClipSplit, Split, separated
from genrelib.tag_lists import MSD, MSD_CATEGORIES

NAME = "msd"
PARTS = ("train", "valid", "test")
FACTS_FILE = "unique_tracks.txt"
AUDIO = "audio"
SECONDS = 29.0  # of a preview, at least as long as papers take of it
REMEDY = (
    "put the lists of https://github.com/keunwoochoi/MSD_split_for_tagging into one folder, your audio below audio in "
    "it, and name it with --root DIR"
)

HOLDS = "songs of the Million Song Dataset under the 50 most frequent tags of last.fm; an absent tag is no 'no'"
LABEL_QUALITY = (
    "Tags are those of listeners of last.fm, matched to recordings, sometimes to wrong ones. An absent tag does not "
    "mean “no”, so a false alarm may be a missing tag."
)
LAYOUT = f"<root>/{{{','.join(PARTS)}}}_x_msd_id.txt, <root>/{{{','.join(PARTS)}}}_y.npy and <root>/audio/**/TR….mp3"
FACTS: dict[str, Any] = {
    "licence": "none for the audio, which is no longer handed out; tags of last.fm for research",
    "citation": "Bertin-Mahieux, Ellis, Whitman & Lamere, The Million Song Dataset, ISMIR 2011; split: Choi, Fazekas & "
    "Sandler, Automatic tagging using deep convolutional neural networks, ISMIR 2016",
    "url": "https://github.com/keunwoochoi/MSD_split_for_tagging",
}


def read(root: Path | None = None) -> Dataset:
    """All songs whose audio the root holds, under 50 tags; a song's id is its track id of the Million Song Dataset.

    Raises ValueError if the lists or all audio are not there, or do not belong together.
    """
    root = default_root(NAME) if root is None else Path(root)
    lists = [_part(root, part) for part in PARTS]
    listed = pd.concat([songs for songs, _ in lists])
    tags = pd.DataFrame(np.concatenate([own for _, own in lists]), index=listed.index, columns=[*MSD])
    twice = listed.index[listed.index.duplicated()]
    if len(twice):
        raise ValueError(f"{root}: expected each song in one list once, got {twice[0]} twice; download the lists again")
    listed = listed.join(_facts(root, listed.index))
    listed["file"] = _files(root / AUDIO, listed)
    kept = account(NAME, listed, root / AUDIO, {})
    tags = tags.loc[kept.tracks.index]
    return under_tags(
        NAME,
        kept.without("part", "number"),
        tags,
        MSD_CATEGORIES,
        rules=_splits(kept.tracks, tags),
        default_split="official",
        known=tuple(listed.index),
        shortest=SECONDS,
        **FACTS,
    )


def _part(root: Path, part: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Songs of a part, with their 7digital ids if these are listed, and their tags (songs, 50)."""
    songs = _lines(first_of([root / f"{part}_x_msd_id.txt"], NAME, REMEDY))
    file = first_of([root / f"{part}_y.npy"], NAME, REMEDY)
    try:
        tags = np.load(file, allow_pickle=False)
    except (ValueError, EOFError) as reason:
        raise ValueError(f"{NAME}: expected booleans (songs, 50) in {file}, got '{reason}'; {REMEDY}") from reason
    if tags.shape != (len(songs), len(MSD)) or not np.isin(tags[:1000], (0, 1)).all():
        got = f"{tags.dtype} {tags.shape}"
        raise ValueError(f"{NAME}: expected 0 and 1 of ({len(songs):,} songs, 50 tags) in {file}, got {got}; {REMEDY}")
    numbers = root / f"{part}_x_7d_id.txt"
    seven = _lines(numbers) if numbers.is_file() else [""] * len(songs)
    if len(seven) != len(songs):
        raise ValueError(f"{NAME}: expected {len(songs):,} lines in {numbers}, got {len(seven):,}; {REMEDY}")
    return pd.DataFrame({"number": seven, "part": part}, index=pd.Index(songs, name="track")), tags.astype(bool)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").split()


def _facts(root: Path, songs: pd.Index) -> pd.DataFrame:
    """Artist and title of each song where unique_tracks.txt is there, and the other columns of every data set."""
    file = root / FACTS_FILE
    named: dict[str, list[str]] = {}
    if file.is_file():
        chosen = frozenset(songs)
        with open(file, encoding="utf-8", errors="replace") as lines:
            cells = (line.rstrip("\n").split("<SEP>") for line in lines)
            named = {row[0]: row[2:4] for row in cells if row[0] in chosen and len(row) >= 4}
    else:
        warnings.warn(
            f"{NAME}: without {file} no artists are known, so that no split can keep them apart", stacklevel=3
        )
    table = pd.DataFrame(
        [named.get(song, ["", ""]) for song in songs.tolist()], columns=["artist", "title"], index=songs
    )
    return table.assign(genre="", start=0.0, seconds=SECONDS, fault="")


def _files(folder: Path, listed: pd.DataFrame) -> list[str]:
    """Path below the folder of each song's audio: by its id, by its 7digital id, or where it should lie."""
    below = sorted(sizes_below(folder), reverse=True) if folder.is_dir() else []
    places = {path.rpartition("/")[2].partition(".")[0]: path for path in below}
    return [
        places.get(song) or places.get(number or song) or f"{song[2:3]}/{song[3:4]}/{song[4:5]}/{song}.mp3"
        for song, number in zip(listed.index.tolist(), listed.number.tolist(), strict=True)
    ]


def _splits(tracks: pd.DataFrame, tags: pd.DataFrame) -> dict[str, Split]:
    rules: dict[str, Split] = {
        "official": published_split("As published, by Choi's lists", tracks.part, tracks.artist),
        "track": separated("Songs only: artists are on both sides.", tracks, tags),
    }
    if (tracks.artist != "").any():
        rules["artist"] = separated("Artists.", tracks, tags, "artist")
    return {**rules, "clip": ClipSplit()}
