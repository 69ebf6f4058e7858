"""The papers' studies: `reproduce` trains their rows."""

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
        "--archive", type=Path, metavar="FILE", help="go on from this archive of runs, and write it after every run"
    )
    options.training(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, studies
    from genrelib.datasets import playback_source
    from genrelib.studies import reproduction
    from genrelib.studies.plan import make_plan

    end = time.monotonic() + (parsed.budget or float("inf")) * 60
    wanted, views = studies.choose(parsed.papers), datasets.related(parsed.data, parsed.root)
    playback_source.remember(views[0])
    asked = make_plan(wanted, views, parsed.seeds)
    for remark in asked.remarks:
        _tell(remark)
    outcomes = reproduction.reproduce(
        asked, parsed.runs, device=parsed.device, precision=parsed.precision, end=end, tell=_tell
    )
    made, refused = [], 0
    with _archived(parsed.archive, parsed.runs) as keep:
        for outcome in outcomes:
            if outcome.run is None:
                refused += 1
                _tell(f"{outcome.row} was not trained: {outcome.problem}")
            else:
                made.append(outcome.run)
                keep()
    show(parsed, [summary(trained) for trained in made])
    return 2 if refused else 0


@contextmanager
def _archived(file: Path | None, root: Path) -> Iterator[Callable[[], object]]:
    """Take over what the archive holds; what is yielded writes it anew, as does the end, Ctrl-C included."""
    from genrelib.studies import archive

    if file is None:
        yield lambda: None
        return
    if file.exists():
        _tell(f"{len(archive.unpack(file, root))} runs of {file} were taken over")
    try:
        yield lambda: archive.pack(root, file)
    finally:
        for name in archive.pack(root, file):
            _tell(f"{name} did not fit into {file} and stays in {root}")


def _tell(line: str) -> None:
    print(f"genrelib reproduce: {line}", file=sys.stderr)
