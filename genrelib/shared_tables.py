"""Tables as CSV that pass through other hands: no cell is a formula, and what comes back is a stranger's text."""

import csv
import io
from collections.abc import Sequence

import pandas as pd

BYTES = 1 << 20  # of a file
FORMULA = ("=", "+", "-", "@", "'")  # what a spreadsheet would take for a formula, and the sign that keeps it text


def write(table: pd.DataFrame) -> str:
    """Write a table as CSV; an apostrophe goes before text that a spreadsheet would run."""
    return table.map(lambda cell: _protected(cell) if isinstance(cell, str) else cell).to_csv(index=False)


def read(data: bytes, name: str, noun: str, needed: Sequence[str]) -> pd.DataFrame:
    """Read a CSV as text, "" where a cell is empty; it has at least the columns `needed`.

    `name` is the file's and `noun` what it should hold, as errors call them. Raises ValueError that says in a sentence
    why it is refused: size, encoding, form, columns.
    """
    if len(data) > BYTES:
        raise ValueError(f"{name}: expected at most {BYTES >> 20} MB of {noun}, got {len(data) / 1e6:.1f} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{name}: expected text in UTF-8, got other bytes; save it as CSV in UTF-8") from None
    if "\0" in text:
        raise ValueError(f"{name}: expected text, got bytes that are none")
    try:
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, sep=None, engine="python")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError):
        raise ValueError(f"{name}: expected a table with commas, got text that is none") from None
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise ValueError(f"{name}: expected the columns {', '.join(needed)}, got none called {missing[0]}")
    return table.fillna("").astype(str).map(_unprotected)


def _protected(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unprotected(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
