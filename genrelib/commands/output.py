"""Printing rows: one JSON document, or a table for people."""

import argparse
import json
import sys
from collections.abc import Iterable
from unicodedata import combining, east_asian_width


def show(parsed: argparse.Namespace, rows: list[dict], hidden: tuple[str, ...] = ()) -> int:
    """Print rows as JSON or as a table without the `hidden` columns. Returns the exit status, 0."""
    if parsed.json:
        print(document(rows))
        return 0
    rows = [{key: value for key, value in row.items() if key not in hidden} for row in rows]
    print("\n".join(table(rows)) if rows else "nothing to show")
    return 0


def document(rows: list[dict]) -> str:
    """Rows as one JSON document that standard output can encode."""
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:  # another encoding, or a file name that is not UTF-8
        return json.dumps(rows, allow_nan=False)
    return text


def printable(text: str) -> str:
    """Text that a terminal shows and does not obey: control characters, as of a file's name, stand as their codes."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


def warn(command: str, remarks: Iterable[object]) -> None:
    """Print remarks on standard error, one line each."""
    for remark in remarks:
        print(printable(f"genrelib {command}: {remark}"), file=sys.stderr)


def table(rows: list[dict]) -> list[str]:
    """Lines of a table with aligned columns, keys above; a cell is empty where a row lacks the key."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    texts = [[_cell(row.get(key)) for key in keys] for row in rows]
    widths = [max(map(_width, column)) for column in zip(keys, *texts, strict=True)]
    return [
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in [keys, *texts]
    ]


def summary(run) -> dict:
    """Summarise a run as a row of a table."""
    return {
        "run": run.name,
        "folder": str(run.folder),
        **{metric: run.metrics[metric]["value"] for metric in run.task.headline},
        "seconds": run.info["seconds"],
        "partial": run.partial,
    }


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a character of Chinese or Japanese, none for an accent alone."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _cell(value) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else printable(str(value))
