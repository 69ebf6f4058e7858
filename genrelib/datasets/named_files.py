"""Files that a table of a stranger's names: there, missing, or meant otherwise than written."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

FORMS: tuple[Literal["NFC", "NFD"], ...] = (
    "NFC",
    "NFD",
)  # of letters with accents: a name may be written in either, and lie on disk in the other


def locate(paths: pd.Series, table: Path) -> pd.DataFrame:
    """Place of each path, from the table's folder: `path`, `bytes`, `inode` (text, equal for one file), `problem`.

    The problem begins with "missing" or "unreadable", "" for none. A link counts as the file that it leads to.

    Raises ValueError if a file is there under the same number with leading zeros, which a spreadsheet takes away.
    """
    folder = str(table.parent)
    rows = [_place(path, folder) for path in paths.tolist()]
    places = pd.DataFrame(rows, columns=["path", "bytes", "inode", "problem"], index=paths.index)
    _numbered.cache_clear()  # of folders as they were
    for path in paths[places.problem.str.startswith("missing")]:
        if meant := _with_zeros(path, table.parent):
            raise ValueError(
                f"{table}: expected {meant}, which is there, got {path}: a spreadsheet has taken the leading zeros "
                "away; make the table again, with the column formatted as text"
            )
    return places


def _place(path: str, folder: str) -> tuple[str, int, str, str]:
    if not path:
        return "", 0, "", "missing: no path in its cell"
    for place in _readings(path, folder):
        try:
            status = os.stat(place)
        except (OSError, ValueError) as reason:  # ValueError: a null character
            if isinstance(reason, FileNotFoundError | NotADirectoryError):
                continue
            return place, 0, place, f"unreadable: {getattr(reason, 'strerror', reason)}"
        if not stat.S_ISREG(status.st_mode):
            return place, 0, place, "unreadable: a folder or device, no file"
        problem = "" if status.st_size else "unreadable: an empty file"
        return place, status.st_size, f"{status.st_dev}-{status.st_ino}", problem
    return "", 0, path, "missing"


def _readings(path: str, folder: str) -> Iterator[str]:
    """The place that a path names, and the same in other forms of its letters."""
    place = os.path.join(folder, os.path.expanduser(path) if path.startswith("~") else path)
    yield place
    if not path.isascii():
        yield from (unicodedata.normalize(form, place) for form in FORMS)


@cache
def _numbered(folder: str) -> dict[str, str]:
    """Names in a folder that begin with a zero and are numbers, by the same without zeros, with and without ending."""
    try:
        names = [name for name in os.listdir(folder) if re.fullmatch(r"0\d+\.\w+", name)]
    except OSError:
        return {}
    return {key: name for name in names for key in (name.lstrip("0").lower(), name.lstrip("0").split(".")[0])}


def _with_zeros(path: str, folder: Path) -> str:
    """The path with leading zeros under which a file is there; "" for none."""
    above, name = os.path.split(path)
    meant = _numbered(os.path.join(folder, above)).get(name.removesuffix(".0").lower(), "")
    return os.path.join(above, meant) if meant else ""
