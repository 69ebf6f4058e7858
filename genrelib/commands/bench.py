"""Speed of this machine: `bench`."""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show, warn


def add(commands) -> None:
    command = commands.add_parser("bench", help="measure this machine")
    options.device(command)
    command.add_argument(
        "--budget",
        type=options.minutes,
        metavar="MINUTES",
        help="begin nothing new after that; the most telling is first",
    )
    command.add_argument(
        "--keep", type=options.place, metavar="FILE", help="write the rows there, as JSON, after each of them"
    )
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import bench
    from genrelib.train import choose_device

    end = time.monotonic() + (parsed.budget or float("inf")) * 60
    rows = bench.measure_machine(choose_device(parsed.device), end=end, tell=_teller(parsed.keep))
    return show(parsed, rows if parsed.json else [_speed(row) for row in rows])


def _teller(file: Path | None) -> Callable[[dict], None]:
    """A function that prints each row on standard error as it comes, and keeps all so far in a file."""
    rows = []

    def tell(row: dict) -> None:
        rows.append(row)
        warn("bench", ["  ".join(text.strip() for text in _speed(row).values() if text.strip())])
        if file:
            file.write_text(json.dumps(rows))

    return tell


def _speed(row: dict) -> dict:
    """Format a row of `bench` for people: short numbers with their units, right-aligned."""

    def text(value: float | None, unit: str) -> str:
        if value is None:
            return ""
        digits = 0 if value >= 10 or isinstance(value, int) else 1 if value >= 1 else 2
        return f"{value:,.{digits}f}{unit}"

    share, half = (None if row[name] is None else 100 * row[name] for name in ("share", "share_bfloat16"))
    return {
        "what": row["what"],
        "     speed": f"{text(row['measured'], ''):>10} {row['unit']}",
        "of floor": f"{text(share, ' %'):>8}",
        "of bfloat16's": f"{text(half, ' %'):>13}",
        "plain way": f"{text(row['plain'], ' x'):>9}",
        "at once": f"{text(row['batch'], ''):>7}",
        " peak memory": f"{text(row['memory'], ' MB'):>12}",
        "eager": f"{text(row['eager'], ' x'):>8}",
        "bfloat16": f"{text(row['bfloat16'], ' x'):>8}",
        "deterministic": f"{text(row['deterministic'], ' x'):>13}",
        "contiguous": f"{text(row['contiguous'], ' x'):>10}",
    }
