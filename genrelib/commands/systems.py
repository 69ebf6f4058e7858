"""What there is: `systems` and `data`."""

import argparse
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("systems", help="list the catalogue")
    command.add_argument("--paper", metavar="P")
    command.add_argument("--cost", action="store_true", help="add what each reads and its MFLOPs per clip")
    options.json(command, systems)

    command = commands.add_parser("data", help="list, check or prepare data sets")
    command.add_argument("verb", nargs="?", choices=("list", "check", "prepare"), default="list")
    command.add_argument("name", nargs="?", metavar="NAME")
    command.add_argument("--root", type=Path, metavar="DIR")
    command.add_argument("--jobs", type=options.positive, metavar="N")
    options.json(command, data)


def systems(parsed: argparse.Namespace) -> int:
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


def data(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers, store

    if parsed.verb == "list":
        return show(parsed, datasets.table(), hidden=("licence", "citation", "url"))
    if parsed.name is None:
        raise ValueError(f"data {parsed.verb}: expected the NAME of a data set, got none; `data list` names them")
    chosen = datasets.get(parsed.name, parsed.root)
    if parsed.verb == "check":
        return show(parsed, chosen.check().to_dict("records"))
    front_ends = {system.frontend for system in papers.CATALOG.values() if chosen.frontend in (None, system.frontend)}
    rows = [
        {"data": chosen.name, "frontend": repr(frontend), "tracks": len(prepared.tracks), "rate": prepared.rate}
        for frontend in sorted(front_ends, key=repr)
        for prepared in [store.prepare(chosen, frontend, jobs=parsed.jobs)]
    ]
    return show(parsed, rows)
