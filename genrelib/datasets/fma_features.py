"""FMA's own table of 518 features of each track, without sound: the SVM of a paper's table learns from it in minutes.

- Where: features.csv is in fma_metadata.zip, as tracks.csv is: see `fma`. It has names of columns in three rows
  (feature, statistics, number) and `track_id` in a fourth; rmse and zcr are our rms and zero_crossing_rate.
- The 25,000 tracks of FMA-medium, its 16 genres and its split `official` (19,922, 2,505 and 2,573 tracks): those of
  Defferrard et al. 2017, whose figure Kim & Nam quote as 0.6300. The authors' code reached 0.6288 with all 518,
  standardised on the training part, and an SVM with a Gaussian kernel: that is `kim2019/svm`.
- The features were computed of whole songs, at the rates of their files, by librosa of 2017, and not of the clips of
  30 s that networks hear (issue 8 of the repository). `frontends.Statistics` has the same descriptors and statistics
  in librosa of today, of 30 s at 22,050 Hz: near, not equal, so what learned here is a rough judge of an upload.
"""

import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.csv

from genrelib.datasets import fma
from genrelib.datasets.dataset import Dataset, default_root, fingerprint, problems, warn_of_excluded
from genrelib.datasets.published import first_of
from genrelib.frontends import FrontEnd, Statistics

FOLDER = fma.FOLDER
SIZE = "medium"
NAME = "fma-features"
FILE = "fma_metadata/features.csv"
MADE_BY = Statistics(44_100)  # of most files; the others were described at their own rates
RENAMED = {"rmse": "rms", "zcr": "zero_crossing_rate"}  # as librosa calls them today
BLOCK = 1 << 24  # bytes that are parsed at once

HOLDS = "518 published features of each of FMA-medium's 25,000 tracks, without sound"
LAYOUT = f"<root>/{fma.TABLE} and <root>/{FILE}"
FACTS: dict[str, Any] = fma.FACTS
ABOUT_UPLOADS = (
    "It learned from statistics of whole songs at the rates of their files, as FMA publishes them, and hears those of "
    "30 s at 22,050 Hz: near, not equal, so trust it less here than its figures say."
)


@dataclass(frozen=True, eq=False)
class FmaFeatures(Dataset):
    """Features without sound; `described` (tracks, 518) float32 in the order of `tracks`."""

    described: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @property
    def frontend(self) -> Statistics:
        """The front end that is nearest to the one that made the features."""
        return MADE_BY

    def serves(self, frontend: FrontEnd) -> bool:
        """Tell if a front end computes these descriptors and statistics, at whatever rate."""
        return isinstance(frontend, Statistics)

    def waveform(self, track: str, sample_rate: int | None) -> np.ndarray:
        """Refuse: raises ValueError, since there is no sound."""
        raise ValueError(f"{self.name} holds features without sound, so {track} has none; use the data set fma-{SIZE}")

    def features(self, track: str) -> np.ndarray:
        """(518, 1) float32, in the order of Statistics.columns."""
        return self.described[self.tracks.index.get_loc(track)][:, None]


def read(root: Path | None = None) -> Dataset:
    """Read the features of FMA-medium's tracks; the default root is $GENRELIB_DATA/fma.

    Raises ValueError if tracks.csv or features.csv is not there, or is something else.
    """
    root = default_root(FOLDER) if root is None else Path(root)
    listed = fma.with_genre(NAME, fma.tracks(root, NAME, SIZE))
    file = first_of([root / FILE, root / "features.csv"], NAME, fma.REMEDY)
    numbers, described = _rows(file, listed.index.astype(int))
    ids = pd.Index([f"{number:06d}" for number in numbers], name="track")
    whole = np.isfinite(described).all(axis=1)
    excluded = problems((track, "odd: features that are no numbers") for track in ids[~whole])
    warn_of_excluded(NAME, excluded)
    tracks = listed.loc[ids[whole]].assign(path=None)
    if tracks.genre.nunique() < 2:
        raise ValueError(
            f"{file}: expected features of the tracks of FMA-{SIZE}, got {len(tracks)} of them; {fma.REMEDY}"
        )
    described = np.ascontiguousarray(described[whole])
    rules = fma.splits(tracks)
    return FmaFeatures(
        name=NAME,
        classes=tuple(sorted(tracks.genre.unique())),
        tracks=tracks,
        fingerprint=fingerprint(tracks, {id: zlib.crc32(row) for id, row in zip(tracks.index, described, strict=True)}),
        rules={split: rules[split] for split in ("official", "track")},  # a track is one row: no clips to divide
        default_split="official",
        known=tuple(listed.index),
        excluded=excluded,
        shortest=0.0,
        **FACTS,
        described=described,
    )


def _rows(file: Path, chosen: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Numbers (tracks,) and features (tracks, 518) of the chosen tracks, in the order of the file."""
    expected = f"{NAME}: expected {file} with the 518 columns of FMA's features, names in three rows"
    try:
        top = pd.read_csv(file, header=None, nrows=4, dtype=str, na_filter=False)
        names = ["track", *(f"{RENAMED.get(a, a)}_{b}_{c}" for a, b, c in top.iloc[:3, 1:].T.itertuples(index=False))]
        lacking = [column for column in MADE_BY.columns if column not in names]
        if lacking or top.iloc[3, 0] != "track_id":
            got = f"a table without {', '.join(lacking[:3])}" if lacking else "no fourth row, track_id"
            raise ValueError(f"{expected}, got {got}; {fma.REMEDY}")
        types = {"track": pyarrow.int64(), **dict.fromkeys(names[1:], pyarrow.float32())}
        blocks = pyarrow.csv.open_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(skip_rows=4, column_names=names, block_size=BLOCK),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=types, include_columns=["track", *MADE_BY.columns], null_values=["", "nan", "NaN"]
            ),
        )
        kept = [_chosen(block, chosen) for block in blocks]
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError, IndexError) as reason:
        raise ValueError(f"{expected}, got '{reason}'; {fma.REMEDY}") from reason
    except pyarrow.ArrowInvalid as reason:
        raise ValueError(f"{expected}, got '{reason}'; {fma.REMEDY}") from reason
    return np.concatenate([numbers for numbers, _ in kept]), np.concatenate([rows for _, rows in kept])


def _chosen(block: pyarrow.RecordBatch, chosen: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    numbers = block.column(0).to_numpy()
    own = np.isin(numbers, chosen)
    rows = np.stack([column.to_numpy(zero_copy_only=False)[own] for column in block.columns[1:]], axis=1)
    return numbers[own], rows.astype(np.float32)
