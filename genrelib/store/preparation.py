"""Preparation of a store: find tracks that are missing or out of date, and encode them in parallel."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from filelock import FileLock, Timeout
from tqdm import tqdm

from genrelib import terminal
from genrelib.audio import AudioError
from genrelib.datasets import Dataset
from genrelib.datasets.parallel_tracks import Workers, results, worthwhile
from genrelib.frontends import FrontEnd
from genrelib.store.files import appending
from genrelib.store.plan import Plan, plan_signals, plan_waveforms
from genrelib.store.signals import Encoding, Store
from genrelib.store.space import Space, demand, room_for
from genrelib.terminal import is_watched


def prepare(
    data: Dataset,
    frontend: FrontEnd,
    jobs: int | Workers | None = None,
    folder: Path | None = None,
    progress: bool = True,
) -> Store:
    """Open the store of signals for systems with this front end; make tracks that are missing or out of date.

    It holds waveforms at the front end's sample rate, shared by all systems of that rate; features for a front end that
    refers to the whole track, or that made the data set's features. It is under `folder`, by default
    $GENRELIB_HOME/store. Tracks whose source (size and date of the file) is unchanged are kept; up to `jobs` processes
    (all cores), or the workers of a cluster, make the others. A preparation that was killed continues where it stopped.

    Raises AudioError naming every track that cannot be decoded, after the others are done; ValueError if the data set
    holds features of another front end, or if the disk has no room for what is missing.
    """
    return _complete(plan_signals(data, frontend), jobs, folder, progress)


def prepare_waveforms(
    data: Dataset,
    rate: int,
    jobs: int | Workers | None = None,
    folder: Path | None = None,
    progress: bool = True,
) -> Store:
    """Open the store of a data set's waveforms at `rate` Hz, as `prepare` does for front ends of that rate.

    Raises as `prepare`; ValueError if the data set holds features alone.
    """
    return _complete(plan_waveforms(data, rate), jobs, folder, progress)


def space_for(data: Dataset, frontends: Sequence[FrontEnd]) -> Space:
    """Room that `prepare` takes for all of these front ends.

    Raises ValueError if it is not there, or if the data set holds features of another front end.
    """
    return _demanded(data, [plan_signals(data, one) for one in frontends])


def space_for_waveforms(data: Dataset, rate: int) -> Space:
    """Room that `prepare_waveforms` takes.

    Raises ValueError if it is not there, or if the data set holds features alone.
    """
    return _demanded(data, [plan_waveforms(data, rate)])


def _demanded(data: Dataset, plans: list[Plan]) -> Space:
    room = room_for(plans)
    demand(room, data.name)
    return room


def _complete(planned: Plan, jobs: int | Workers | None, folder: Path | None, progress: bool) -> Store:
    data = planned.data
    files = planned.files(folder)
    with _alone(files.folder, data.name, progress):
        sources = planned.sources()
        entries = files.current(sources)
        missing = [track for track in sources if track not in entries]
        problems = []
        if missing:
            demand(room_for([planned], folder), data.name)
            made = results(_Maker(data, planned.encoding, planned.kept), missing, worthwhile(data, missing, jobs))
            if progress and not is_watched():
                tqdm.write(f"Preparing {data.name}: {len(missing)} of {len(sources)} tracks", file=sys.stderr)
            with appending(files, entries.values()) as appender:
                shown = terminal.progress(made, f"Preparing {data.name}", len(missing)) if progress else made
                for track, rows in shown:
                    if isinstance(rows, str):
                        problems.append(f"{track}: {rows}")
                    else:
                        entries[track] = appender.add(track, sources[track], rows)
        if problems:
            raise AudioError(
                f"{data.name}: {len(problems)} of {len(sources)} tracks cannot be used ({'; '.join(problems)}); "
                "repair or remove these files and prepare again, the other tracks are kept"
            )
        return planned.store(files, entries)


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
