"""The commands of `python -m genrelib`, a file for each; parsing and printing only.

Every file declares its command in `add`; its `run` takes the parsed command line and returns the exit status.
`options` has the options that several commands share, `output` prints rows.
"""

import argparse

from genrelib.commands import bench, data, predict, reproduce, results, systems, train


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m genrelib", description="Music genre systems of five papers.")
    commands = top.add_subparsers(dest="command", required=True)
    for command in (systems, data, train, reproduce, results, predict, bench):
        command.add(commands)
    return top
