"""The catalogue of systems: `systems`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("systems", help="list the catalogue")
    command.add_argument("--paper", metavar="P")
    command.add_argument("--cost", action="store_true", help="add each system's input shape and MFLOPs per clip")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import papers

    known = sorted({name.split("/")[0] for name in papers.CATALOG})
    if parsed.paper not in (None, *known):
        raise ValueError(f"unknown paper {parsed.paper}; expected one of {', '.join(known)}")
    rows = [
        {
            "name": system.name,
            "paper": system.name.split("/")[0],
            "row": system.row,
            "clip_seconds": system.clip,
            "parameters": system.count(system.labels),
            "parameters_stated": system.parameters,
            "reported": system.reported,
            "departs": system.departs,
        }
        | (_cost(system) if parsed.cost else {})
        for system in papers.CATALOG.values()
        if parsed.paper in (None, system.name.split("/")[0])
    ]
    return show(parsed, rows, hidden=("departs", "reported"))


def _cost(system) -> dict:
    operations = system.operations(system.labels)
    return {
        "input": "x".join(map(str, system.frontend.shape(system.clip))),
        "mflops": operations and round(operations / 1e6, 3),
    }
