"""The commands of `python -m genrelib`, a file for each group; parsing and printing only.

Every file declares its commands in `add` and sets the function that a parsed command line is given to; that function
returns the exit status. `options` holds what several declare, `output` how rows are shown.
"""

import argparse

from genrelib.commands import bench, predict, results, systems, train


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m genrelib", description="Music genre systems of five papers.")
    commands = top.add_subparsers(dest="command", required=True)
    for group in (catalogue, training, outcomes, prediction, machine):
        group.add(commands)
    return top
