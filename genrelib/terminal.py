"""Standard error: watched live, or kept in a file."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

EVERY = 30.0  # s between two lines in a file

Row = TypeVar("Row")


def is_watched() -> bool:
    """True on a terminal and in a notebook; in a file, a bar that is drawn over itself would be one endless line."""
    shell = sys.modules.get("IPython")
    return bool(shell and shell.get_ipython()) or bool(sys.stderr and sys.stderr.isatty())


def progress(rows: Iterable[Row], title: str, total: int, unit: str = "track") -> Iterator[Row]:
    """Pass on rows and show how many there were, and the time left: as a bar, or in a file as a line now and then."""
    if is_watched():
        yield from tqdm(rows, title, total, unit=unit)
        return
    began = shown = time.monotonic()
    for done, row in enumerate(rows, 1):
        yield row
        now = time.monotonic()
        if now - shown >= EVERY and done < total:
            shown = now
            left = tqdm.format_interval((now - began) / done * (total - done))
            print(f"{title}: {done} of {total} {unit}s, {left} left", file=sys.stderr)
