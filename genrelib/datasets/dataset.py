"""The interface of every data set: tracks, splits, signals and a check."""

import hashlib
import json
import os
import re
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from genrelib import audio, home
from genrelib.audio import AudioError
from genrelib.datasets.remembered import identity, recall, remember
from genrelib.datasets.splits import DealtSplit, Split
from genrelib.frontends import FrontEnd
from genrelib.task import GENRES, Task

WHOLE = 1e6  # s: no track is cut off
KIND = "seconds"  # of what is remembered of a file
FOLD = re.compile(r"(?P<split>.+)-fold-(?P<number>[0-9]{1,3})-of-(?P<count>[0-9]{1,3})")
LONG = 0.05  # s: reading a length that took more is not done twice


def problems(rows: Iterable[tuple[str, str]] = ()) -> pd.DataFrame:
    """Table of problems with the columns track and problem."""
    return pd.DataFrame(list(rows), columns=["track", "problem"], dtype=str)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled tracks in audio files, and the ways to divide them.

    `tracks` is indexed by track id: path (None where the data set makes the sound itself), genre, artist ("" unknown),
    start (s, the track's beginning in its recording), fault ("" or a sentence), seconds (NaN unknown).
    `excluded` names files that cannot be used, with the problem; `known` has the ids of the complete data set;
    `beside` counts files by ending that lie among them and are no music.
    `fingerprint` changes with ids, labels and sizes, not with places or dates.
    `task` is genres or tags; for tags, `tags` is a boolean table, by track, with `classes` as columns, and `categories`
    names the tags of each category.
    """

    name: str
    classes: tuple[str, ...]
    tracks: pd.DataFrame
    fingerprint: str
    rules: Mapping[str, Split]
    default_split: str = "track"
    known: tuple[str, ...] = ()
    excluded: pd.DataFrame = field(default_factory=problems)
    beside: Mapping[str, int] = field(default_factory=dict)
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
        """True labels of each track as in a run's tables: `truth`, the genre, or a boolean `t_<tag>` per tag."""
        return self.task.labels(self)

    @property
    def frontend(self) -> FrontEnd | None:
        """The front end that made the features of a data set without sound; None: it supplies waveforms."""
        return None

    @property
    def splits(self) -> dict[str, str]:
        """A sentence per split about the things it keeps apart."""
        return {name: rule.keeps_apart for name, rule in self.rules.items()}

    def parts(self, split: str, clips: pd.DataFrame) -> np.ndarray:
        """Part of each clip: rows with `track` and `start` (s) -> (clips,) of "train", "valid", "test", or "" unused.

        Raises ValueError if the data set has no such split.
        """
        return self.rule(split).assign(clips)

    def rule(self, split: str) -> Split:
        """The split of that name, or a fold of one that was dealt here: `artist-fold-1-of-5`.

        Raises ValueError if the data set has no such split.
        """
        if split in self.rules:
            return self.rules[split]
        fold = FOLD.fullmatch(split)
        whole = self.rules.get(fold["split"]) if fold else None
        if fold and isinstance(whole, DealtSplit):
            return whole.fold(int(fold["number"]), int(fold["count"]))
        raise ValueError(self.refusal(split))

    def refusal(self, split: str) -> str:
        """Sentence for people who ask for a split that the data set lacks."""
        nameless = split == "artist" and not (self.tracks.artist != "").any()
        why = " (its tracks name no artists)" if nameless else ""
        dealt = [f"{name}-fold-1-of-5" for name, rule in self.rules.items() if isinstance(rule, DealtSplit)]
        return f"{self.name} has no split {split}{why}; expected one of {', '.join([*self.rules, *dealt])}"

    def serves(self, frontend: FrontEnd) -> bool:
        """Tell if systems with this front end can learn from the data set: any can from waveforms."""
        return self.frontend in (None, frontend)

    def among(self, tracks: Sequence[str]) -> "Dataset":
        """The same with its own splits dealt over these tracks, where others are of no use; published ones stay."""
        return replace(self, rules={name: rule.among(tracks) for name, rule in self.rules.items()})

    def waveform(self, track: str, sample_rate: int | None) -> np.ndarray:
        """Read the whole track, (samples,) float32 mono at `sample_rate`; None keeps the file's own rate.

        Raises AudioError if the file cannot be decoded.
        """
        return self.recording(track, sample_rate).waveform

    def recording(self, track: str, sample_rate: int | None) -> audio.Recording:
        """Read the whole file of a track, with remarks on what of it was not read: as `waveform`."""
        return audio.load(self.tracks.at[track, "path"], sample_rate, WHOLE)

    def features(self, track: str) -> np.ndarray:
        """Features of a track made by the data set's front end, (bands, frames) float32.

        Raises ValueError if the data set supplies waveforms.
        """
        raise ValueError(f"{self.name} supplies waveforms, not features; apply a front end to waveform({track!r})")

    def only(self, tracks: Sequence[str]) -> "Dataset":
        """Copy the data set with these tracks and without splits: small enough to send to another process."""
        chosen = list(tracks)
        tags = None if self.tags is None else self.tags.loc[chosen]
        return replace(
            self, tracks=self.tracks.loc[chosen], tags=tags, rules={}, known=(), excluded=problems(), sound_of=None
        )

    def check(self) -> pd.DataFrame:
        """Find all problems of the user's copy, one row each: track, kind, problem, and the other track it is about.

        Decodes every track that is new or changed: see `audit.account.account_for`, which has more than this table.
        """
        from genrelib.datasets.audit.account import account_for  # which knows what a data set is

        return account_for(self).problems

    def faults(self, decoding: pd.DataFrame) -> pd.DataFrame:
        """Published faults of these tracks that are not among the problems of decoding: track, problem."""
        repeated = decoding.track[decoding.problem.str.startswith("repeated")]
        listed = self.tracks.fault[self.tracks.fault != ""].drop(repeated, errors="ignore")
        return problems(listed.items())


@dataclass(frozen=True)
class Header:
    """Facts about a file that is not yet decoded: seconds and bytes, or the problem with it."""

    seconds: float
    size: int
    problem: str = ""


def header(path: Path) -> Header:
    """Read the length of an audio file from its beginning; once, as long as the file does not change.

    A length that took long, as that of a file which PyAV reads in a process of its own, is kept for other programs.
    """
    try:
        size = path.stat().st_size
    except OSError as reason:  # a link that leads nowhere
        return Header(float("nan"), 0, f"unreadable: {reason.strerror}")
    return _header(path, size, identity(path))


@cache
def _header(path: Path, size: int, name: str) -> Header:
    if kept := _lengths(home()).get(name):
        return Header(float(kept), size)
    began = time.monotonic()
    try:
        seconds = audio.load(path, seconds=0.1).seconds
    except AudioError as error:
        return Header(float("nan"), size, f"unreadable: {error}")
    if time.monotonic() - began > LONG:
        remember(KIND, {name: repr(seconds).encode()})
    return Header(seconds, size)


@cache
def _lengths(place: Path) -> dict[str, bytes]:
    return recall(KIND)


def fingerprint(tracks: pd.DataFrame, sizes: Mapping[str, int]) -> str:
    """Hash ids, genres and sizes (bytes, or another number of the content) into 16 hexadecimal digits."""
    rows = [
        [track, genre, int(sizes[track])]
        for track, genre in sorted(
            zip(tracks.index.tolist(), tracks.genre.tolist(), strict=True), key=lambda row: row[0]
        )
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def warn_of_excluded(name: str, excluded: pd.DataFrame, remark: str = "") -> None:
    """Warn of files that are left out, the first three by name, and of what else a `remark` says."""
    if remark:
        warnings.warn(f"{name}: {remark}", stacklevel=3)
    if excluded.empty:
        return
    first = "; ".join(f"{track}: {problem}" for track, problem in excluded.head(3).itertuples(index=False))
    more = f"; and {len(excluded) - 3} more" if len(excluded) > 3 else ""
    warnings.warn(f"{name}: {len(excluded)} file(s) left out ({first}{more}); `check` lists all", stacklevel=3)


def default_root(name: str) -> Path:
    """Folder of a data set when the user names no root: $GENRELIB_DATA/<name>, else <home>/data/<name>."""
    return Path(os.path.expanduser(os.environ.get("GENRELIB_DATA") or home() / "data")) / name
