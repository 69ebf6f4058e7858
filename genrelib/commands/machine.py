"""What this machine does: `bench`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("bench", help="measure this machine")
    options.device(command)
    options.json(command, bench)


def bench(parsed: argparse.Namespace) -> int:
    from genrelib import bench
    from genrelib.train import choose_device

    return show(parsed, bench.bench(choose_device(parsed.device)))
