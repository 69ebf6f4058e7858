"""Training: `train` one system, `reproduce` the papers' studies."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("train", help="train one system")
    command.add_argument("system", metavar="SYSTEM")
    command.add_argument("--split", metavar="S")
    command.add_argument("--seed", type=int, default=0, metavar="N")
    command.add_argument("--epochs", type=options.positive, metavar="N")
    command.add_argument("--resume", action="store_true", help="go on with an interrupted training")
    command.add_argument(
        "--deterministic", action="store_true", help="the same numbers again on this machine; not on another"
    )
    options.training(command, train)

    command = commands.add_parser("reproduce", help="train the rows of the papers' studies")
    command.add_argument("papers", nargs="*", metavar="PAPER")
    command.add_argument("--seeds", type=options.positive, metavar="N")
    command.add_argument("--budget", type=options.minutes, metavar="MINUTES")
    command.add_argument(
        "--archive", type=Path, metavar="FILE", help="go on from this archive of runs, and write it after every run"
    )
    options.training(command, reproduce)


def train(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers
    from genrelib.datasets import playback_source
    from genrelib.train import train
    from genrelib.train.processes import leads

    system, chosen = papers.get(parsed.system), datasets.get(parsed.data, parsed.root)
    split = parsed.split or chosen.default_split
    if split not in chosen.splits:
        raise ValueError(f"{chosen.name} has no split {split}; expected one of {', '.join(chosen.splits)}")
    run = train(
        system,
        chosen,
        split,
        parsed.seed,
        parsed.runs,
        epochs=parsed.epochs,
        device=parsed.device,
        resume=parsed.resume,
        deterministic=parsed.deterministic,
        precision=parsed.precision,
    )
    if not leads():
        return 0
    playback_source.remember(chosen)
    return show(parsed, [_summary(run)])


def reproduce(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, studies
    from genrelib.datasets import playback_source
    from genrelib.studies import reproduction
    from genrelib.studies.plan import plan

    end = time.monotonic() + (parsed.budget or float("inf")) * 60
    wanted, views = studies.choose(parsed.papers), datasets.views(parsed.data, parsed.root)
    playback_source.remember(views[0])
    asked = plan(wanted, views, parsed.seeds)
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
    show(parsed, [_summary(run) for run in made])
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


def _summary(run) -> dict:
    return {
        "run": run.name,
        "folder": str(run.folder),
        **{metric: run.metrics[metric]["value"] for metric in run.task.headline},
        "seconds": run.info["seconds"],
        "partial": run.partial,
    }
