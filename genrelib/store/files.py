"""The two files of a store, which only grow: a preparation may be killed, and others may be reading, at any time.

`signals.raw` holds the tracks end to end, time first. `index.jsonl` lists them: a line for the encoding, then one per
track, written after its samples have reached the disk. So every line names samples that exist, and samples that a
killed preparation wrote without a line are ignored.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import numpy as np

from genrelib.store.signals import Encoding
from genrelib.system_errors import naming

SETTLE = 2.0  # s between two waits for the disk: the work that a killed preparation loses


@dataclass(frozen=True)
class Entry:
    """A track in the file: its first row, its number of rows, and its source."""

    track: str
    first: int
    rows: int
    source: str


@dataclass(frozen=True)
class Files:
    """A store's folder and the encoding of its signals."""

    folder: Path
    encoding: Encoding

    @property
    def signals(self) -> Path:
        return self.folder / "signals.raw"

    @property
    def index(self) -> Path:
        return self.folder / "index.jsonl"

    def rows(self) -> int:
        """Count the whole rows in the file."""
        return self.signals.stat().st_size // self.encoding.row_bytes if self.signals.exists() else 0

    def entries(self) -> dict[str, Entry]:
        """Entries in the index whose samples are in the file; the last line of a track counts."""
        if not self.index.exists():
            return {}
        # A killed writer leaves a last line without its end.
        lines = [json.loads(line) for line in self.index.read_text(encoding="utf-8").split("\n")[:-1]]
        if not lines or lines[0] != asdict(self.encoding):
            return {}
        rows = self.rows()
        entries = [Entry(**line) for line in lines[1:]]
        return {entry.track: entry for entry in entries if entry.first + entry.rows <= rows}

    def current(self, sources: Mapping[str, str]) -> dict[str, Entry]:
        """Entries of these tracks that were made from these sources; none when they are less than half of the file.

        The file is then started again, so that outdated tracks never take more space than current ones.
        """
        entries = self.entries()
        same = {
            track: entries[track] for track in sources if track in entries and entries[track].source == sources[track]
        }
        return same if 2 * sum(entry.rows for entry in same.values()) >= self.rows() else {}

    def mapped(self, entries: Iterable[Entry]) -> np.memmap:
        """Map the file into memory as (time, width), read-only, up to the last entry."""
        rows = max(entry.first + entry.rows for entry in entries)
        return np.memmap(self.signals, self.encoding.dtype, "r", shape=(rows, self.encoding.width))


@contextmanager
def appending(files: Files, kept: Iterable[Entry]) -> Iterator["Appender"]:
    """Append tracks to the files; of the tracks already there, only `kept` stay in the index."""
    kept = list(kept)
    if not kept:
        files.signals.unlink(missing_ok=True)  # not emptied: another program may have it mapped
        files.signals.touch()
    _replace(files.index, [asdict(files.encoding), *map(asdict, kept)])
    with (
        naming(files.signals),
        open(files.signals, "r+b") as signals,
        open(files.index, "a", encoding="utf-8") as index,
    ):
        signals.seek(files.rows() * files.encoding.row_bytes)
        appender = Appender(signals, index, files.rows())
        try:
            yield appender
        finally:
            appender.settle()  # after an interruption too: whole tracks are whole


class Appender:
    """Writer of tracks from row `end` on."""

    def __init__(self, signals: IO[bytes], index: IO[str], end: int):
        self.signals = signals
        self.index = index
        self.end = end
        self.waiting: list[Entry] = []
        self.settled = time.monotonic()

    def add(self, track: str, source: str, rows: np.ndarray) -> Entry:
        """Append (time, width) of the encoding's dtype."""
        entry = Entry(track, self.end, len(rows), source)
        self.signals.write(rows)
        self.end += len(rows)
        self.waiting.append(entry)
        if time.monotonic() - self.settled >= SETTLE:
            self.settle()
        return entry

    def settle(self) -> None:
        """Wait until the samples, then the lines are on disk."""
        _flush(self.signals)
        self.index.writelines(json.dumps(asdict(entry)) + "\n" for entry in self.waiting)
        _flush(self.index)
        self.waiting.clear()
        self.settled = time.monotonic()


def _replace(path: Path, lines: Iterable[dict]) -> None:
    """Write JSON lines in one step: the old file or the new one."""
    new = path.with_name(path.name + ".new")
    with open(new, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
        _flush(file)
    os.replace(new, path)


def _flush(file: IO) -> None:
    file.flush()
    os.fsync(file.fileno())
