"""MagnaTagATune (Law et al. 2009): 25,863 clips of 29 s of Magnatune's catalogue, tagged by players of a game.

- Where: https://mirg.city.ac.uk/codeapps/the-magnatagatune-dataset has mp3.zip.001 to .003 (join them, then unzip),
  annotations_final.csv and clip_info_final.csv; mp3 of 32 kbit/s, mono, 16 kHz.
- annotations_final.csv is separated by tabs: clip_id, a column of 0 and 1 for each of 188 tags, mp3_path. Here it has
  the 50 most frequent tags. clip_info_final.csv names title, artist and album; without it the artist is the one in the
  file's name.
- `official` is the usual split by folders: 0 to b to learn, c to choose, d to f to test; `official-tagged` is the same
  without clips that have none of the 50 tags, as most papers have it (15,250, 1,529 and 4,332 clips in one).
  A folder is a hash of the album (cut_clips.py of the set), so that albums are kept apart, and artists are not.
- Three files have zero bytes; everybody leaves them out. Many tags are synonyms (no vocal, no vocals, no voice).
"""

import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets.dataset import Dataset, default_root
from genrelib.datasets.published import account, first_of, published_split, under_tags
from genrelib.datasets.splits import ClipSplit, Split, separated
from genrelib.tag_lists import MAGNATAGATUNE

NAME = "magnatagatune"
ANNOTATIONS = "annotations_final.csv"
CLIPS = "clip_info_final.csv"
AUDIO = ("mp3", "audio", "Audio", ".")
SECONDS = 29.0  # of a clip, as the names of the files say
BROKEN = (
    "6/norine_braun-now_and_zen-08-gently-117-146.mp3",
    "8/jacob_heringman-josquin_des_prez_lute_settings-19-gintzler__pater_noster-204-233.mp3",
    "9/american_baroque-dances_and_suites_of_rameau_and_couperin-25-le_petit_rien_xiveme_ordre_couperin-88-117.mp3",
)
PARTS = {**dict.fromkeys("0123456789ab", "train"), "c": "valid", **dict.fromkeys("def", "test")}
REMEDY = "download it (https://mirg.city.ac.uk/codeapps/the-magnatagatune-dataset) and name its folder with --root DIR"

HOLDS = "25,863 clips of 29 s under the 50 most frequent tags of a game; an absent tag is no 'no'"
LABEL_QUALITY = (
    "Tags are words of players of a game. Synonyms count as different tags, and an absent tag does not mean “no”, so a "
    "false alarm may be a missing word."
)
LAYOUT = f"<root>/{ANNOTATIONS}, <root>/{CLIPS} and <root>/{{{','.join(AUDIO)}}}/0/<file>.mp3"
FACTS: dict[str, Any] = {
    "licence": "Creative Commons Attribution-NonCommercial-ShareAlike 3.0",
    "citation": "Law, West, Mandel, Bay & Downie, Evaluation of algorithms using games: the case of music tagging, "
    "ISMIR 2009",
    "url": "https://mirg.city.ac.uk/codeapps/the-magnatagatune-dataset",
}


def read(root: Path | None = None) -> Dataset:
    """All clips that the root holds, under 50 tags; a clip's id is its clip_id.

    Raises ValueError if the annotations or all audio are not there, or are something else.
    """
    root = default_root(NAME) if root is None else Path(root)
    listed, tags = _annotations(first_of([root / ANNOTATIONS], NAME, REMEDY))
    listed = listed.join(_facts(root / CLIPS, listed))
    broken = listed.index[listed.file.isin(BROKEN)]
    folder = next((root / place for place in AUDIO if (root / place / "0").is_dir()), root)
    kept = account(NAME, listed, folder, dict.fromkeys(broken, "no sound: the published file has zero bytes"))
    tags = tags.loc[kept.tracks.index]
    return under_tags(
        NAME,
        kept.without("folder", "recording"),
        tags,
        {"tags": MAGNATAGATUNE},
        rules=_splits(kept.tracks, tags),
        default_split="official",
        known=tuple(listed.index),
        shortest=SECONDS,
        **FACTS,
    )


def _annotations(file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """File, folder and recording, a song, of each clip by its id, and its 50 tags."""
    expected = f"{NAME}: expected {file} with clip_id, 188 tags and mp3_path between tabs"
    used = ["clip_id", "mp3_path", *MAGNATAGATUNE]
    try:
        table = pd.read_csv(file, sep="\t", dtype=str, na_filter=False, usecols=lambda name: name in used)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as reason:
        raise ValueError(f"{expected}, got '{reason}'; {REMEDY}") from reason
    lacking = [name for name in used if name not in table]
    if lacking:
        raise ValueError(f"{expected}, got a table without {', '.join(lacking[:5])}; {REMEDY}")
    table = table[table.mp3_path != ""].drop_duplicates("clip_id").set_index("clip_id").rename_axis("track")
    tags = table[[*MAGNATAGATUNE]]
    wrong = ~tags.isin(["0", "1"])
    if wrong.to_numpy().any():
        tag = wrong.columns[wrong.any()][0]
        raise ValueError(f"{expected}, got {tags[tag][wrong[tag]].iloc[0]!r} for {tag}; {REMEDY}")
    listed = pd.DataFrame({"file": table.mp3_path, "folder": table.mp3_path.str[0]})
    return listed.assign(recording=table.mp3_path.str.replace(r"-\d+-\d+\.mp3$", "", regex=True)), tags == "1"


def _facts(file: Path, listed: pd.DataFrame) -> pd.DataFrame:
    """Title, artist, album and the other columns of every data set, by clip id."""
    if file.is_file():
        table = pd.read_csv(file, sep="\t", dtype=str, na_filter=False)
        table = table.drop_duplicates("clip_id").set_index("clip_id").reindex(listed.index).fillna("")
        table = table.reindex(columns=["title", "artist", "album"], fill_value="")
    else:
        warnings.warn(f"{NAME}: without {file}, artists are told by the names of the files", stacklevel=3)
        named = listed.file.str.extract(r"^./(?P<artist>[^-]+)-(?P<album>[^-]+)-\d+-(?P<title>.+)-\d+-\d+\.mp3$")
        table = named.fillna("")
    return table.assign(genre="", start=0.0, seconds=SECONDS, fault="")


def _splits(tracks: pd.DataFrame, tags: pd.DataFrame) -> dict[str, Split]:
    parts = tracks.folder.map(PARTS).fillna("")
    official = published_split("Albums, by folders 0-b, c, d-f", parts, tracks.artist)
    tagged = published_split(
        "As official, clips without any tag left out", parts.where(tags.any(axis=1), ""), tracks.artist
    )
    return {
        "official": official,
        "official-tagged": tagged,
        "artist": separated("Artists, with all their albums.", tracks, tags, "recording", "artist"),
        "track": separated("Songs, all clips of one together; artists are on both sides.", tracks, tags, "recording"),
        "clip": ClipSplit(),
    }
