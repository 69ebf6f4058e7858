"""What the studies ask of a data set: a row for each run, which of them can be trained there, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from genrelib import papers, runs
from genrelib.clips import FILLED
from genrelib.datasets import Dataset
from genrelib.system import Study, System, describe

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


def make_plan(studies: Sequence[Study], views: Sequence[Dataset], seeds: int | None = None) -> Plan:
    """What can be asked of a data set, given with its views: a study of tags goes to the one that has tags.

    The split is the study's own where the set has it, otherwise the set's default. `seeds` of each row, by default as
    many as its study says; on splits stricter than the study's one, and one of what is fitted in one call.
    """
    rows, remarks = {}, []
    for study in studies:
        data = next((view for view in views if study.metric in view.task.headline), None)
        if data is None:
            asked, name = study.metric, views[0].name
            remarks.append(f"{study.name} is not run: it asks for {asked}, which {name} has no labels for")
            continue
        split = study.split if study.split in data.splits else data.default_split
        problems = {name: unfit(papers.get(name), data, split) for name in study.systems}
        able = [papers.get(name) for name, problem in problems.items() if not problem]
        wanted = [(split, seed) for seed in range(seeds or study.seeds)]
        wanted += [(stricter, 0) for stricter in study.stricter if stricter in data.splits]
        for system in able:
            for place, seed in wanted:
                if seed and system.recipe is None:  # fitted without chance: another seed gives the same
                    continue
                rows.setdefault((system.name, data.name, place, seed), Row(system, data, place, seed))
        if able:
            remarks.append(f"{study.name} is asked of {data.name}, split {split}{_otherwise(study, data)}")
        for reason in dict.fromkeys(filter(None, problems.values())):
            whose = ": " + ", ".join(name for name in problems if problems[name] == reason) if able else ""
            remarks.append(f"{study.name} is not run{whose}: {reason}")
        remarks += [said for said in (short_tracks(system, data) for system in able) if said]
    return Plan(tuple(_by_cost(list(rows.values()))), tuple(dict.fromkeys(remarks)))


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
    few = f"{short.sum()} of {len(short)} tracks of {data.name}"
    return f"{few} are too short for clips of {system.clip:g} s and left out{whose}"


def passes(system: System, data: Dataset) -> float:
    """Clips that a whole training hears, in all epochs of the recipe, though patience may end it sooner.

    0 for what is fitted in one call.
    """
    recipe = system.recipe
    if recipe is None:
        return 0.0
    seconds = data.tracks.seconds.fillna(USUAL)
    clips = 1 + ((seconds - system.clip).clip(lower=0) // (system.clip * (1 - recipe.overlap)))
    most = min((count for count in (recipe.limit, recipe.draw) if count), default=None)
    learned = len(clips) if recipe.crop else clips.clip(upper=most).sum()
    return float(learned * recipe.epochs)


def _by_cost(rows: list[Row]) -> list[Row]:
    """Seed by seed, in order of the operations of a whole training; those of a network are counted once."""
    operations = {}
    for row in rows:
        if row.system.recipe is not None and _network(row) not in operations:
            operations[_network(row)] = row.system.operations(len(row.data.classes))
    return sorted(rows, key=lambda row: (row.seed, operations.get(_network(row), 0) * passes(row.system, row.data)))


def _network(row: Row) -> str:
    system = row.system
    return repr(describe((system.frontend, system.clip, system.network, system.sizes, len(row.data.classes))))


def _too_short(system: System, data: Dataset) -> pd.Series:
    return data.tracks.seconds < FILLED * system.clip  # an unknown length is not below


def _otherwise(study: Study, data: Dataset) -> str:
    """How this differs from what the paper did."""
    said = f" (it has no {study.split})" if study.split not in data.splits else ""
    if data.name == study.data:
        return said
    meant = data.name in study.stand_ins or not study.stand_ins
    others = "" if meant else f", {' or '.join(study.stand_ins)} may stand in"
    return f"{said}; the study is about {study.data}{others}"
