"""Facts about files of music that took long to find out, kept in the user's home until the file changes."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from genrelib import home

KEPT = "files.sqlite"


def identity(path: str | Path) -> str:
    """Text that changes with a file; bytes of its name that are no text stand as their codes."""
    try:
        status = os.stat(path)
    except OSError:  # reading it will say so
        return f"gone: {os.fspath(path)!r}"
    text = f"{os.path.abspath(path)} {status.st_size} {status.st_mtime_ns}"
    return text.encode(errors="surrogateescape").decode(errors="backslashreplace")


def recall(kind: str, files: Iterable[str] | None = None) -> dict[str, bytes]:
    """Values kept under this kind, a word, by the identity of files; none where they cannot be read.

    `files` names the identities that are asked for, None all.
    """
    try:
        with closing(sqlite3.connect(f"{(home() / KEPT).absolute().as_uri()}?mode=ro", uri=True)) as base:
            if files is None:
                return dict(base.execute("SELECT file, value FROM facts WHERE kind = ?", (kind,)))
            one = "SELECT file, value FROM facts WHERE kind = ? AND file = ?"
            return dict(row for file in files for row in base.execute(one, (kind, file)))
    except sqlite3.Error:  # none yet, or damaged
        return {}


def remember(kind: str, values: Mapping[str, bytes]) -> None:
    """Keep values of a kind by the identity of files; a home that cannot be written costs the time once more."""
    try:
        home().mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(home() / KEPT, timeout=30)) as base, base:
            base.execute(
                "CREATE TABLE IF NOT EXISTS facts (kind TEXT, file TEXT, value BLOB, PRIMARY KEY (kind, file))"
            )
            rows = [(kind, file, value) for file, value in values.items()]
            base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
    except (sqlite3.Error, OSError):
        return
