"""What came of it: `results`, paper beside measured."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    options.json(commands.add_parser("results", help="paper beside measured"), results)


def results(parsed: argparse.Namespace) -> int:
    from genrelib import studies

    return show(parsed, studies.results())
