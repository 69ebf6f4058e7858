"""Train one system: `train`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show, summary


def add(commands) -> None:
    command = commands.add_parser("train", help="train one system")
    command.add_argument("system", metavar="SYSTEM")
    command.add_argument("--split", metavar="S")
    command.add_argument("--seed", type=options.seed, default=0, metavar="N")
    command.add_argument("--epochs", type=options.positive, metavar="N")
    command.add_argument("--resume", action="store_true", help="go on with an interrupted training")
    command.add_argument(
        "--deterministic", action="store_true", help="the same numbers again on this machine; not on another"
    )
    options.training(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers
    from genrelib.datasets import playback_source
    from genrelib.train import train_system
    from genrelib.train.processes import leads

    system = papers.get(parsed.system)
    data = datasets.get(parsed.data, parsed.root)
    split = parsed.split or data.default_split
    if split not in data.splits:
        raise ValueError(data.refusal(split))
    if leads():
        playback_source.remember(data)
    trained = train_system(
        system,
        data,
        split,
        parsed.seed,
        options.chosen_runs(parsed),
        epochs=parsed.epochs,
        device=parsed.device,
        resume=parsed.resume,
        deterministic=parsed.deterministic,
        precision=parsed.precision,
    )
    if not leads():
        return 0
    return show(parsed, [summary(trained)])
