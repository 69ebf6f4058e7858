"""Networks that others trained: `adopt`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("adopt", help="make a run of the weights that a system's authors released")
    command.add_argument("system", metavar="SYSTEM")
    command.add_argument("file", type=options.place, metavar="FILE")
    options.folder_of_runs(command)
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import papers
    from genrelib.adoption import adopt

    adopted = adopt(papers.get(parsed.system), parsed.file, options.chosen_runs(parsed))
    row = {"run": adopted.name, "folder": str(adopted.folder), "parameters": adopted.info["parameters"]}
    return show(parsed, [row | adopted.adopted], hidden=("sha256",))
