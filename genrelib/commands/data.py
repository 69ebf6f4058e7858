"""Data sets: `data list`, `data check`, `data prepare`."""

import argparse
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("data", help="list, check or prepare data sets")
    command.add_argument("verb", nargs="?", choices=("list", "check", "prepare"), default="list")
    command.add_argument("name", nargs="?", metavar="NAME")
    command.add_argument("--root", type=Path, metavar="DIR")
    command.add_argument("--jobs", type=options.positive, metavar="N")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers, store

    if parsed.verb == "list":
        return show(parsed, datasets.table(), hidden=("licence", "citation", "url"))
    if parsed.name is None:
        raise ValueError(f"data {parsed.verb}: expected the NAME of a data set, got none; `data list` names them")
    data = datasets.get(parsed.name, parsed.root)
    if parsed.verb == "check":
        return show(parsed, data.check().to_dict("records"))
    trained = [system for system in papers.CATALOG.values() if not system.adopted]
    frontends = {system.frontend for system in trained if data.frontend in (None, system.frontend)}
    rows = []
    for frontend in sorted(frontends, key=repr):
        prepared = store.prepare(data, frontend, jobs=parsed.jobs)
        row = {"data": data.name, "frontend": repr(frontend), "tracks": len(prepared.tracks), "rate": prepared.rate}
        rows.append(row)
    return show(parsed, rows)
