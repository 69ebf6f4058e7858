"""Silence for C libraries, which print to the file descriptors of the whole process."""

import contextlib
import ctypes
import os
import threading
from collections.abc import Iterator

DESCRIPTORS = (1, 2)  # standard output and standard error

_lock = threading.Lock()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send what C code prints within to nowhere, so that a JSON document on standard output stays one.

    The descriptors belong to the whole process, hence the lock; other threads' output within is lost, too.
    """
    with _lock, contextlib.ExitStack() as undo:
        for descriptor in DESCRIPTORS:
            with contextlib.suppress(OSError):  # a windowed program has none
                kept = os.dup(descriptor)
                undo.callback(os.close, kept)
                undo.callback(os.dup2, kept, descriptor)
                with open(os.devnull, "wb") as nowhere:
                    os.dup2(nowhere.fileno(), descriptor)
        undo.callback(_flush)  # the first to be undone: C keeps what it printed in a buffer of its own
        yield


def _flush() -> None:
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
