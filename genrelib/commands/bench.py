"""Speed of this machine: `bench`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("bench", help="measure this machine")
    options.device(command)
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import bench
    from genrelib.train import choose_device

    rows = bench.measure_machine(choose_device(parsed.device))
    return show(parsed, rows if parsed.json else [_speed(row) for row in rows])


def _speed(row: dict) -> dict:
    """Format a row of `bench` for people: short numbers with their units, right-aligned."""

    def text(value: float | None, unit: str) -> str:
        if value is None:
            return ""
        digits = 0 if value >= 10 or isinstance(value, int) else 1 if value >= 1 else 2
        return f"{value:,.{digits}f}{unit}"

    share = None if row["share"] is None else 100 * row["share"]
    return {
        "what": row["what"],
        "     speed": f"{text(row['measured'], ''):>10} {row['unit']}",
        "of floor": f"{text(share, ' %'):>8}",
        "plain way": f"{text(row['plain'], ' x'):>9}",
        "at once": f"{text(row['batch'], ''):>7}",
        " peak memory": f"{text(row['memory'], ' MB'):>12}",
        "bfloat16": f"{text(row['bfloat16'], ' x'):>8}",
        "deterministic": f"{text(row['deterministic'], ' x'):>13}",
        "contiguous": f"{text(row['contiguous'], ' x'):>10}",
    }
