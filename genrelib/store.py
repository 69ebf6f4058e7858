"""A data set's signals on disk, memory-mapped: decoded once, in parallel, then read anywhere without decoding.

A store is a folder of two files. `signals.raw` holds the tracks end to end, time first, and only ever grows.
`index.jsonl` says what lies there: a line for the encoding, then one per track, written after its samples have reached
the disk. So a killed preparation loses its last batch and nothing else, and no line names samples that are not there.
"""

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np
import torch
from filelock import FileLock
from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor
from tqdm import tqdm

from genrelib.audio import AudioError
from genrelib.datasets import Dataset, home
from genrelib.frontends import Reference

SIGNALS, INDEX = "signals.raw", "index.jsonl"
BATCH = 8  # tracks per task and per write: a killed preparation loses what was not written yet
FULL_SCALE = 32_768


@dataclass(frozen=True)
class Encoding:
    """How signals are kept: value = stored * scale + offset, `rate` rows a second of `width` values each.

    Waveforms are int16: 16-bit files at their own rate come back exactly, others are off by half a step (1.5e-5) at
    most; what exceeds full scale, as decoded mp3 may, is clipped.
    Features are uint8 from silence to the track's maximum, off by half a step at most: 0.16 dB for 80 dB.
    Stored 0 is silence in both.
    """

    dtype: str
    width: int
    rate: float  # Hz
    scale: float
    offset: float

    @property
    def row_bytes(self) -> int:
        """Bytes of a row."""
        return self.width * np.dtype(self.dtype).itemsize

    def encode(self, signal: np.ndarray) -> np.ndarray:
        """(time,) or (width, time) -> (time, width) of dtype."""
        limits = np.iinfo(self.dtype)
        steps = np.rint((np.atleast_2d(signal).T - self.offset) / self.scale)
        return np.clip(steps, limits.min, limits.max).astype(self.dtype, order="C")

    def decode(self, stored: np.ndarray) -> np.ndarray:
        """(time, width) of dtype -> (width, time) float32."""
        return np.ascontiguousarray(stored.T).astype(np.float32) * np.float32(self.scale) + np.float32(self.offset)


@dataclass(frozen=True, eq=False)
class Store:
    """Signals of all tracks: `signals` (time, width) memory-mapped and encoded, `spans` first row and rows of each.

    `frontend` None: waveforms at `rate` samples a second, width 1; else its features, `rate` frames a second.
    Loops that keep everything on a device take `signals` and `encoding` as they are.
    """

    signals: np.ndarray
    spans: dict[str, tuple[int, int]]
    encoding: Encoding
    frontend: Callable | None

    @property
    def rate(self) -> float:
        """Samples or frames per second."""
        return self.encoding.rate

    def length(self, track: str) -> int:
        """Samples or frames of a track."""
        return self.spans[track][1]

    def excerpt(self, track: str, start: int, length: int) -> np.ndarray:
        """(length,) samples or (bands, length) features from `start` on, float32; silence after the track's end."""
        first, rows = self.spans[track]
        here = self.signals[first + min(start, rows) : first + min(start + length, rows)]
        padded = np.zeros((length, self.encoding.width), self.encoding.dtype)
        padded[: len(here)] = here
        decoded = self.encoding.decode(padded)
        return decoded[0] if self.frontend is None else decoded


def prepare(
    data: Dataset, frontend: Callable, jobs: int | None = None, folder: Path | None = None, progress: bool = True
) -> Store:
    """The store of what systems with this front end read, made where it is missing or out of date.

    Waveforms at the front end's sample rate, shared by all systems of that rate; features for a front end that refers
    to the whole track, or that made the data set's features. It lies under `folder`, by default $GENRELIB_HOME/store.
    Tracks whose source (size and date of the file) is unchanged are kept; `jobs` processes (all cores) make the others.

    Raises AudioError naming every track that cannot be decoded, after the others are done; ValueError if the data set
    holds features of another front end.
    """
    encoding, kept = _plan(data, frontend)
    place = (home() / "store" if folder is None else Path(folder)) / _name(data, encoding, kept)
    place.mkdir(parents=True, exist_ok=True)
    with FileLock(place / "lock"):  # two programs must not append to one file
        sources = {track: _source(data, track) for track in data.tracks.index}
        current = _current(place, encoding, sources)
        missing = {track: source for track, source in sources.items() if track not in current}
        workers = (jobs or cpu_count()) if data.frontend is None else 1  # features need no more than copying
        problems = _fill(place, current, missing, _Maker(data, encoding, kept), workers, progress)
        if problems:
            raise AudioError(
                f"{data.name}: {len(problems)} of {len(sources)} tracks cannot be used ({'; '.join(problems)}); "
                "repair or remove these files and prepare again, the other tracks are kept"
            )
        spans = {track: (current[track]["first"], current[track]["rows"]) for track in sources}
        shape = (max(first + rows for first, rows in spans.values()), encoding.width)
        signals = np.memmap(place / SIGNALS, encoding.dtype, "r", shape=shape)
    return Store(signals, spans, encoding, kept)


@dataclass(frozen=True, eq=False)
class _Maker:
    """Makes tracks' rows; crosses to other processes."""

    data: Dataset
    encoding: Encoding
    kept: Callable | None

    def __call__(self, tracks: Sequence[str]) -> list[np.ndarray | str]:
        """Rows (time, width) of each track, or the problem with it."""
        return [self._made(track) for track in tracks]

    def only(self, tracks: Sequence[str]) -> "_Maker":
        """The same for these tracks alone, light enough to send."""
        return replace(self, data=self.data.only(tracks))

    def _made(self, track: str) -> np.ndarray | str:
        try:
            return self.encoding.encode(self._signal(track))
        except AudioError as error:
            return f"{track}: {error}"

    def _signal(self, track: str) -> np.ndarray:
        if self.kept is None:
            return self.data.waveform(track, self.encoding.rate)
        if self.data.frontend is not None:
            return self.data.features(track)
        with torch.inference_mode():
            return self.kept(torch.from_numpy(self.data.waveform(track, self.kept.sample_rate))[None])[0].numpy()


