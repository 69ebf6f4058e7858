"""Acoustic fingerprints of files, computed once: the next reading of a folder takes them from the user's home."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from genrelib import audio, home
from genrelib.audio import AudioError
from genrelib.datasets.acoustic import RATE, SECONDS, acoustic_fingerprint
from genrelib.terminal import is_watched

KEPT = "fingerprints.sqlite"
TABLE = "CREATE TABLE IF NOT EXISTS fingerprints (file TEXT PRIMARY KEY, bits BLOB)"
SETTLE = 256  # files between two writings: what an interruption loses


def fingerprints(paths: Iterable[str]) -> list[np.ndarray]:
    """Fingerprint of each file, (frames,) uint32; empty for what cannot be compared or decoded.

    Decodes files that are new or changed, in threads, with a progress bar; a home that cannot be written costs the time
    once more.
    """
    names = {path: _name(path) for path in paths}
    kept = _read()
    missing = [path for path, name in names.items() if name not in kept]
    bar = tqdm(total=len(missing), desc="Comparing recordings", unit="file", disable=not (missing and is_watched()))
    with bar, Parallel(n_jobs=-1, prefer="threads") as several:
        for first in range(0, len(missing), SETTLE):
            batch = missing[first : first + SETTLE]
            made = {
                names[path]: bits for path, bits in zip(batch, several(map(delayed(_computed), batch)), strict=True)
            }
            _write(made)
            kept |= made
            bar.update(len(batch))
    return [kept[name] for name in names.values()]


def _computed(path: str) -> np.ndarray:
    try:
        return acoustic_fingerprint(audio.load(path, RATE, SECONDS).waveform)
    except AudioError:  # whoever uses the whole file will say so
        return np.zeros(0, dtype=np.uint32)


def _name(path: str) -> str:
    """Text that changes with a file; surrogates, of names that are not UTF-8, cannot be written."""
    try:
        status = os.stat(path)
    except OSError:  # reading it will say so
        return f"gone: {path!r}"
    return f"{path} {status.st_size} {status.st_mtime_ns}".encode(errors="surrogateescape").decode(errors="replace")


def _read() -> dict[str, np.ndarray]:
    try:
        with closing(sqlite3.connect(f"{(home() / KEPT).absolute().as_uri()}?mode=ro", uri=True)) as base:
            rows = base.execute("SELECT file, bits FROM fingerprints")
            return {file: np.frombuffer(bits, dtype="<u4") for file, bits in rows}
    except sqlite3.Error:  # none yet, or none that can be read
        return {}


def _write(made: dict[str, np.ndarray]) -> None:
    try:
        home().mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(home() / KEPT, timeout=30)) as base, base:
            base.execute(TABLE)
            rows = [(file, bits.astype("<u4").tobytes()) for file, bits in made.items()]
            base.executemany("INSERT OR REPLACE INTO fingerprints VALUES (?, ?)", rows)
    except (sqlite3.Error, OSError):
        return
