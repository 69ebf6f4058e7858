"""Data sets: `data list`, `data check`, `data split`, `data prepare`."""

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from genrelib.commands import options
from genrelib.commands.data_check import check
from genrelib.commands.data_split import split
from genrelib.commands.output import show, warn

if TYPE_CHECKING:  # everything that a command needs is imported when it runs
    from genrelib.datasets import Dataset
    from genrelib.datasets.parallel_tracks import Workers


def add(commands) -> None:
    command = commands.add_parser("data", help="list, check or prepare data sets, or ask if a split is honest")
    command.add_argument("verb", nargs="?", choices=("list", "check", "split", "prepare"), default="list")
    command.add_argument("name", nargs="?", metavar="NAME")
    command.add_argument("--data", metavar="NAME", dest="named", help="the same as NAME, as other commands have it")
    command.add_argument("--root", type=options.place, metavar="DIR")
    command.add_argument("--split", metavar="S", help="split: this one alone; a fold of it is S-fold-1-of-5")
    workers = command.add_mutually_exclusive_group()
    workers.add_argument("--jobs", type=options.positive, metavar="N", help="processes of this machine; all cores")
    workers.add_argument(
        "--cluster", metavar="ADDRESS", help="read the sound on the workers of a Dask cluster, tcp://host:8786"
    )
    command.add_argument(
        "--rate",
        type=options.positive,
        metavar="HZ",
        help="prepare sound at this rate alone; 22050 is what the app plays",
    )
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import datasets

    if parsed.verb == "list":
        return show(parsed, datasets.table(), hidden=("licence", "citation", "url"))
    name = parsed.name or parsed.named
    if name is None:
        raise ValueError(f"data {parsed.verb}: expected the NAME of a data set, got none; `data list` names them")
    data = datasets.get(name, parsed.root)
    with _workers(parsed) as workers:
        return VERBS[parsed.verb](parsed, data, workers)


def _workers(parsed: argparse.Namespace) -> AbstractContextManager["int | Workers | None"]:
    if parsed.cluster is None:
        return nullcontext(parsed.jobs)
    from genrelib.datasets.dask_cluster import cluster

    return cluster(parsed.cluster)


def _prepare(parsed: argparse.Namespace, data: "Dataset", workers: "int | Workers | None") -> int:
    from genrelib import papers, store

    if parsed.rate:
        warn("data", [f"preparing takes {store.space_for_waveforms(data, parsed.rate)}"])
        stores = {"none": store.prepare_waveforms(data, parsed.rate, jobs=workers)}
    else:
        trained = [system for system in papers.CATALOG.values() if not system.adopted]
        frontends = {system.frontend for system in trained if data.serves(system.frontend)}
        warn("data", [f"preparing takes {store.space_for(data, list(frontends))}"])
        stores = {repr(one): store.prepare(data, one, jobs=workers) for one in sorted(frontends, key=repr)}
    rows = [
        {"data": data.name, "frontend": frontend, "tracks": len(prepared.tracks), "rate": prepared.rate}
        for frontend, prepared in stores.items()
    ]
    return show(parsed, rows)


VERBS = {"check": check, "split": split, "prepare": _prepare}
