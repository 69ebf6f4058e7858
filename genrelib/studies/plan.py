"""The plan of a reproduction: the runs that studies ask for on a data set, those that can be trained, their order."""

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
    """Rows seed by seed, the cheapest first, and remarks on what differs from the papers or is left out."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


def make_plan(studies: Sequence[Study], views: Sequence[Dataset], seeds: int | None = None) -> Plan:
    """Plan the studies on a data set, given with its views: a study of tags goes to the view that has tags.

    The split is the study's own where the set has it, otherwise the set's default. Each row gets `seeds` seeds, by
    default as many as its study says; one on stricter splits, and one where a system is fitted in one call.
    """
    rows = {}
    remarks = []
    for study in studies:
        data = next((view for view in views if study.metric in view.task.headline), None)
        if data is None:
            remarks.append(f"{study.name} is not run: {views[0].name} has no labels for {study.metric}")
            continue
        split = study.split if study.split in data.splits else data.default_split
        problems = {name: unfit(papers.get(name), data, split) for name in study.systems}
        able = [papers.get(name) for name, problem in problems.items() if not problem]
        places = [(split, seed) for seed in range(seeds or study.seeds)]
        places += [(stricter, 0) for stricter in study.stricter if stricter in data.splits]
        for system in able:
            for place, seed in places:
                if seed and system.recipe.repeatable:
                    continue
                rows.setdefault((system.name, data.name, place, seed), Row(system, data, place, seed))
        if able:
            remarks.append(f"{study.name} is run on {data.name}, split {split}{_deviation(study, data)}")
        for reason in dict.fromkeys(filter(None, problems.values())):
            systems = ": " + ", ".join(name for name in problems if problems[name] == reason) if able else ""
            remarks.append(f"{study.name} is not run{systems}: {reason}")
        remarks += [remark for system in able if (remark := short_tracks(system, data))]
    return Plan(tuple(_by_cost(list(rows.values()))), tuple(dict.fromkeys(remarks)))


def unfit(system: System, data: Dataset, split: str) -> str:
    """Reason why a system cannot be trained on a data set; "" if it can, as far as lengths are known."""
    if not data.serves(system.frontend):
        return f"{data.name} holds features without sound, of another front end"
    clips = pd.DataFrame({"track": data.tracks.index[~_too_short(system, data)], "start": 0.0})
    empty = set(PARTS) - set(data.parts(split, clips))
    return f"too few tracks of {data.name} are long enough for clips of {system.clip:g} s" if empty else ""


def short_tracks(system: System, data: Dataset) -> str:
    """Sentence about the tracks that are too short and left out; "" for none, or where none is long enough."""
    short = _too_short(system, data)
    if not short.any() or short.all():
        return ""
    share = short.groupby(data.tracks.genre).mean()
    most = [genre for genre in share.index if genre and share[genre] > 0.5]
    genres = f", most of those of {', '.join(most)}" if most else ""
    count = f"{short.sum()} of {len(short)} tracks of {data.name}"
    return f"{count} are too short for clips of {system.clip:g} s and left out{genres}"


def passes(system: System, data: Dataset) -> float:
    """Count the clips of a whole training, over all epochs of the recipe; patience may end it sooner.

    0 for a system that is fitted in one call.
    """
    recipe = system.recipe
    seconds = data.tracks.seconds.fillna(USUAL)
    clips = 1 + ((seconds - system.clip).clip(lower=0) // (system.clip * (1 - recipe.overlap)))
    most = min((count for count in (recipe.limit, recipe.draw) if count), default=None)
    learned = len(clips) if recipe.crop else clips.clip(upper=most).sum()
    return float(learned * recipe.epochs)


def _by_cost(rows: list[Row]) -> list[Row]:
    """Sort rows by seed, then by the operations of a whole training; those of a network are counted once."""
    operations = {}
    for row in rows:
        if row.system.is_network and _network(row) not in operations:
            operations[_network(row)] = row.system.operations(len(row.data.classes))
    return sorted(rows, key=lambda row: (row.seed, operations.get(_network(row), 0) * passes(row.system, row.data)))


def _network(row: Row) -> str:
    system = row.system
    return repr(describe((system.frontend, system.clip, system.network, system.sizes, len(row.data.classes))))


def _too_short(system: System, data: Dataset) -> pd.Series:
    return data.tracks.seconds < FILLED * system.clip  # an unknown length is not below


def _deviation(study: Study, data: Dataset) -> str:
    """Words on the differences in split and data from the paper's study."""
    split = f" (it has no {study.split})" if study.split not in data.splits else ""
    if data.name == study.data:
        return split
    known = data.name in study.stand_ins or not study.stand_ins
    others = "" if known else f", {' or '.join(study.stand_ins)} may stand in"
    return f"{split}; the study is about {study.data}{others}"
