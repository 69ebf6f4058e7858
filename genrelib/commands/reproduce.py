"""Train the rows of the papers' studies: `reproduce`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show, summary


def add(commands) -> None:
    command = commands.add_parser("reproduce", help="train the rows of the papers' studies")
    command.add_argument("papers", nargs="*", metavar="PAPER")
    command.add_argument("--seeds", type=options.positive, metavar="N")
    command.add_argument("--budget", type=options.minutes, metavar="MINUTES")
    command.add_argument(
        "--archive",
        type=options.place,
        metavar="FILE",
        help="go on from this archive of runs, and write it after every run",
    )
    options.training(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, studies
    from genrelib.datasets import playback_source
    from genrelib.studies import reproduction
    from genrelib.studies.plan import make_plan

    end = time.monotonic() + (parsed.budget or float("inf")) * 60
    root = options.chosen_runs(parsed)
    asked = studies.choose(parsed.papers)
    views = datasets.related(parsed.data, parsed.root)
    plan = make_plan(asked, views, parsed.seeds)
    playback_source.remember(views[0])
    for remark in plan.remarks:
        _tell(remark)
    outcomes = reproduction.reproduce(plan, root, device=parsed.device, precision=parsed.precision, end=end, tell=_tell)
    trained = []
    refused = 0
    with _archived(parsed.archive, root) as keep:
        for outcome in outcomes:
            if outcome.run is None:
                refused += 1
                _tell(f"{outcome.row} was not trained: {outcome.problem}")
            else:
                trained.append(outcome.run)
                keep()
    show(parsed, [summary(new_run) for new_run in trained])
    return 2 if refused else 0


@contextmanager
def _archived(file: Path | None, root: Path) -> Iterator[Callable[[], object]]:
    """Unpack the archive, and yield a function that writes it again; it is also written at the end, or on Ctrl-C."""
    from genrelib.studies import archive

    if file is None:
        yield lambda: None
        return
    if file.exists():
        _tell(f"{len(archive.unpack(file, root))} runs were unpacked from {file}")
    try:
        yield lambda: archive.pack(root, file)
    finally:
        for name in archive.pack(root, file):
            _tell(f"{name} did not fit into {file} and stays in {root}")


def _tell(line: str) -> None:
    print(f"genrelib reproduce: {line}", file=sys.stderr)
