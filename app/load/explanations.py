"""Maps of what answers rest on, what networks hold over time, and scores of methods: each computed once for all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
import pandas as pd
import streamlit as st
from load import opinions, runs
from load.shared import kept_for_all, turn
from load.sounds import Sound

from genrelib import home, interpret, papers
from genrelib.evaluate import Interval
from genrelib.frontends import Clips
from genrelib.inference import Model
from genrelib.interpret import ImportanceMap, held_values, sanity, scores, stretch, untrained
from genrelib.interpret.stretch import Stretch
from genrelib.runs import Run

PATIENCE = 0.7  # s after which progress is shown
CONTROL = "change of sound"
SHOWN = 5  # labels whose logits are drawn


@dataclass(frozen=True, eq=False)
class Asked:
    """A question to a run's network: how does this stretch of a sound speak for this label?"""

    run: Run
    sound: Sound
    stretch: Stretch
    label: str

    @property
    def key(self) -> tuple:
        """Name in caches."""
        return (*self.piece, self.label)

    @property
    def piece(self) -> tuple:
        """Name in caches of what is the same for every label."""
        return runs.version(self.run), self.sound.digest, self.stretch


ASKED = {Asked: lambda asked: asked.key}  # how caches tell questions apart: `hash_funcs` of streamlit


@dataclass(frozen=True, eq=False)
class Doubt:
    """The map of the same network without what it learned.

    `kept` is the rank correlation of both maps, `kept_over_time` of what is left of them when all Hz are summed.
    """

    shown: ImportanceMap
    kept: float
    kept_over_time: float

    @property
    def passes(self) -> bool:
        """False where the map stays as it was, and is not about what the network learned."""
        return self.kept < sanity.ALIKE

    @property
    def passes_over_time(self) -> bool:
        """False where the moments at which it points stay as they were."""
        return self.kept_over_time < sanity.ALIKE


@dataclass(frozen=True)
class Score:
    """Hits of a method on needles by a run, beside those of chance; `tracks` counts needles, `beds` their music.

    `edges` are the hits of CONTROL, which finds where the sound changes and knows no network; None if not measured.
    """

    run: str
    hit: Interval
    chance: float
    edges: float | None
    tracks: int
    beds: int


def ask(run: Run, sound: Sound, second: float, label: str) -> Asked:
    """The question about the stretch around a second."""
    return Asked(run, sound, stretch.around(papers.get(run.system), sound.recording.length, second), label)


def importance(asked: Asked, method: str) -> ImportanceMap:
    """The map of a method within the stretch. Raises ValueError as `interpret.explain` does."""
    return _joined(asked, clip_maps(asked, method))


def doubt(asked: Asked, method: str) -> Doubt:
    """The sanity check of that very map. Raises ValueError as `importance` does."""
    before, after = (maps(asked, method) for maps in (clip_maps, _maps_untrained))
    over_time = ([shown.over_time() for shown in maps] for maps in (before, after))
    values = ([shown.values for shown in maps] for maps in (before, after))
    return Doubt(_joined(asked, after), _likeness(*values), _likeness(*over_time))


def agreement(asked: Asked, method: str, beside: str) -> float:
    """Rank correlation of the maps of two methods over time, of what speaks for the label."""
    both = [[shown.for_label() for shown in clip_maps(asked, name)] for name in (method, beside)]
    return sanity.rank_correlation(*both)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Asked: lambda asked: runs.version(asked.run)})
def held_kinds(asked: Asked) -> tuple[str, ...]:
    """Kinds of values over time that the network holds, whatever is asked about."""
    return held_values.held_kinds(opinions.model(asked.run), clips(asked))


def held(asked: Asked, kind: str) -> dict[str, ImportanceMap]:
    """Values of a kind by title, within the stretch."""
    return {title: _within(asked, shown) for title, shown in _held(asked, kind).items()}


def strongest(asked: Asked) -> list[str]:
    """Labels whose logits are drawn: those that are most probable, and the one that is asked about."""
    first = [label for label, _ in opinions.predict(asked.run, asked.sound).top(SHOWN)]
    return first if asked.label in first else [*first[:-1], asked.label]


def methods(run: Run) -> tuple[str, ...]:
    """Names of the methods that can explain a run's answers."""
    return interpret.applicable(opinions.model(run))


