"""What every data set offers: tracks, splits, signals and a check."""

import hashlib
import json
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from tqdm import tqdm

from genrelib import audio, home
from genrelib.audio import AudioError
from genrelib.datasets.splits import ClipSplit, TrackSplit
from genrelib.task import GENRES, Task

WHOLE = 1e6  # s: no track is cut off


def problems(rows: Iterable[tuple[str, str]] = ()) -> pd.DataFrame:
    """Table of track, problem."""
    return pd.DataFrame(list(rows), columns=["track", "problem"], dtype=str)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled tracks in audio files, and the ways to divide them.

    `tracks` is indexed by track id: path (None where the data set makes the sound itself), genre, artist ("" unknown),
    start (s, where the track begins in its recording), fault ("" or a sentence), seconds (NaN unknown).
    `excluded` names what lies there but cannot be used, with the problem; `known` the ids of the complete data set.
    `fingerprint` changes with ids, labels and sizes, not with places or dates.
    `task` says what is asked of a network; for tags, `tags` is a boolean table, by track, with `classes` as columns,
    and `categories` names the tags of each category.
    """

    name: str
    classes: tuple[str, ...]
    tracks: pd.DataFrame
    fingerprint: str
    rules: Mapping[str, TrackSplit | ClipSplit]
    default_split: str = "track"
    known: tuple[str, ...] = ()
    excluded: pd.DataFrame = field(default_factory=problems)
    shortest: float = 1.0  # s; `check` names tracks below
    licence: str = ""
    citation: str = ""
    url: str = ""
    task: Task = GENRES
    tags: pd.DataFrame | None = None
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sound_of: "Dataset | None" = None  # the data set of the same tracks and signals whose store serves this one too

    @property
    def labels(self) -> pd.DataFrame:
        """What is true of each track, as a run's tables hold it: `truth`, the genre, or a boolean `t_<tag>` per tag."""
        return self.task.labels(self)

    @property
    def frontend(self) -> Callable | None:
        """The front end that made the features of a data set without sound; None: it supplies waveforms."""
        return None

    @property
    def splits(self) -> dict[str, str]:
        """What each split keeps apart, in a sentence."""
        return {name: rule.keeps_apart for name, rule in self.rules.items()}

    def parts(self, split: str, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` and `start` (s) -> (clips,) of "train", "valid", "test", or "" unused.

        Raises ValueError if the data set has no such split.
        """
        if split not in self.rules:
            raise ValueError(f"{self.name} has no split {split!r}; choose one of {', '.join(self.rules)}")
        return self.rules[split].assign(clips)

    def waveform(self, track: str, sample_rate: int | None) -> np.ndarray:
        """The whole track, (samples,) float32 mono at `sample_rate`; None keeps the file's own rate.

        Raises AudioError if the file cannot be decoded.
        """
        return audio.load(self.tracks.at[track, "path"], sample_rate, WHOLE).waveform

    def features(self, track: str) -> np.ndarray:
        """What the data set's front end made of a track, (bands, frames) float32.

        Raises ValueError if the data set supplies waveforms.
        """
        raise ValueError(f"{self.name} supplies waveforms, not features; apply a front end to waveform({track!r})")

    def only(self, tracks: Sequence[str]) -> "Dataset":
        """The same data set with these tracks and without splits: small enough to send to another process."""
        return replace(
            self, tracks=self.tracks.loc[list(tracks)], rules={}, known=(), excluded=problems(), sound_of=None
        )

    def check(self) -> pd.DataFrame:
        """Everything wrong with the user's copy, one row each: track, problem. Decodes every track.

        Problems begin with "missing", "unreadable", "repeated" or "too short", or with the data set's own word.
        """
        here = set(self.tracks.index) | set(self.excluded.track)
        missing = [(track, "missing") for track in self.known if track not in here]
        tracks = tqdm(self.tracks.index, desc=f"Checking {self.name}", unit="track", disable=None)
        heard = Parallel(n_jobs=-1, prefer="threads")(delayed(self._listen)(track) for track in tracks)
        found, first = [], {}
        for track, (digest, problem) in zip(self.tracks.index, heard, strict=True):
            if problem:
                found.append((track, problem))
            if digest and first.setdefault(digest, track) != track:
                found.append((track, f"repeated: the same audio as {first[digest]}"))
        rows = problems([*missing, *found])
        rows = pd.concat([rows, self.excluded, self.faults(rows)], ignore_index=True)
        return rows.sort_values("track", kind="stable", ignore_index=True)

    def faults(self, found: pd.DataFrame) -> pd.DataFrame:
        """Published faults of the tracks here that decoding did not find by itself: track, problem."""
        repeated = found.track[found.problem.str.startswith("repeated")]
        listed = self.tracks.fault[self.tracks.fault != ""].drop(repeated, errors="ignore")
        return problems(listed.items())

    def _listen(self, track: str) -> tuple[str, str]:
        """Hash of the signal ("" undecodable) and the problem with it ("" none)."""
        try:
            signal = self._signal(track)
        except AudioError as error:
            return "", f"unreadable: {error}"
        seconds = self.tracks.seconds[track]
        short = f"too short: {seconds:.1f} s, expected at least {self.shortest:g} s" if seconds < self.shortest else ""
        return hashlib.sha256(signal.tobytes()).hexdigest(), short

    def _signal(self, track: str) -> np.ndarray:
        """What the data set supplies of a track, as it is stored."""
        return self.waveform(track, None) if self.frontend is None else self.features(track)


@dataclass(frozen=True)
class Header:
    """What a file tells before it is decoded: seconds and bytes, or the problem with it."""

    seconds: float
    size: int
    problem: str = ""


def header(path: Path) -> Header:
    """Length of an audio file, decoding no more than its beginning; read once while the file stays as it is."""
    try:
        status = path.stat()
    except OSError as reason:  # a link that leads nowhere
        return Header(float("nan"), 0, f"unreadable: {reason.strerror}")
    return _header(path, status.st_size, status.st_mtime_ns)


@cache
def _header(path: Path, size: int, changed: int) -> Header:
    try:
        return Header(audio.load(path, seconds=0.1).seconds, size)
    except AudioError as error:
        return Header(float("nan"), size, f"unreadable: {error}")


def fingerprint(tracks: pd.DataFrame, sizes: Mapping[str, int]) -> str:
    """16 hexadecimal digits that change with ids, genres and sizes (bytes, or another number of the content)."""
    rows = [[track, tracks.at[track, "genre"], int(sizes[track])] for track in sorted(tracks.index)]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def warn_of_excluded(name: str, excluded: pd.DataFrame, remark: str = "") -> None:
    """Warn of files that are left out, the first ones by name, and of what else a `remark` says."""
    if remark:
        warnings.warn(f"{name}: {remark}", stacklevel=3)
    if excluded.empty:
        return
    first = "; ".join(f"{track}: {problem}" for track, problem in excluded.head(3).itertuples(index=False))
    more = f"; and {len(excluded) - 3} more" if len(excluded) > 3 else ""
    warnings.warn(f"{name}: {len(excluded)} file(s) left out ({first}{more}); `check` lists all", stacklevel=3)


def default_root(name: str) -> Path:
    """Where a data set is looked for when the user names no root: $GENRELIB_DATA/<name>, else <home>/data/<name>."""
    return Path(os.environ.get("GENRELIB_DATA") or home() / "data") / name
