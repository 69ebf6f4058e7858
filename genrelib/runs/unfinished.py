"""Trainings without a finished run: at work, or interrupted and waiting to be gone on with."""

import json
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from genrelib.runs.run_files import UNREADABLE, check_file

OWNER = ".owner"  # ending of the file beside a run's folder that names the process which trains it
STATE = "state.json"
LARGEST = 64 << 20  # bytes of a state's history
PLACE = "*/*/*/*/seed-*"  # data, split, paper, system


@dataclass(frozen=True, eq=False)
class Training:
    """A training that has kept its state, or that a process is at.

    `process` names that process, "" if there is none any more. `history` has a row for each epoch that is over;
    `earlier` is True while all of them were there before this process began. `epochs` is the most that its recipe
    allows, None before the first is over. `remark` says why a history cannot be read, else "".
    """

    data: str
    split: str
    system: str
    seed: int
    process: str
    history: pd.DataFrame
    earlier: bool
    epochs: int | None
    remark: str

    @property
    def name(self) -> str:
        """`data/split/system/seed-n`, as of its run."""
        return f"{self.data}/{self.split}/{self.system}/seed-{self.seed}"


def sign(folder: Path) -> Path:
    """Write who trains the run in a folder, this process; the file that says so."""
    owner = folder.with_suffix(OWNER)
    owner.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
    return owner


def underway(root: Path) -> list[Training]:
    """Trainings below `root`: those at work first, then the others, each in order of name. Nothing is written."""
    trainings = [_read(root, folder) for folder in _folders(root)]
    return sorted(trainings, key=lambda training: (not training.process, training.name))


def _folders(root: Path) -> Iterator[Path]:
    places = {file.parent for file in root.glob(f"{PLACE}/{STATE}")}
    places |= {file.with_suffix("") for file in root.glob(f"{PLACE}{OWNER}")}
    for folder in places:
        named = re.fullmatch(r"seed-\d{1,10}", folder.name)
        if named and str(folder).isprintable():
            yield folder


def _read(root: Path, folder: Path) -> Training:
    data, split, paper, system, seed = folder.relative_to(root).parts
    process, since = _process(folder.with_suffix(OWNER))
    file = folder / STATE
    remark = ""
    try:
        history, epochs = _history(file)
    except UNREADABLE as reason:
        history = pd.DataFrame()
        epochs = None
        short = " ".join(str(reason).split())[:80]
        remark = f"{file}: expected the history of a training, got something else ({short})"
    earlier = bool(process) and len(history) > 0 and file.stat().st_mtime < since
    return Training(data, split, f"{paper}/{system}", int(seed[5:]), process, history, earlier, epochs, remark)


def _history(file: Path) -> tuple[pd.DataFrame, int | None]:
    """History and most epochs of a kept state, nothing where none was kept; raises one of UNREADABLE if it is none."""
    if not file.exists():
        return pd.DataFrame(), None
    check_file(file, LARGEST)
    state = json.loads(file.read_text(encoding="utf-8"))
    history = pd.DataFrame.from_records(state["history"]).apply(pd.to_numeric)
    if history.epoch.tolist() != list(range(1, len(history) + 1)):
        raise ValueError("epochs that do not follow one another")
    return history, int(state["made_for"]["recipe"]["epochs"])


def _process(owner: Path) -> tuple[str, float]:
    """The process that a file names, "" if it ended, and when it began, in s since 1970."""
    try:
        check_file(owner, 4096)
        text = owner.read_text(encoding="utf-8")
        since = owner.stat().st_mtime
    except (OSError, ValueError):
        return "", 0.0
    named = re.fullmatch(r"process (\d{1,9}) on ([^\n]*)", text)
    if named is None or (named[2] == platform.node() and not _lives(int(named[1]))):
        return "", 0.0
    return text, since


def _lives(process: int) -> bool:
    """True if this computer has such a process; where that cannot be asked without ending it, too."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
