"""Mistakes without a run: what can be reckoned of them, and command lines that would measure them."""

from functools import singledispatch

from genrelib import datasets, papers
from genrelib.papers.publication import (
    Isolation,
    Mistake,
    StatedParts,
    StatedSizes,
    TwoEpochs,
    TwoMetrics,
    TwoSplits,
)

EVERYWHERE = "artist"  # a split that every data set of music has


def arithmetic(mistake: Mistake) -> list[str]:
    """Sentences about what of a mistake can be reckoned without a run."""
    return [sentence for isolation in mistake.isolated_by for sentence in _reckon(isolation)]


def commands(mistake: Mistake) -> list[str]:
    """Command lines that measure a mistake; none where its data set cannot be read here."""
    return next(filter(None, map(_commands, mistake.isolated_by)), [])


@singledispatch
def _reckon(isolation: Isolation) -> list[str]:
    return []


@_reckon.register
def _(isolation: StatedSizes) -> list[str]:
    off = []
    for name in isolation.systems:
        system = papers.get(name)
        counted = system.count(system.labels)
        stated = system.parameters
        if counted and stated:
            off.append(f"{name} {counted / stated - 1:+.1%}".replace("%", " %"))
    return [f"Parameters counted against those stated: {', '.join(off)}."]


@_reckon.register
def _(isolation: StatedParts) -> list[str]:
    stated, whole = sum(isolation.parts), sum(isolation.published)
    return [
        f"{' + '.join(f'{part:,}' for part in isolation.parts)} are {stated:,} tracks, {stated / whole:.1f} times the "
        f"{whole:,} of {isolation.data}, whose published split has {', '.join(f'{p:,}' for p in isolation.published)}."
    ]


@singledispatch
def _commands(isolation: Isolation) -> list[str]:
    return [_command(name, *_place(name)) for name in isolation.systems[:2]]


@_commands.register
def _(isolation: TwoSplits) -> list[str]:
    name = isolation.systems[0]
    return [_command(name, _place(name)[0], split) for split in (isolation.leaking, isolation.strict)]


@_commands.register(TwoMetrics)
@_commands.register(TwoEpochs)
def _(isolation) -> list[str]:
    return [_command(isolation.systems[0], *_place(isolation.systems[0]))]


@_commands.register
def _(isolation: StatedSizes) -> list[str]:
    return []


@_commands.register
def _(isolation: StatedParts) -> list[str]:
    known = _can_be_read(isolation.data)
    return [_command(isolation.systems[0], isolation.data, isolation.split)] if known else []


def _place(name: str) -> tuple[str, str]:
    """A data set on which a system can be trained here, the nearest to its study's, and a split."""
    plain = name.split("@")[0]
    for study in papers.STUDIES.values():
        if {name, plain} & {*study.systems}:
            for data in (study.data, *study.stand_ins):
                if _can_be_read(data):
                    return data, study.split if data == study.data else EVERYWHERE
    return "jukebox", EVERYWHERE


def _can_be_read(data: str) -> bool:
    return data in datasets.NAMES or data.partition("-")[0] in datasets.FAMILIES


def _command(name: str, data: str, split: str) -> str:
    root = "" if datasets.is_synthetic(data) else " --root DIR"
    return f"python -m genrelib train {name} --data {data}{root} --split {split}"
