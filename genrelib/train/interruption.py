"""Ctrl-C as a wish that a training grants when it can, instead of an exception in the middle of a step."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Interruption:
    """A wish to stop: `asked` is True once Ctrl-C was pressed."""

    asked: bool = False


@contextmanager
def catch_interruption() -> Iterator[Interruption]:
    """Within, the first Ctrl-C is only noted; the second one raises KeyboardInterrupt as ever.

    Outside the main thread, where Python allows no handler, nothing is ever noted.
    """
    noted = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield noted
        return
    before = signal.getsignal(signal.SIGINT)

    def note(*_) -> None:
        noted.asked = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)
