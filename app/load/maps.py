"""Maps of networks' spaces: tracks, layouts, neighbours and figures, each made once for all sessions."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from load import opinions, predictions, sounds
from load.map_kinds import COLORINGS
from load.runs import RUN, version
from load.shared import kept_for_all, turn
from load.sounds import Sound

from genrelib import plots
from genrelib.numerals import percent
from genrelib.predictions import embedding_layouts, embedding_space, neighbourhoods
from genrelib.predictions.embedding_layouts import Layout, PcaLayout, TsneLayout
from genrelib.predictions.embedding_space import EmbeddingSpace
from genrelib.runs import Run
from genrelib.task import GENRES

NEAREST = 5  # tracks that are named as most alike


def mapped(run: Run) -> bool:
    """True if the run holds what a map is made of."""
    return run.has_embeddings and run.has_answers


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=RUN)
def space(run: Run) -> EmbeddingSpace:
    """The space of a run's network. Raises RunError if its files are damaged."""
    return embedding_space.of_run(run)


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False, hash_funcs=RUN)
def tracks(run: Run) -> pd.DataFrame:
    """The tracks of a run's space with all that is known of them.

    Columns of `EmbeddingSpace.table`, and genre, artist, title, fault ("" where unknown), tags ("" on genres), answer
    and confidence ("" and NaN of what was not tested, and on tags).
    """
    table = space(run).table.join(sounds.facts(run.data), on="track")
    for column in ("genre", "artist", "title", "fault"):
        table[column] = table[column].fillna("").astype(object)
    if run.task != GENRES:
        return table.assign(tags=table.labels.str.join(", "), answer="", confidence=float("nan"))
    learned = table.labels.str[0]  # as the run knows it; older ones do not know it of training tracks
    answers = predictions.of_genres(run, "track").table
    tested = answers[["answer", "confidence"]].reindex(table.track.where(table.part == "test").to_numpy())
    return table.assign(
        genre=learned.where(learned.notna(), table.genre),
        tags="",
        answer=tested.answer.fillna("").to_numpy(object),
        confidence=tested.confidence.to_numpy(),
    )


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False, hash_funcs=RUN)
def colorings(run: Run) -> dict[str, str]:
    """Titles of the ways of COLORINGS that tell some of the run's tracks apart."""
    table = tracks(run)
    return {name: way.title for name, way in COLORINGS.items() if (table[way.column] != "").any()}


@st.cache_resource(max_entries=16, ttl=60, show_spinner=False, hash_funcs=RUN)
def lines(run: Run) -> dict[str, str]:
    """A line on each track of the map, by the name of its row."""
    table = tracks(run)
    known = zip(table.index, table.genre, table.part, table.artist, table.title, strict=True)
    return {name: " · ".join(part for part in (name, *facts) if part) for name, *facts in known}


# Which tracks can be played here is looked up again after ten seconds, too.
@st.cache_resource(max_entries=32, ttl=10, show_spinner=False, hash_funcs=RUN)
def opening(run: Run) -> str | None:
    """The surest mistake that can be played here, or else any test track that can; the name of its row."""
    table = tracks(run)
    tested = table[table.part == "test"]
    audible = tested[tested.track.isin(sounds.playable(run.data))]
    for rows in (audible, tested):
        wrong = rows[(rows.answer != "") & (rows.answer != rows.genre)]
        if len(wrong):
            return str(wrong.confidence.idxmax())
        if len(rows):
            return str(rows.index[0])
    return None


def by_components(run: Run) -> PcaLayout:
    """The space by its principal components. Raises ValueError if it cannot be laid out."""
    return _by_components(run)


def by_tsne(run: Run) -> TsneLayout:
    """The space by t-SNE, with progress where it is made now. Raises ValueError if it cannot be laid out."""
    place = st.empty()
    layout = _by_tsne(run, lambda share: place.progress(share, f"Moving {len(space(run).table)} tracks …"))
    place.empty()
    return layout