def _fill(place: Path, current: dict, missing: dict, make: _Maker, workers: int, progress: bool) -> list[str]:
    """Append the missing tracks to the store and to `current`; return the problems of those that cannot be made."""
    if not missing:
        return []
    if not current:
        (place / SIGNALS).unlink(missing_ok=True)  # not emptied: another program may have it mapped
        (place / SIGNALS).touch()
    _write_index(place, make.encoding, current.values())
    end = _rows(place, make.encoding)
    problems = []
    with (
        open(place / SIGNALS, "r+b") as signals,
        open(place / INDEX, "a", encoding="utf-8") as index,
        tqdm(total=len(missing), desc=f"Preparing {make.data.name}", unit="track", disable=not progress) as bar,
    ):
        signals.seek(end * make.encoding.row_bytes)
        for tracks, made in _made(make, list(missing), workers):
            lines = []
            for track, rows in zip(tracks, made, strict=True):
                if isinstance(rows, str):
                    problems.append(rows)
                    continue
                signals.write(rows)
                current[track] = {"track": track, "first": end, "rows": len(rows), "source": missing[track]}
                lines.append(json.dumps(current[track]) + "\n")
                end += len(rows)
            _flush(signals)
            index.writelines(lines)
            _flush(index)
            bar.update(len(tracks))
    return problems


def _made(make: _Maker, tracks: list[str], workers: int) -> Iterator[tuple[list[str], list[np.ndarray | str]]]:
    """Batches of tracks with their rows, in order; no more than two batches per worker wait in memory."""
    batches = [tracks[first : first + BATCH] for first in range(0, len(tracks), BATCH)]
    if min(workers, len(batches)) == 1:
        yield from ((batch, make(batch)) for batch in batches)
        return
    pool = get_reusable_executor(workers, env=dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    waiting = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(make.only(batch), batch)))
        if len(waiting) > 2 * workers:
            done, future = waiting.popleft()
            yield done, future.result()
    yield from ((done, future.result()) for done, future in waiting)


def _plan(data: Dataset, frontend: Callable) -> tuple[Encoding, Callable | None]:
    """Encoding of what is kept, and the front end whose features they are (None: waveforms)."""
    if data.frontend not in (None, frontend):
        raise ValueError(
            f"{data.name}: expected the front end that made its features, {data.frontend}, got {frontend}; "
            "choose a system with that front end, or a data set with audio"
        )
    if data.frontend is None and frontend.reference is not Reference.TRACK:
        return Encoding("int16", 1, frontend.sample_rate, 1 / FULL_SCALE, 0.0), None
    # Relative to the track the loudest is 0.
    return Encoding(
        "uint8", frontend.shape(1.0)[0], frontend.frames_per_second, -frontend.quietest / 255, frontend.quietest
    ), frontend


def _name(data: Dataset, encoding: Encoding, kept: Callable | None) -> str:
    """Folder of the store: data set, where its files lie, and what is kept of them."""
    paths = [path for path in data.tracks.path if path]
    where = os.path.commonpath([os.path.abspath(path) for path in paths]) if paths else ""
    what = f"waveforms-{encoding.rate}" if kept is None else f"features-{_digest(repr(kept))}"
    return f"{data.name}-{_digest(where)}/{what}"


def _source(data: Dataset, track: str) -> str:
    """Changes when what the track is made from changes."""
    path = data.tracks.at[track, "path"]
    if not path:
        return data.fingerprint
    try:
        status = os.stat(path)
    except OSError:
        return "gone"  # reading it will say so, with the others
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _current(place: Path, encoding: Encoding, sources: dict[str, str]) -> dict[str, dict]:
    """Entries of the index that still hold; none when most of the file is out of date, so that it is begun anew."""
    entries = _entries(place, encoding)
    current = {track: entries[track] for track in sources if entries.get(track, {}).get("source") == sources[track]}
    return current if 2 * sum(entry["rows"] for entry in current.values()) >= _rows(place, encoding) else {}


def _entries(place: Path, encoding: Encoding) -> dict[str, dict]:
    """What the index names and the file holds; the last line of a track counts."""
    if not (place / INDEX).exists():
        return {}
    lines = (
        (place / INDEX).read_text(encoding="utf-8").split("\n")[:-1]
    )  # a killed writer leaves a line without its end
    if not lines or json.loads(lines[0]) != asdict(encoding):
        return {}
    rows = _rows(place, encoding)
    entries = [entry for entry in map(json.loads, lines[1:]) if entry["first"] + entry["rows"] <= rows]
    return {entry["track"]: entry for entry in entries}


def _rows(place: Path, encoding: Encoding) -> int:
    """Whole rows in the file."""
    signals = place / SIGNALS
    return signals.stat().st_size // encoding.row_bytes if signals.exists() else 0


def _write_index(place: Path, encoding: Encoding, entries: Iterable[dict]) -> None:
    """Replace the index by one that names these tracks only, in one step."""
    new = place / f"{INDEX}.new"
    with open(new, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in [asdict(encoding), *entries])
        _flush(file)
    os.replace(new, place / INDEX)


def _flush(file: IO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]
