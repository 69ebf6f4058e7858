"""GTZAN (Tzanetakis & Cook 2002): 10 genres x 100 tracks x 30 s, mono, 22,050 Hz. Users bring their own copy.

The recordings are commercial and come without a licence, so only facts are shipped, in gtzan.csv, one row per track:
- artist, title: Sturm, The GTZAN dataset: its contents, its faults, their effects on evaluation, and its future use,
  arXiv:1306.1461 (2013);
- split_filtered 443/197/290, split_stratified 500/250/250: Kereliuk, Sturm & Larsen, Deep learning and music
  adversaries, IEEE Trans. Multimedia 17(11), 2015;
- tempo (BPM), swing, ternary, meter: Marchand & Peeters, GTZAN-Rhythm, ISMIR late-breaking (2015);
- key, mode: Kraft & Lerch's annotations (2013), "" where they give none;
- same_bytes_as: an exact repetition of that track; sha256: of the 22,050 Hz wav copy in common use.
Sturm lists many more faults: repetitions in other encodings, wrong labels, distortions.
"""

import hashlib
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genrelib.datasets.dataset import Dataset, default_root, fingerprint, header, problems, warn_of_excluded
from genrelib.datasets.dealing import divide
from genrelib.datasets.groups import artist_groups
from genrelib.datasets.splits import ClipSplit, Split, TrackSplit

GENRES = ("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock")
CORRUPT = {"jazz.00054": "corrupt in the wav copy in common use"}
# Under the root, each with a folder per genre.
LAYOUTS = ("genres", "genres_original", "Data/genres_original", "audio", ".")
SUFFIXES = (".wav", ".au", ".flac", ".ogg", ".mp3")  # of two files for one track the first is read
SHORTEST = 29.0  # s; whole tracks last 29.9 s or more

HOLDS = "10 genres x 100 tracks x 30 s of commercial recordings"
LAYOUT = f"<root>/{{{','.join(LAYOUTS)}}}/<genre>/<genre>.NNNNN{{{','.join(SUFFIXES)}}}"
FACTS: dict[str, Any] = {
    "licence": "none: excerpts of commercial recordings, for research only; not redistributed here",
    "citation": "Tzanetakis & Cook, Musical genre classification of audio signals, "
    "IEEE Trans. Speech and Audio Processing 10(5), 2002",
    "url": "https://doi.org/10.1109/TSA.2002.800560",
}


class Gtzan(Dataset):
    """GTZAN in audio files; its check also compares a wav copy with the one in common use."""

    def faults(self, decoding: pd.DataFrame) -> pd.DataFrame:
        """Faults of any data set, and "altered": wav files that differ where most of the copy is the common one."""
        common = facts().sha256
        wav = self.tracks.path[self.tracks.path.str.lower().str.endswith(".wav")]
        same = np.array([_sha256(path) == common[track] for track, path in wav.items()], dtype=bool)
        # A copy converted from the .au files differs everywhere, which is no fault.
        altered = wav.index[~same] if same.sum() > len(same) / 2 else []
        rows = problems((track, "altered: not the bytes of the common wav copy") for track in altered)
        return pd.concat([super().faults(decoding), rows])


@cache
def _facts() -> pd.DataFrame:
    path = Path(__file__).with_name("gtzan.csv")
    return pd.read_csv(path, index_col="track", keep_default_na=False, dtype={"tempo": float})


def facts() -> pd.DataFrame:
    """Facts about the 1000 tracks, by track id; the module's docstring names columns and sources."""
    return _facts().copy()


def read(root: Path | None = None) -> Dataset:
    """All of GTZAN that the root holds; with fewer than ten genres the name lists them, as in `gtzan-blues-jazz`.

    A root is searched in LAYOUTS, for <genre>/<genre>.NNNNN with one of SUFFIXES; the default is $GENRELIB_DATA/gtzan.

    Raises ValueError if it holds no layout, or readable tracks of one genre only.
    """
    return _read(*_find(root))


def subset(genres: str, root: Path | None = None) -> Dataset:
    """Some genres of a larger root: `blues-jazz`, in any order.

    Raises ValueError if fewer than two are named, or one is unknown or not there.
    """
    chosen = sorted(set(genres.split("-")))
    if len(chosen) < 2 or not set(chosen) <= set(GENRES):
        raise ValueError(f"expected two or more of {', '.join(GENRES)}, got {genres!r}; write gtzan-blues-jazz")
    root, files = _find(root)
    if not set(chosen) <= set(files):
        raise ValueError(f"{root}: expected {', '.join(chosen)}, got {', '.join(files)}; name another --root DIR")
    return _read(root, {genre: files[genre] for genre in chosen})