LAYOUTS: dict[str, Callable[[Run], Layout]] = {"pca": by_components, "tsne": by_tsne}
_MADE: dict[str, Callable[[Run], Layout]] = {  # without a word on the page, for what is kept itself
    "pca": by_components,
    "tsne": lambda run: _by_tsne(run, lambda share: None),
}
_DRAWN: dict[str, Callable[[go.Figure], go.Figure]] = {"pca": plots.to_scale, "tsne": lambda figure: figure}


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def kept(run: Run, layout: str) -> neighbourhoods.Kept:
    """The share of neighbours that a layout keeps."""
    return neighbourhoods.kept(space(run).directions, _positions(run, layout))


@st.cache_resource(max_entries=32, ttl=60, show_spinner=False, hash_funcs=RUN)
def nearest_answer(run: Run) -> neighbourhoods.NearestAnswer:
    """Right answers of the nearest training track beside the network's. Raises ValueError where no genre is known."""
    return neighbourhoods.nearest_answer(space(run), predictions.of_genres(run, "track"), tracks(run).genre)


@st.cache_resource(max_entries=512, show_spinner=False, hash_funcs=RUN)
def near_track(run: Run, name: str) -> pd.Series:
    """Distances of the tracks nearest to one of them, by name."""
    return space(run).nearest(space(run).place(name), NEAREST, without=[name])


def near_sound(run: Run, sound: Sound) -> pd.Series:
    """Distances of the tracks nearest to a visitor's sound, by name. Raises ValueError if it cannot be judged."""
    return space(run).nearest(space(run).direction(opinions.predict(run, sound).embedding), NEAREST)


def place(run: Run, layout: str, sound: Sound) -> tuple[float, float]:
    """The position of a visitor's sound on the map. Raises ValueError if it cannot be judged."""
    direction = space(run).direction(opinions.predict(run, sound).embedding)
    return _place(run, layout, tuple(direction.tolist()))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def figure(
    run: Run, layout: str, coloring: str, tag: str, marks: plots.Marks, within: tuple[str, ...] | None
) -> go.Figure:
    """The map, coloured by a way of COLORINGS; `within` names the tracks that are gathered."""
    table = tracks(run)
    kinds, looks = COLORINGS[coloring].kinds(table, tag)
    positions = _positions(run, layout)
    points = pd.DataFrame(
        {"x": positions[:, 0], "y": positions[:, 1], "kind": kinds, "note": [_note(row) for row in table.itertuples()]},
        index=table.index,
    )
    chosen = None if within is None else frozenset(within)
    return _DRAWN[layout](plots.embedding_map(points, looks, _axes(run, layout), marks, chosen))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def _by_components(run: Run) -> PcaLayout:
    return embedding_layouts.pca(space(run).directions)


# Streamlit's caches would replay the progress.
@kept_for_all(128 << 20, size=lambda layout: 16_000 * len(layout.positions), key=lambda run, advance: version(run))
def _by_tsne(run: Run, advance: Callable[[float], object]) -> TsneLayout:
    with turn():
        return embedding_layouts.tsne(space(run).directions, advance)


def _positions(run: Run, layout: str) -> np.ndarray:
    return _MADE[layout](run).positions


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def _place(run: Run, layout: str, direction: tuple[float, ...]) -> tuple[float, float]:
    x, y = _MADE[layout](run).place(np.array([direction]))[0]
    return float(x), float(y)


def _axes(run: Run, layout: str) -> tuple[str, str]:
    if layout == "pca":
        first, second = by_components(run).shares
        return f"first component: {percent(first)} of the variance", f"second: {percent(second)}"
    return "", ""


def _note(row) -> str:
    work = ": ".join(part for part in (row.artist, row.title) if part)
    answer = f"answered {row.answer} with {percent(row.confidence)}" if row.answer else ""
    return " · ".join(part for part in (row.genre, row.tags, answer, row.part, work, row.fault) if part)
