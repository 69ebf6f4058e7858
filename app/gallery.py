"""The widgets of a confusion matrix: a cell is chosen in it or from a list, and of the cell's rows the one to hear."""

from collections.abc import Callable
from functools import partial

import link
import pandas as pd
import streamlit as st

from genrelib import plots
from genrelib.predictions.genres import GenrePredictions

PAGE = 5  # rows that stand above the player without scrolling
CHOICES = "choices"  # how often a click chose a cell
EVERY = ""  # the cell that is none: all mistakes


def matrix(answers: GenrePredictions, write: Callable[[int, float], str], cell: str) -> None:
    """Draw the confusions; a click on a square chooses the cell, another one on the same square leaves it."""
    figure = plots.confusion(answers.counts, answers.labels, write, _cells(answers).get(cell, (None,))[0])
    # A new key after each choice: a figure that keeps its selection is silent when the same square is clicked again.
    key = f"matrix {st.session_state.get(CHOICES, 0)}"
    with st.container(key="matrix"):
        st.plotly_chart(
            figure,
            key=key,
            on_select=partial(_clicked, key, cell),
            selection_mode="points",
            config={"displayModeBar": False},
            alt="Confusion matrix; the list beside it has the same squares",
        )


def summary(answers: GenrePredictions, noun: str) -> str:
    """What to see in the matrix: its largest confusion."""
    truth, answer, count = answers.cells()[0]
    total = int((answers.table.truth == truth).sum())
    if not count:
        return "No genre was taken for another."
    return (
        f"Most often confused: {count} of {total} {noun}s of {truth} are called {answer}. Click a square to hear them."
    )


def cell(answers: GenrePredictions, noun: str) -> str:
    """Let a cell be chosen from a list, the most frequent confusion first; EVERY for all mistakes."""
    cells = _cells(answers)
    link.choose("cell", [EVERY, *cells])

    def words(name: str) -> str:
        if name == EVERY:
            return f"All mistakes: {len(answers.mistakes)} of {len(answers.table)} {noun}s"
        (truth, answer), count = cells[name]
        return f"{_said(truth, answer)}: {count}"

    st.selectbox("Show", [EVERY, *cells], format_func=words, key="cell", on_change=link.forget, args=["row", "t"])
    return link.keep("cell")


def rows(answers: GenrePredictions, cell: str) -> pd.DataFrame:
    """The rows of the cell, under a chip that takes it away; without one all mistakes."""
    if cell == EVERY:
        return answers.mistakes
    truth, answer = _cells(answers)[cell][0]
    st.button(
        link.plain(_said(truth, answer)),
        icon=":material/close:",
        icon_position="right",
        key="chip",
        help="Show all mistakes again",
        on_click=_choose,
        args=[EVERY],
    )
    return answers.cell(truth, answer)


def row(
    found: pd.DataFrame,
    facts: pd.DataFrame,
    playable: frozenset[str],
    order: str = "Most confident first",
    write: Callable[[pd.Series], str] | None = None,
) -> pd.Series:
    """Let one of the rows be chosen, a page at a time; arrow keys step through them.

    Where some tracks are `playable`, the others say that they are not. `write` says of a row what was answered, by
    default one genre and the true one; `order` says how rows are sorted. What is
    true of a row may stand in a column `bears`.
    """
    link.choose("row", list(found.index))
    first = found.index.get_loc(st.session_state.row) // PAGE * PAGE
    shown = found.iloc[first : first + PAGE].join(facts, on="track").fillna("")
    shown["silent"] = bool(playable) & ~shown.track.isin(playable)
    st.radio(
        order,
        list(shown.index),
        format_func=lambda name: _numbers(shown.loc[name], write or _genres),
        captions=[_known(told) for _, told in shown.iterrows()],
        key="row",
        on_change=link.forget,
        args=["t"],
    )
    if len(found) > PAGE:
        page = first // PAGE + 1
        key = f"page {page}"  # a new one each time: its value follows the row
        st.pagination(-(-len(found) // PAGE), default=page, key=key, on_change=_turn, args=[key, found.index])
    return found.loc[link.keep("row")]


def _cells(answers: GenrePredictions) -> dict[str, tuple[tuple[str, str], int]]:
    """Each cell and its count by the name that links carry."""
    return {_name(truth, answer): ((truth, answer), count) for truth, answer, count in answers.cells()}


def _name(truth: str, answer: str) -> str:
    return f"{truth}-as-{answer}"


def _said(truth: str, answer: str) -> str:
    return f"true {truth}, said {answer}"


def _clicked(key: str, cell: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        clicked = _name(*points[0]["customdata"][:2])
        _choose(EVERY if clicked == cell else clicked)


def _choose(cell: str) -> None:
    st.session_state.cell = cell
    st.session_state[CHOICES] = st.session_state.get(CHOICES, 0) + 1
    link.forget("row", "t")


def _turn(key: str, index: pd.Index) -> None:
    st.session_state.row = index[(st.session_state[key] - 1) * PAGE]
    link.forget("t")


def _numbers(row: pd.Series, write: Callable[[pd.Series], str]) -> str:
    silent = " :material/volume_off:" if row.silent else ""
    return f"{write(row)} · {link.plain(row.track)} at {row.start:.1f} s{silent}"


def _genres(row: pd.Series) -> str:
    said = f"**{plots.percent(row.confidence)} {link.plain(row.answer)}**"
    if row.answer != row.truth:
        said += f", {plots.percent(row.credence)} {link.plain(row.truth)}"
    return said


def _known(row: pd.Series) -> str:
    work = ": ".join(link.plain(part) for part in (row.artist, row.title) if part) or "artist unknown"
    if row.get("bears"):
        work += f" · is {link.plain(row.bears)}"
    return f"{work} · :orange[:material/warning: {link.plain(row.fault)}]" if row.fault else work