def splits() -> dict[str, Split]:
    """The five ways to divide GTZAN; all but `clip` are laid down for the 1000 tracks, whichever are at hand."""
    table = facts()
    recording = table.index.to_series().where(table.same_bytes_as == "", table.same_bytes_as)
    return {
        "track": TrackSplit(
            "Tracks, exact repetitions included; an artist may be on both sides.", divide(recording, table.genre)
        ),
        "artist": TrackSplit(
            "Artists (Sturm's index), with those they sing with; an unknown artist counts as one of a single track.",
            divide(artist_groups(table.artist), table.genre),
            apart=("artist",),
        ),
        "filtered": TrackSplit(
            "Artists and repetitions, faulty tracks left out (Kereliuk, Sturm & Larsen 2015: 443/197/290).",
            table.split_filtered,
            apart=("recording", "artist"),
        ),
        "stratified": TrackSplit(
            "Tracks only: repetitions and artists are on both sides (Kereliuk, Sturm & Larsen 2015: 500/250/250).",
            table.split_stratified,
        ),
        "clip": ClipSplit(),
    }


def faults(tracks: Iterable[str]) -> list[str]:
    """Known fault of each track, "" for none: exact repetitions; Sturm's papers list many more faults."""
    originals = facts().same_bytes_as[list(tracks)]
    return [original and f"repeated: the same bytes as {original}" for original in originals]


def name_of(genres: tuple[str, ...]) -> str:
    """`gtzan` for all ten genres, else `gtzan-` and the genres in alphabetical order."""
    return "gtzan" if set(genres) == set(GENRES) else "-".join(["gtzan", *sorted(genres)])


def _find(root: Path | None) -> tuple[Path, dict[str, list[Path]]]:
    """The root and its files by genre, in the first layout that has any."""
    root = default_root("gtzan") if root is None else Path(root)
    for layout in LAYOUTS:
        files_by_genre = {genre: sorted(_audio_files(root / layout / genre)) for genre in GENRES}
        if any(files_by_genre.values()):
            return root, {genre: files for genre, files in files_by_genre.items() if files}
    expected = ", ".join((root / layout / "blues" / "blues.00000.wav").as_posix() for layout in LAYOUTS)
    got = "a folder without any" if root.is_dir() else "no such folder"
    raise ValueError(
        f"GTZAN: expected {expected} (or {', '.join(SUFFIXES[1:])}), got {got}; GTZAN (described at {FACTS['url']}) "
        "is not distributed with this project: bring your own copy and name its folder with --root DIR"
    )


def _audio_files(folder: Path) -> list[Path]:
    try:
        entries = list(folder.iterdir()) if folder.is_dir() else []
    except OSError as reason:
        warnings.warn(f"{folder}: left out, because it cannot be read ({reason.strerror})", stacklevel=4)
        return []
    return [path for path in entries if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]


def _read(root: Path, files: dict[str, list[Path]]) -> Gtzan:
    table = facts()
    rows: dict[str, tuple[str, float]] = {}
    left_out: list[tuple[str, str]] = []
    sizes = {}
    for genre, paths in files.items():
        for path in sorted(paths, key=lambda path: SUFFIXES.index(path.suffix.lower())):
            track = path.stem
            head = header(path)
            if track not in table.index or table.genre[track] != genre:
                left_out.append((track, f"unknown: {genre}/{path.name} is no track of GTZAN"))
            elif track in rows:
                left_out.append((track, f"twice: {path.name} beside {Path(rows[track][0]).name}, which is read"))
            elif head.problem:
                left_out.append((track, head.problem + (f" ({CORRUPT[track]})" if track in CORRUPT else "")))
            else:
                rows[track] = (str(path), head.seconds)
                sizes[track] = head.size
    classes = tuple(genre for genre in sorted(files) if any(table.genre[track] == genre for track in rows))
    if len(classes) < 2:
        first = f" ({left_out[0][1]})" if left_out else ""
        raise ValueError(
            f"{root}: expected readable tracks of two genres or more, got {', '.join(classes) or 'none'}{first}; "
            "add or repair the files"
        )
    excluded = problems(left_out)
    tracks = pd.DataFrame.from_dict(rows, orient="index", columns=["path", "seconds"]).sort_index().rename_axis("track")
    tracks = tracks.join(table[["genre", "artist", "title"]]).assign(start=0.0, fault=faults(tracks.index))
    name = name_of(classes)
    warn_of_excluded(name, excluded[~excluded.track.isin(CORRUPT)])
    return Gtzan(
        name=name,
        classes=classes,
        tracks=tracks,
        fingerprint=fingerprint(tracks, sizes),
        rules=splits(),
        known=tuple(table.index[table.genre.isin(files)]),
        excluded=excluded,
        shortest=SHORTEST,
        **FACTS,
    )


def _sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
