"""Kinds of tracks that a map tells by colour and shape: by genre, by what the network said, by part, artist or fault.

Each function takes the table of `load.maps.tracks` and gives the kind of each row, and how the kinds look.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from genrelib import plots
from genrelib.plots import PALETTE, Kind

FEW = 8  # artists and faults that have a colour
REST = Kind(PALETTE[8], quiet=True)
NOT_TESTED = "not tested"
SURE = {  # confidence from which on -> how it looks: warm unsure, cold sure
    0.0: Kind(PALETTE[6], "diamond"),
    0.5: Kind(PALETTE[1], "square"),
    0.7: Kind(PALETTE[0], "triangle-up"),
    0.9: Kind(PALETTE[4], "circle"),
}
RIGHT = {"right": Kind(PALETTE[0]), "wrong": Kind(PALETTE[6], "x"), NOT_TESTED: REST}

Kinds = tuple[pd.Series, Mapping[str, Kind]]


class Coloring(NamedTuple):
    """A way to colour a map: its title, its kinds, and the column without which it has none."""

    title: str
    kinds: Callable[[pd.DataFrame, str], Kinds]
    column: str


def by_genre(tracks: pd.DataFrame, tag: str) -> Kinds:
    return _labels(tracks.genre, "genre unknown")


def by_answer(tracks: pd.DataFrame, tag: str) -> Kinds:
    kinds, looks = _labels(tracks.answer, NOT_TESTED)
    of_genres = by_genre(tracks, tag)[1]  # an answer looks as the genre does
    return kinds, {name: of_genres.get(name, look) for name, look in looks.items()}


def by_right(tracks: pd.DataFrame, tag: str) -> Kinds:
    right = tracks.genre == tracks.answer
    return right.map({True: "right", False: "wrong"}).where(tracks.answer != "", NOT_TESTED), RIGHT


def by_confidence(tracks: pd.DataFrame, tag: str) -> Kinds:
    bounds = [*SURE, 1.0]
    names = [f"{low:.0%} to {high:.0%}".replace("%", " %") for low, high in pairwise(bounds)]
    binned = pd.cut(tracks.confidence, [*SURE, 1.01], right=False, labels=names).astype(object)
    looks = dict(zip(names, SURE.values(), strict=True)) | {NOT_TESTED: REST}
    return binned.where(tracks.answer != "", NOT_TESTED), looks


def by_part(tracks: pd.DataFrame, tag: str) -> Kinds:
    return tracks.part, _unnamed(plots.kinds_of(list(plots.PARTS), list(plots.PARTS.values())))


def by_artist(tracks: pd.DataFrame, tag: str) -> Kinds:
    return _frequent(tracks.artist, "other artists")


def by_fault(tracks: pd.DataFrame, tag: str) -> Kinds:
    return _frequent(tracks.fault.str.partition(":")[0], "no known fault")


def by_tag(tracks: pd.DataFrame, tag: str) -> Kinds:
    having, without = f"has {tag}", f"not {tag}"
    kinds = tracks.labels.map(lambda labels: having if tag in labels else without)
    return kinds, {having: Kind(PALETTE[6], "diamond"), without: REST}


COLORINGS = {
    "genre": Coloring("genre", by_genre, "genre"),
    "answer": Coloring("answer", by_answer, "answer"),
    "right": Coloring("right or wrong", by_right, "answer"),
    "confidence": Coloring("confidence", by_confidence, "answer"),
    "tag": Coloring("a tag", by_tag, "tags"),
    "part": Coloring("part", by_part, "part"),
    "artist": Coloring("artist", by_artist, "artist"),
    "fault": Coloring("fault", by_fault, "fault"),
}


def _labels(labels: pd.Series, unknown: str) -> Kinds:
    known = sorted(set(labels) - {""})
    return labels.where(labels != "", unknown), plots.kinds_of(known, plots.colors(known)) | {unknown: REST}


def _frequent(names: pd.Series, rest: str) -> Kinds:
    """The FEW most frequent names, of equals the first by name; all others are the rest."""
    counts = names[names != ""].value_counts()
    few = sorted(counts.index, key=lambda name: (-counts[name], name))[:FEW]
    return names.where(names.isin(few), rest), _unnamed(plots.kinds_of(few, plots.colors(few))) | {rest: REST}


def _unnamed(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Kinds that lie all over the map, so that no name could stand in their midst."""
    return {name: replace(kind, named=False) for name, kind in kinds.items()}
