"""Work on a data set's tracks in several processes: in order, and with few of them in memory at once."""

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor

from genrelib.datasets.dataset import Dataset

BATCH = 4  # tracks per task
SOON = 3600.0  # s of audio that one process decodes before others would have started
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Result = TypeVar("Result")
Made = TypeVar("Made", covariant=True)


class Work(Protocol[Made]):
    """Work on tracks that can be sent to other processes."""

    def __call__(self, tracks: Sequence[str]) -> Sequence[Made]:
        """Result of each track."""

    def only(self, tracks: Sequence[str]) -> "Work[Made]":
        """Copy with these tracks alone, small enough to send."""


@dataclass(frozen=True, eq=False)
class Workers:
    """Processes that work is sent to, `count` at once: of this machine, or of a cluster."""

    executor: Executor
    count: int


def results(work: Work[Result], tracks: Sequence[str], workers: Workers | None) -> Iterator[tuple[str, Result]]:
    """Yield each track with its result, in order; at most two batches per worker are in memory.

    Without workers this process does it.
    """
    if workers is None:
        yield from ((track, work([track])[0]) for track in tracks)
        return
    waiting: deque[tuple[Sequence[str], Future]] = deque()
    try:
        for first in range(0, len(tracks), BATCH):
            batch = tracks[first : first + BATCH]
            waiting.append((batch, workers.executor.submit(work.only(batch), batch)))
            if len(waiting) > 2 * workers.count:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())
    finally:  # after an interruption nobody waits for what was not begun
        for _, future in waiting:
            future.cancel()


def worthwhile(data: Dataset, tracks: Sequence[str], jobs: int | Workers | None = None) -> Workers | None:
    """Workers for these tracks: `jobs` processes of this machine, by default one per core, or those that are given.

    None for what one process has done before others would have started.
    """
    if isinstance(jobs, Workers):
        return jobs
    count = jobs or cpu_count()
    if count == 1 or data.frontend is not None or data.tracks.seconds[list(tracks)].sum() < SOON:
        return None
    return Workers(get_reusable_executor(count, env=ONE_THREAD, initializer=_leave_interruptions_to_the_first), count)


def _leave_interruptions_to_the_first() -> None:
    """Ctrl-C in a terminal reaches all processes; one of them says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _finished(batch: Sequence[str], future: Future) -> Iterator[tuple[str, Result]]:
    return zip(batch, future.result(), strict=True)
