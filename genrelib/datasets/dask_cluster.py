"""A Dask cluster as the workers that read tracks: for sets that outgrow one machine.

Its workers must have this version of the package, and see the music under the same path. Work and results travel as
Dask sends them, pickled: use a cluster of your own alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from genrelib import __version__
from genrelib.datasets.parallel_tracks import Workers

PATIENCE = 10.0  # s for the scheduler to answer


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Connect to the scheduler at an address, such as tcp://host:8786, for as long as the context lasts.

    Raises ValueError if Dask is not installed here, if no scheduler answers, if it has no workers, if one of them lacks
    the package or has another version, or if workers end while they work.
    """
    try:
        from distributed import Client, KilledWorker
    except ModuleNotFoundError:
        raise ValueError(
            "a cluster needs Dask, which is not installed: `pip install distributed -c constraints.txt`"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as reason:
        raise ValueError(
            f"expected the address of a Dask scheduler that runs, such as tcp://host:8786, got {address}: {reason}"
        ) from reason
    with client:
        _check(client, address)
        try:
            yield Workers(client.get_executor(), sum(client.ncores().values()))
        except KilledWorker as reason:
            raise ValueError(f"workers of {address} ended at work, of too little memory? {reason}") from reason


def version() -> str:
    """Version of the package; asked of each worker."""
    return __version__


def _check(client, address: str) -> None:
    if not client.ncores():
        raise ValueError(f"the scheduler at {address} has no workers: start some with `dask worker {address}`")
    try:
        versions = client.run(version)
    except ModuleNotFoundError as reason:
        raise ValueError(f"a worker of {address} lacks the package: install it there, too ({reason})") from reason
    others = {worker: one for worker, one in versions.items() if one != __version__}
    if others:
        listed = ", ".join(f"{one} at {worker}" for worker, one in others.items())
        raise ValueError(f"workers of {address} have another version of genrelib than {__version__}: {listed}")
