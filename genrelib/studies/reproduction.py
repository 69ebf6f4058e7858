"""`reproduce`: the rows of a plan, one after the other, each for its share of the time.

The whole picture comes first: one seed of every row, each with an equal share of the time that is left, the cheapest
rows first, so that what they do not need goes to the dearer ones. Then the rows that were cut short go on, then come
further seeds. What is finished is skipped. Runs are folders: copied to another machine, they go on there.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from genrelib import runs
from genrelib.studies.plan import Plan, Row
from genrelib.train import choose_device, train_system
from genrelib.train.deadline import OutOfReach
from genrelib.train.origin import describe_origin


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of a row: a run, or a problem in words."""

    row: Row
    run: runs.Run | None
    problem: str = ""


def reproduce(
    plan: Plan,
    root: Path,
    *,
    device: str = "auto",
    precision: str = "float32",
    end: float = float("inf"),
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Outcome]:
    """Train the rows of a plan into the folder of runs `root`, until `end` (of time.monotonic()) or all are finished.

    What is fitted in one call cannot be cut short; a network is, at the step under way, in time to be measured. One
    that could not even be measured in its share of the time is out of reach, and the others share what it leaves.
    `tell` is given a line for people before each row, and what is not done and why. A row that cannot be trained is an
    outcome with a problem, and the others go on.

    Raises ValueError if there is no such device, and KeyboardInterrupt after Ctrl-C: nothing is lost, the next call
    goes on from there.
    """
    here = describe_origin(choose_device(device))["device"]
    for what, waiting in _stages(plan.rows, root):
        for number, row in enumerate(waiting):
            left = end - time.monotonic()
            if left <= 0:
                tell(_time_is_up(plan, root))
                return
            share = left / (len(waiting) - number)
            doubt = _doubt(row.folder(root), share, here)
            tell(f"{what}, {number + 1} of {len(waiting)}: {row}; {doubt or _for(share, left)}")
            if doubt:
                continue
            try:
                yield _outcome(row, root, device, precision, time.monotonic() + share)
            except OutOfReach as reason:
                tell(f"out of reach: {reason}")


def _stages(rows: Sequence[Row], root: Path) -> Iterator[tuple[str, list[Row]]]:
    """What is to do next, in words, and its rows; looked up when its turn comes."""
    for seed in sorted({row.seed for row in rows}):
        of_seed = [row for row in rows if row.seed == seed]
        yield f"seed {seed}", [row for row in of_seed if _there(row, root) is None]
        yield f"going on, seed {seed}", [row for row in of_seed if (run := _there(row, root)) and run.partial]


def _there(row: Row, root: Path) -> runs.Run | None:
    folder = row.folder(root)
    return runs.load(folder) if (folder / "run.json").exists() else None


def _doubt(folder: Path, share: float, device: str) -> str:
    """Why a row had better be left as it is; "" if it is begun or gone on with.

    A partial run whose state was not copied with it can only be begun anew, and would replace what there is: that is
    done where the whole recipe may run, or for longer than that run took on a device of the same name.
    """
    run = runs.load(folder) if (folder / "run.json").exists() else None
    if run is None or run.has_state or share == float("inf"):
        return ""
    took = max(run.info["seconds"], run.history.seconds.sum() if len(run.history) else 0.0)
    if run.info["device"] == device and share > took:
        return ""
    return (
        f"left as it is: {run.partial}, on {run.info['device']} in {_minutes(took)}; its state is not here, and begun "
        f"anew for {_minutes(share)} it might end with less"
    )


def _outcome(row: Row, root: Path, device: str, precision: str, deadline: float) -> Outcome:
    try:
        run = train_system(
            row.system, row.data, row.split, row.seed, root,
            device=device, resume=True, precision=precision, deadline=deadline,
        )  # fmt: skip
    except OutOfReach:
        raise
    except ValueError as reason:
        return Outcome(row, None, str(reason))
    except KeyboardInterrupt as wish:
        raise KeyboardInterrupt(f"interrupted in {row}; nothing is lost, the same command goes on from there") from wish
    return Outcome(row, run)


def _time_is_up(plan: Plan, root: Path) -> str:
    there = [_there(row, root) for row in plan.rows]
    finished = sum(run is not None and not run.partial for run in there)
    partial = sum(run is not None and bool(run.partial) for run in there)
    return (
        f"time is up: of {len(there)} rows {finished} are finished, {partial} cut short, "
        f"{len(there) - finished - partial} not begun; the same command goes on"
    )


def _for(share: float, left: float) -> str:
    return "no limit of time" if share == float("inf") else f"{_minutes(share)} of {_minutes(left)} left"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"
