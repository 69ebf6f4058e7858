"""Options that several commands share, and the values they accept."""

import argparse
from collections.abc import Callable
from pathlib import Path

from genrelib import home

Run = Callable[[argparse.Namespace], int]  # parsed -> exit status


def json(command: argparse.ArgumentParser, run: Run) -> None:
    """Add --json, which every command takes, and set the function that runs the command."""
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    command.set_defaults(run=run)


def training(command: argparse.ArgumentParser, run: Run) -> None:
    """Add the options of a training: data, device, precision and the folder of runs."""
    command.add_argument("--data", required=True, metavar="NAME")
    command.add_argument("--root", type=place, metavar="DIR")
    device(command)
    command.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16"),
        default="auto",
        help="bfloat16 is faster on processors made for it; auto: for large networks on a GPU",
    )
    folder_of_runs(command)
    json(command, run)


def system_or_run(command: argparse.ArgumentParser) -> None:
    """Add --system and --run, of which one names who is asked; the folder of the run is `folder`."""
    which = command.add_mutually_exclusive_group()
    which.add_argument("--system", metavar="S")
    which.add_argument("--run", type=place, metavar="DIR", dest="folder")


def folder_of_runs(command: argparse.ArgumentParser) -> None:
    """Add --runs; `chosen_runs` knows the default, which commands that write nothing never ask for."""
    command.add_argument(
        "--runs", type=place, metavar="DIR", help="where runs are kept, by default $GENRELIB_HOME/runs"
    )


def chosen_runs(parsed: argparse.Namespace) -> Path:
    return parsed.runs or home() / "runs"


def device(command: argparse.ArgumentParser) -> None:
    command.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")


def place(text: str) -> Path:
    """A path; `~` at its beginning is the user's home: shells leave it as it is in `--root=~/music`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # a name that begins so, of no user
        return Path(text)


def seed(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 10 or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to {2**32 - 1}, got {text}")
    return int(text)


def positive(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 18 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text}")
    return int(text)


def minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected minutes above 0, got {text}")
    return value
