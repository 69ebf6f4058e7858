"""One training of a run at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from genrelib.runs.unfinished import OWNER, sign


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep out other trainings of the run in a folder; a killed one does not count.

    Raises ValueError, which names the other one, if it is under way.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_suffix(".lock"))
    owner = folder.with_suffix(OWNER)
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        other = owner.read_text(encoding="utf-8") if owner.exists() else "another process"
        raise ValueError(
            f"{folder}: expected to train it alone, got a training of the same run that is under way, {other}; wait "
            "until it ends, or choose another --seed or --runs DIR"
        ) from taken
    try:
        sign(folder)
        yield
    finally:
        owner.unlink(missing_ok=True)
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
