"""`reproduce`: what the studies ask of a data set, in which order it is trained, and for how long each row.

The whole picture comes first: one seed of every row, each with an equal share of the time that is left, the cheapest
rows first, so that what they do not need goes to the dearer ones. Then the rows that were cut short go on, then come
further seeds. What is finished is skipped. Runs are folders: copied to another machine, they go on there.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from genrelib import papers, runs
from genrelib.datasets import Dataset
from genrelib.material import FILLED
from genrelib.origin import origin
from genrelib.system import Study, System
from genrelib.train import choose_device, train

PARTS = ("train", "valid", "test")
USUAL = 30.0  # s, where a track's length is not known


@dataclass(frozen=True, eq=False)
class Row:
    """A run that a study asks for."""

    system: System
    data: Dataset
    split: str
    seed: int

    def __str__(self) -> str:
        return f"{self.system.name} on {self.data.name}, {self.split}, seed {self.seed}"

    def folder(self, root: Path) -> Path:
        return runs.address(root, self.data.name, self.split, self.system.name, self.seed)


@dataclass(frozen=True, eq=False)
class Plan:
    """Rows seed by seed, the cheapest first; remarks on what is asked otherwise than in the papers, or not at all."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of a row: a run, or a problem in words."""

    row: Row
    run: runs.Run | None
    problem: str = ""


def plan(studies: Sequence[Study], views: Sequence[Dataset], seeds: int | None = None) -> Plan:
    """What can be asked of a data set, given with its views: a study of tags goes to the one that has tags.

    The split is the study's own where the set has it, otherwise the set's default. `seeds` of each row, by default as
    many as its study says; on splits stricter than the study's one.
    """
    rows, remarks = {}, []
    for study in studies:
        data = next((view for view in views if study.metric in view.task.headline), None)
        if data is None:
            remarks.append(
                f"{study.name} is not run: it asks for {study.metric}, which {views[0].name} has no labels for"
            )
            continue
        split = study.split if study.split in data.splits else data.default_split
        remarks.append(f"{study.name} is asked of {data.name}, split {split}{_otherwise(study, data)}")
        wanted = [(split, seed) for seed in range(seeds or study.seeds)]
        wanted += [(stricter, 0) for stricter in study.stricter if stricter in data.splits]
        systems = [papers.get(name) for name in study.systems]
        refused = {}
        for system in systems:
            reason = unfit(system, data, split)
            if reason:
                refused.setdefault(reason, []).append(system.name)
                continue
            for split_, seed in wanted:
                rows.setdefault((system.name, data.name, split_, seed), Row(system, data, split_, seed))
        remarks += [f"{study.name}: not run are {', '.join(names)}: {reason}" for reason, names in refused.items()]
        remarks += [f"{study.name}: {said}" for said in dict.fromkeys(short_tracks(s, data) for s in systems) if said]
    return Plan(tuple(sorted(rows.values(), key=lambda row: (row.seed, cost(row.system, row.data)))), tuple(remarks))


def reproduce(
    plan: Plan,
    root: Path,
    *,
    device: str = "auto",
    precision: str = "float32",
    budget: float | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Outcome]:
    """Train the rows of a plan into the folder of runs `root`, for `budget` minutes, or until all are finished.

    What is fitted in one call cannot be cut short; a network is, at the step under way, in time to be measured.
    `tell` is given a line for people before each row and when time is up. A row that cannot be trained is an outcome
    with a problem, and the others go on.

    Raises ValueError if there is no such device, and KeyboardInterrupt after Ctrl-C: nothing is lost, the next call
    goes on from there.
    """
    here = origin(choose_device(device))["device"]
    end = time.monotonic() + budget * 60 if budget else float("inf")
    for what, waiting in _stages(plan.rows, root):
        for number, row in enumerate(waiting):
            left = end - time.monotonic()
            if left <= 0:
                tell(_time_is_up(plan, root))
                return
            share = left / (len(waiting) - number)
            doubt = _doubt(row.folder(root), share, here)
            tell(f"{what}, {number + 1} of {len(waiting)}: {row}; {doubt or _for(share, left)}")
            if not doubt:
                yield _outcome(row, root, device, precision, time.monotonic() + share)


def unfit(system: System, data: Dataset, split: str) -> str:
    """Why a system cannot be trained on a data set, in words; "" if it can, as far as lengths are known."""
    if data.frontend not in (None, system.frontend):
        return f"{data.name} holds features without sound, of another front end"
    clips = pd.DataFrame({"track": data.tracks.index[~_too_short(system, data)], "start": 0.0})
    empty = set(PARTS) - set(data.parts(split, clips))
    return f"too few tracks of {data.name} are long enough for clips of {system.clip:g} s" if empty else ""


def short_tracks(system: System, data: Dataset) -> str:
    """Which tracks are left out for being too short, in words; "" for none, or where none is long enough."""
    short = _too_short(system, data)
    if not short.any() or short.all():
        return ""
    share = short.groupby(data.tracks.genre).mean()
    most = [genre for genre in share.index if share[genre] > 0.5]
    whose = f", most of those of {', '.join(most)}" if most else ""
    return f"{short.sum()} of {len(short)} tracks are too short for clips of {system.clip:g} s and left out{whose}"


def cost(system: System, data: Dataset) -> float:
    """Operations of a whole training, to put rows in order by; 0 for what is fitted in one call.

    Counted are forward passes over all clips in all epochs of the recipe, though patience may end it sooner.
    """
    recipe = system.recipe
    if recipe is None:
        return 0.0
    seconds = data.tracks.seconds.fillna(USUAL)
    clips = 1 + ((seconds - system.clip).clip(lower=0) // (system.clip * (1 - recipe.overlap)))
    most = min((count for count in (recipe.limit, recipe.draw) if count), default=None)
    learned = len(clips) if recipe.crop else clips.clip(upper=most).sum()
    return float(_operations(system.name, len(data.classes)) * learned * recipe.epochs)


@cache
def _operations(name: str, classes: int) -> int:
    return papers.get(name).operations(classes)


def _too_short(system: System, data: Dataset) -> pd.Series:
    return data.tracks.seconds < FILLED * system.clip  # an unknown length is not below


def _otherwise(study: Study, data: Dataset) -> str:
    """How this differs from what the paper did."""
    said = f" (it has no {study.split})" if study.split not in data.splits else ""
    if data.name == study.data:
        return said
    others = "" if data.name in study.stand_ins else "".join(f", or {name}" for name in study.stand_ins)
    return f"{said}; the study is about {study.data}{others}"


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
        run = train(
            row.system, row.data, row.split, row.seed, root,
            device=device, resume=True, precision=precision, deadline=deadline,
        )  # fmt: skip
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
