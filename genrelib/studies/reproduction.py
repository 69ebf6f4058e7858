"""`reproduce`: train the rows of a plan, one after the other, each for its share of the time.

First comes one seed of every row. Each row gets an equal share of the time left, the cheapest rows first, so that the
time they do not need goes to the expensive ones. Then the rows that were cut short continue, then come further seeds.
Finished rows are skipped. Runs are folders: copied to another machine, they continue there.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from genrelib import runs
from genrelib.runs.atomic_replace import recover
from genrelib.studies.plan import Plan, Row
from genrelib.train import choose_device, train_system
from genrelib.train.deadline import OutOfReach
from genrelib.train.origin import describe_origin


@dataclass(frozen=True, eq=False)
class Outcome:
    """Outcome of a row: a run, or a problem in words."""

    row: Row
    run: runs.Run | None
    problem: str = ""


def reproduce(
    plan: Plan,
    root: Path,
    *,
    device: str = "auto",
    precision: str = "auto",
    end: float = float("inf"),
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Outcome]:
    """Train the rows of a plan into the folder of runs `root`, until `end` (of time.monotonic()) or all are finished.

    A system that is fitted in one call cannot be cut short; a network is cut at the step under way, early enough to be
    evaluated. A row whose share of the time is too short even for the evaluation is out of reach, and the others get
    its time. `tell` is called with a line for people before each row, and for each row that is left out. A row that
    cannot be trained is an outcome with a problem, and the others continue.

    Raises ValueError if there is no such device, and KeyboardInterrupt after Ctrl-C: nothing is lost, the next call
    continues from there.
    """
    recover(root)
    device_name = describe_origin(choose_device(device))["device"]
    for stage, waiting in _stages(plan.rows, root):
        for number, row in enumerate(waiting):
            left = end - time.monotonic()
            if left <= 0:
                tell(_time_is_up(plan, root))
                return
            share = left / (len(waiting) - number)
            reason = _reason_to_skip(row.folder(root), share, device_name)
            tell(f"{stage}, {number + 1} of {len(waiting)}: {row}; {reason or _time(share, left)}")
            if reason:
                continue
            try:
                yield _outcome(row, root, device, precision, time.monotonic() + share)
            except OutOfReach as reason:
                tell(f"out of reach: {reason}")


def _stages(rows: Sequence[Row], root: Path) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name of each stage and its rows, looked up when the stage begins."""
    for seed in sorted({row.seed for row in rows}):
        same_seed = [row for row in rows if row.seed == seed]
        yield f"seed {seed}", [row for row in same_seed if _run_of(row, root) is None]
        yield f"continuing, seed {seed}", [row for row in same_seed if (run := _run_of(row, root)) and run.partial]


def _run_of(row: Row, root: Path) -> runs.Run | None:
    return runs.existing(row.folder(root))


def _reason_to_skip(folder: Path, share: float, device: str) -> str:
    """Reason to leave a partial run unchanged; "" if it is to be started or continued.

    A partial run that was copied without its state can only be started again, which would replace it: that is done
    where the whole recipe may run, or for longer than the run took on a device of the same name.
    """
    run = runs.existing(folder)
    if run is None or run.has_state or share == float("inf"):
        return ""
    took = max(run.info["seconds"], run.history["seconds"].sum() if "seconds" in run.history else 0.0)
    if run.info.get("device") == device and share > took:
        return ""
    return (
        f"left as it is: {run.partial}, on {run.info.get('device')} in {_minutes(took)}; its state is not here, and a "
        f"new start of {_minutes(share)} might get less far"
    )


def _outcome(row: Row, root: Path, device: str, precision: str, deadline: float) -> Outcome:
    try:
        run = train_system(
            row.system,
            row.data,
            row.split,
            row.seed,
            root,
            device=device,
            resume=True,
            precision=precision,
            deadline=deadline,
        )
    except OutOfReach:
        raise
    except ValueError as reason:
        return Outcome(row, None, str(reason))
    except KeyboardInterrupt as wish:
        raise KeyboardInterrupt(f"interrupted in {row}; nothing is lost, the same command continues there") from wish
    return Outcome(row, run)


def _time_is_up(plan: Plan, root: Path) -> str:
    existing = [run for row in plan.rows if (run := _run_of(row, root))]
    partial = sum(bool(run.partial) for run in existing)
    return (
        f"time is up: of {len(plan.rows)} rows {len(existing) - partial} are finished, {partial} cut short, "
        f"{len(plan.rows) - len(existing)} not begun; the same command goes on"
    )


def _time(share: float, left: float) -> str:
    return "no time limit" if share == float("inf") else f"{_minutes(share)} of {_minutes(left)} left"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"