@st.cache_resource(ttl=60, show_spinner=False)
def score(system: str, method: str) -> Score | None:
    """Score of a method on the needles, of a run of a system; None where nobody measured it.

    Raises ValueError if the file of scores holds something else.
    """
    for folder in (scores.SHIPPED, home() / "explanations"):
        table = scores.Kept(folder).table("needle")
        own = table[table.run.astype(str).str.split("/").str[2:4].str.join("/") == system]
        for run in dict.fromkeys(own.run[own.method == method]):
            return _score(own[own.run == run], method)
    return None


def _score(rows: pd.DataFrame, method: str) -> Score:
    edges, own = (rows[rows.method == name] for name in (CONTROL, method))
    line = scores.over_methods(own, ["hit"], "bed").iloc[0]
    return Score(
        str(own.run.iloc[0]),
        Interval(line["hit"], line["hit_low"], line["hit_high"]),
        float(own.hit_chance.mean()),
        float(edges.hit.mean()) if len(edges) else None,
        len(own),
        own.bed.nunique(),
    )


@kept_for_all(64 << 20, size=lambda cut: cut.features.nbytes, key=lambda asked: asked.piece)
def clips(asked: Asked) -> Clips:
    """Clips of the stretch as the network reads them. Raises AudioError as `stretch.clips_of` does."""
    with turn():
        return stretch.clips_of(opinions.model(asked.run).system, asked.sound.recording, asked.stretch)


def _bytes(maps: list[ImportanceMap]) -> int:
    return sum(shown.values.nbytes for shown in maps)


@kept_for_all(96 << 20, size=_bytes, key=lambda asked, method: (asked.key, method))
def clip_maps(asked: Asked, method: str) -> list[ImportanceMap]:
    """A map of each clip."""
    return _explained(opinions.model(asked.run), asked, method, f"{method} …")


@kept_for_all(96 << 20, size=_bytes, key=lambda asked, method: (asked.key, method))
def _maps_untrained(asked: Asked, method: str) -> list[ImportanceMap]:
    forgetful = untrained.without_training(opinions.model(asked.run), clips(asked))
    return _explained(forgetful, asked, method, f"{method}, without what was learned …")


def _explained(model: Model, asked: Asked, method: str, text: str) -> list[ImportanceMap]:
    cut = clips(asked)
    label = asked.run.classes.index(asked.label)
    maps = []
    with _progress(text) as advance:
        for number in range(len(cut.starts)):  # one by one, so that progress is shown and others get their turn
            one = replace(cut, features=cut.features[number : number + 1], starts=cut.starts[number : number + 1])
            with turn():
                (shown,) = interpret.explain(model, one, label, method, seed=number)
            maps.append(replace(shown, values=shown.values.astype(np.float32)))
            advance((number + 1) / len(cut.starts))
    return maps


@contextmanager
def _progress(text: str) -> Iterator[Callable[[float], None]]:
    """A bar that is drawn where work takes longer than PATIENCE."""
    place = st.empty()
    begin = monotonic()

    def advance(share: float) -> None:
        passed = monotonic() - begin
        if passed > PATIENCE and share < 1:
            place.progress(share, f"{text} about {passed / share * (1 - share):.0f} s more")

    yield advance
    place.empty()


@kept_for_all(64 << 20, size=lambda shown: _bytes(list(shown.values())), key=lambda asked, kind: (asked.key, kind))
def _held(asked: Asked, kind: str) -> dict[str, ImportanceMap]:
    cut = clips(asked)
    labels = [asked.run.classes.index(label) for label in strongest(asked)]
    with turn():
        return held_values.held(opinions.model(asked.run), cut, kind, labels)


def _joined(asked: Asked, maps: list[ImportanceMap]) -> ImportanceMap:
    return _within(asked, interpret.on_one_axis(maps))


def _within(asked: Asked, shown: ImportanceMap) -> ImportanceMap:
    """The part of a map that lies in the stretch: clips of a short sound end in silence."""
    return shown.between(asked.stretch.start, asked.stretch.end)


def _likeness(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    return sanity.rank_correlation([np.abs(values) for values in before], [np.abs(values) for values in after])
