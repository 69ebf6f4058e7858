"""The commands of `python -m genrelib`, a file for each; parsing and printing only.

Every file declares its command in `add`; its `run` takes the parsed command line and returns the exit status.
`options` has the options that several commands share, `output` prints rows.
"""

import argparse

from genrelib import __version__
from genrelib.commands import (
    adopt,
    bench,
    data,
    explain,
    explanations,
    filters,
    predict,
    quintessence,
    reproduce,
    results,
    systems,
    train,
)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="genrelib", description="Music genre systems of five papers.")
    top.add_argument("--version", action="version", version=f"genrelib {__version__}")
    top.set_defaults(run=lambda parsed: _help(top))
    commands = top.add_subparsers(dest="command")
    inside = (explain, explanations, quintessence, filters)
    for command in (systems, data, train, adopt, reproduce, results, predict, *inside, bench):
        command.add(commands)
    return top


def _help(top: argparse.ArgumentParser) -> int:
    top.print_help()
    return 0
