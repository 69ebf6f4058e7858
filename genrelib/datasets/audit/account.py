"""Account of a data set: every problem of every file, and which tracks hold one recording."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from genrelib.datasets.audit.measures import Measure, measure, source
from genrelib.datasets.audit.near_repetitions import find_repetitions
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.known_faults import original_of
from genrelib.datasets.parallel_tracks import Workers
from genrelib.datasets.remembered import recall, remember

KIND = "account-1"  # of what is remembered
COLUMNS = ["track", "kind", "problem", "other"]
# A problem's beginning, and the kind that it is counted under; others are named by their words up to the colon.
KINDS = {
    "repeated: the same bytes": "repeated bytes",
    "repeated: the same audio": "repeated audio",
    "repeated: the recording": "near repetition",
    "a link": "left out",
    "a pipe": "left out",
    "a name": "left out",
    "the same file": "left out",
}
USUAL = 1.25  # a length that differs from the median by less than this factor is no problem
STRAYS = 6.0  # standard deviations of the lengths' logarithms, by their median deviation
DEVIATION = 1.4826  # standard deviation of a normal distribution over its median deviation


@dataclass(frozen=True, eq=False)
class Account:
    """Problems (track, kind, problem, and the `other` track that it is about, or ""), and `recording` by track.

    Tracks that hold one recording, by bytes, samples or fingerprint, have one recording, called by its first track.
    """

    problems: pd.DataFrame
    recording: pd.Series

    def counts(self) -> dict[str, int]:
        """Number of tracks or files with each kind of problem, the most frequent first."""
        return self.problems.groupby("kind").track.nunique().sort_values(ascending=False, kind="stable").to_dict()

    def rarest_first(self) -> pd.DataFrame:
        """Problems in an order for people: a hundred missing files do not hide the one that is damaged."""
        counts = self.problems.kind.map(self.problems.kind.value_counts())
        return self.problems.assign(count=counts).sort_values(["count", "kind"], kind="stable")[COLUMNS]


def account_for(data: Dataset, jobs: int | Workers | None = None, progress: bool = True) -> Account:
    """Find all problems of the user's copy, in up to `jobs` processes; what was read before is remembered.

    Kinds: missing, unreadable, too short, wrong length, odd, repeated bytes, repeated audio, near repetition, label
    clash, left out, and those of the data set's own, such as altered.
    """
    measures = measure(data, jobs, progress)
    repeated = _table(_repetitions(measures))
    present = set(data.tracks.index) | set(data.excluded.track)
    rows = [(track, "missing", "") for track in data.known if track not in present]
    rows += [row for track, one in measures.items() for row in _flaws(data, track, one)]
    rows += _wrong_lengths(data.tracks.seconds, data.shortest)
    measured = pd.concat([_table(rows), repeated], ignore_index=True)
    tracks = set(data.tracks.index)
    listed = _table(
        (track, problem, original_of(track, problem, tracks))
        for track, problem in data.faults(measured).itertuples(index=False)
    )
    pairs = {frozenset(pair) for pair in zip(repeated.track, repeated.other, strict=True)}
    new = [frozenset(pair) not in pairs for pair in zip(listed.track, listed.other, strict=True)]
    listed = listed[np.array(new, dtype=bool)]
    same = pd.concat([repeated, listed[listed.other != ""]])
    clashes = _table(_clashes(same, data.tracks.genre))
    table = pd.concat([measured, clashes, data.excluded.assign(other=""), listed], ignore_index=True)
    recording = _recordings(data.tracks.index, same)
    table.insert(1, "kind", [kind_of(problem) for problem in table.problem])
    made = Account(table.sort_values("track", kind="stable", ignore_index=True), recording)
    remember(KIND, {_key(data): _written(made)})
    return made


def latest(data: Dataset) -> Account | None:
    """The account that was made of these very files before, without reading any; None if there is none."""
    key = _key(data)
    kept = recall(KIND, [key]).get(key)
    try:
        written = json.loads(kept) if kept else None
    except ValueError:
        return None
    if not written:
        return None
    recording = pd.Series(written["recording"], dtype=str).reindex(data.tracks.index)
    return Account(pd.DataFrame(written["problems"], columns=COLUMNS, dtype=str), recording)


def latest_recordings(data: Dataset) -> pd.Series | None:
    """Recording of each track by the account that was made of these very files before; None if there is none."""
    made = latest(data)
    return None if made is None else made.recording


def kind_of(problem: str) -> str:
    """The kind that a problem is counted under."""
    known = (kind for beginning, kind in KINDS.items() if problem.startswith(beginning))
    return next(known, problem.partition(":")[0])


def _table(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["track", "problem", "other"], dtype=str)


def _flaws(data: Dataset, track: str, one: Measure) -> Iterator[tuple[str, str, str]]:
    """Problems of a track alone."""
    if one.problem:
        yield track, f"unreadable: {one.problem}", ""
        return
    for remark in one.remarks:
        yield track, f"odd: {remark}", ""
    seconds = data.tracks.seconds[track]
    if seconds < data.shortest:
        yield track, f"too short: {seconds:.1f} s, expected at least {data.shortest:g} s", ""


def _repetitions(measures: Mapping[str, Measure]) -> list[tuple[str, str, str]]:
    """Track, problem and original of every repetition; by bytes, else by samples, else by fingerprint."""
    rows = []
    first: dict[str, str] = {}  # a digest, of bytes or of samples, -> the first track with it
    single = []  # tracks whose samples are those of no track before
    for track, one in measures.items():
        if one.problem:
            continue
        by_bytes = first.setdefault(f"bytes {one.file}", track) if one.file else track
        by_sound = first.setdefault(one.sound, track)
        if by_bytes != track:
            rows.append((track, f"repeated: the same bytes as {by_bytes}", by_bytes))
        elif by_sound != track:
            rows.append((track, f"repeated: the same audio as {by_sound}", by_sound))
        else:
            single.append(track)
    for pair in find_repetitions([measures[track].marks for track in single], [measures[t].bits for t in single]):
        other, track = single[pair.first], single[pair.second]
        late = f", {abs(pair.late):.1f} s {'later' if pair.late > 0 else 'earlier'}" if abs(pair.late) > 0.1 else ""
        share = f"{100 * pair.differing:.0f} % of the fingerprint differ{late}"
        rows.append((track, f"repeated: the recording of {other} ({share})", other))
    return rows


def _recordings(tracks: pd.Index, repeated: pd.DataFrame) -> pd.Series:
    pairs = (np.ones(len(repeated)), (tracks.get_indexer(repeated.track), tracks.get_indexer(repeated.other)))
    chains = scipy.sparse.csgraph.connected_components(scipy.sparse.coo_matrix(pairs, (len(tracks), len(tracks))))[1]
    return tracks.to_series().groupby(chains).transform("first").rename_axis("track")


def _clashes(repeated: pd.DataFrame, genre: pd.Series) -> list[tuple[str, str, str]]:
    return [
        (track, f"label clash: filed under {genre[track]}, its repetition {other} under {genre[other]}", other)
        for track, other in zip(repeated.track, repeated.other, strict=True)
        if genre[track] != genre[other]
    ]


def _wrong_lengths(seconds: pd.Series, shortest: float) -> list[tuple[str, str, str]]:
    """Lengths far from the set's: of clips of one length all others, of songs those beyond any usual spread."""
    known = seconds[seconds >= shortest]
    if len(known) < 3:
        return []
    away = np.log(known / known.median())
    spread = DEVIATION * away.abs().median()
    strange = known[away.abs() > max(np.log(USUAL), STRAYS * spread)]
    usual = f"half of the set's last {known.quantile(0.25):.1f} to {known.quantile(0.75):.1f} s"
    return [(track, f"wrong length: {length:.1f} s, {usual}", "") for track, length in strange.items()]


def _key(data: Dataset) -> str:
    rows = sorted((track, source(data, track), data.tracks.genre[track]) for track in data.tracks.index)
    left_out = data.excluded.to_numpy().tolist()
    return hashlib.sha256(json.dumps([data.name, rows, left_out]).encode()).hexdigest()


def _written(made: Account) -> bytes:
    rows = {"problems": made.problems.to_numpy().tolist(), "recording": made.recording.to_dict()}
    return json.dumps(rows).encode()
