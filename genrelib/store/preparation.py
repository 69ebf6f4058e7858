"""Preparation of a store: find tracks that are missing or out of date, and encode them in parallel."""

import hashlib
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from filelock import FileLock, Timeout
from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor
from tqdm import tqdm

from genrelib import home
from genrelib.audio import AudioError
from genrelib.datasets import Dataset
from genrelib.frontends import FrontEnd, Reference
from genrelib.store.files import Files, appending
from genrelib.store.signals import Encoding, Store
from genrelib.terminal import is_watched

BATCH = 4  # tracks per task
SOON = 3600.0  # s of audio that one process decodes before others would have started
FULL_SCALE = 32_768


def prepare(
    data: Dataset, frontend: FrontEnd, jobs: int | None = None, folder: Path | None = None, progress: bool = True
) -> Store:
    """Open the store of signals for systems with this front end; make tracks that are missing or out of date.

    It holds waveforms at the front end's sample rate, shared by all systems of that rate; features for a front end that
    refers to the whole track, or that made the data set's features. It is under `folder`, by default
    $GENRELIB_HOME/store. Tracks whose source (size and date of the file) is unchanged are kept; up to `jobs` processes
    (all cores) make the others. A preparation that was killed continues where it stopped.

    Raises AudioError naming every track that cannot be decoded, after the others are done; ValueError if the data set
    holds features of another front end.
    """
    encoding, kept = _plan(data, frontend)
    files = Files((home() / "store" if folder is None else Path(folder)) / _name(data, encoding, kept), encoding)
    with _alone(files.folder, data.name, progress):
        sources = {track: _source(data, track) for track in data.tracks.index}
        entries = files.current(sources)
        missing = [track for track in sources if track not in entries]
        problems = []
        if missing:
            made = _made(_Maker(data, encoding, kept), missing, _workers(data, missing, jobs))
            is_live = progress and is_watched()
            if progress and not is_live:
                tqdm.write(f"Preparing {data.name}: {len(missing)} of {len(sources)} tracks", file=sys.stderr)
            bar = tqdm(made, f"Preparing {data.name}", len(missing), unit="track", disable=not is_live)
            with appending(files, entries.values()) as appender:
                for track, rows in bar:
                    if isinstance(rows, str):
                        problems.append(f"{track}: {rows}")
                    else:
                        entries[track] = appender.add(track, sources[track], rows)
        if problems:
            raise AudioError(
                f"{data.name}: {len(problems)} of {len(sources)} tracks cannot be used ({'; '.join(problems)}); "
                "repair or remove these files and prepare again, the other tracks are kept"
            )
        spans = {track: (entries[track].first, entries[track].rows) for track in sources}
        return Store(files.mapped(entries.values()), spans, encoding, kept)


@dataclass(frozen=True, eq=False)
class _Maker:
    """Maker of tracks' rows; can be sent to other processes."""

    data: Dataset
    encoding: Encoding
    kept: Callable | None

    def __call__(self, tracks: Sequence[str]) -> list[np.ndarray | str]:
        """Rows (time, width) of each track, or the problem with it."""
        return [self._rows(track) for track in tracks]

    def only(self, tracks: Sequence[str]) -> "_Maker":
        """Copy with these tracks alone, small enough to send."""
        return replace(self, data=self.data.only(tracks))

    def _rows(self, track: str) -> np.ndarray | str:
        try:
            return self.encoding.encode(self._signal(track))
        except AudioError as error:
            return str(error)

    def _signal(self, track: str) -> np.ndarray:
        if self.kept is None:
            return self.data.waveform(track, self.encoding.rate)
        if self.data.frontend is not None:
            return self.data.features(track)
        with torch.inference_mode():
            return self.kept(torch.from_numpy(self.data.waveform(track, self.kept.sample_rate))[None])[0].numpy()


def _made(make: _Maker, tracks: list[str], workers: int) -> Iterator[tuple[str, np.ndarray | str]]:
    """Yield each track with its rows or its problem, in order; at most two batches per worker are in memory."""
    if workers == 1:
        yield from ((track, make([track])[0]) for track in tracks)
        return
    pool = get_reusable_executor(workers, env=dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    waiting = deque()
    for first in range(0, len(tracks), BATCH):
        batch = tracks[first : first + BATCH]
        waiting.append((batch, pool.submit(make.only(batch), batch)))
        if len(waiting) > 2 * workers:
            yield from _finished(*waiting.popleft())
    while waiting:
        yield from _finished(*waiting.popleft())


def _finished(batch: list[str], future: Future) -> Iterator[tuple[str, np.ndarray | str]]:
    return zip(batch, future.result(), strict=True)


def _workers(data: Dataset, missing: list[str], jobs: int | None) -> int:
    if data.frontend is not None or data.tracks.seconds[missing].sum() < SOON:
        return 1
    return jobs or cpu_count()


@contextmanager
def _alone(folder: Path, name: str, progress: bool) -> Iterator[None]:
    """Keep out other programs that would append to the same files; the lock of a killed one does not count."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=1)
    except Timeout:
        if progress:
            tqdm.write(f"Waiting for another program that prepares {name}", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _plan(data: Dataset, frontend: FrontEnd) -> tuple[Encoding, FrontEnd | None]:
    """Encoding of the signals, and the front end whose features they are (None: waveforms)."""
    if data.frontend not in (None, frontend):
        raise ValueError(
            f"{data.name}: expected the front end that made its features, {data.frontend}, got {frontend}; "
            "choose a system with that front end, or a data set with audio"
        )
    if data.frontend is None and frontend.reference is not Reference.TRACK:
        return Encoding("int16", 1, frontend.sample_rate, 1 / FULL_SCALE, 0.0), None
    floor = frontend.quietest  # the loudest is 0: values are relative to the track
    return Encoding("uint8", frontend.shape(1.0)[0], frontend.frames_per_second, -floor / 255, floor), frontend


def _name(data: Dataset, encoding: Encoding, kept: FrontEnd | None) -> str:
    """Folder of the store, named by data set, place of its files and kind of signal."""
    paths = [os.path.abspath(path) for path in data.tracks.path if isinstance(path, str)]
    place = os.path.commonpath(paths) if paths else ""
    kind = f"waveforms-{encoding.rate}" if kept is None else f"features-{_digest(repr(kept))}"
    return f"{(data.sound_of or data).name}-{_digest(place)}/{kind}"


def _source(data: Dataset, track: str) -> str:
    """Text that changes with the source of a track."""
    path = data.tracks.at[track, "path"]
    if not isinstance(path, str):
        return (data.sound_of or data).fingerprint
    try:
        status = os.stat(path)
    except OSError:
        return "gone"  # reading it will say so, with the others
    return f"{os.path.abspath(path)} {status.st_size} {status.st_mtime_ns}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]
