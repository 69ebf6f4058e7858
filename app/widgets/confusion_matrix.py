"""A confusion matrix: a cell is chosen in it or from a list."""

from functools import partial

import pandas as pd
import streamlit as st
from load import figures, predictions
from state import address
from widgets import figure
from widgets.segment import choose_segment

from genrelib.predictions.genres import GenrePredictions
from genrelib.runs import Run

EVERY = ""  # the cell that is none: all mistakes


def matrix(run: Run, level: str, numbers: str, order: str, cell: str) -> None:
    """Draw the confusions; a click on a square chooses the cell, another one on the same square leaves it."""
    cells = _cells(predictions.of_genres(run, level))
    drawn = figures.confusion(run, level, numbers, order, cells[cell][0] if cell in cells else None)
    alt = "Confusion matrix; the list beside it has the same squares"
    figure.draw_clickable("matrix", drawn, alt, cell, partial(_clicked, cell))


def difference(run: Run, other: Run, level: str, order: str, cell: str) -> None:
    """Draw the confusions less those of another run on the same rows; clicks as in `matrix`."""
    pair = predictions.pair(run, other, level)
    cells = _cells(pair.first)
    drawn = figures.confusion_difference(run, other, level, order, cells[cell][0] if cell in cells else None)
    rows = len(pair.first.table)
    less = f"Less those of {address.plain(other.system)}, on the {rows} {level}s that both judged."
    st.markdown(f"{less} Click a square to hear it.")
    alt = "Difference of two confusion matrices; the list below them has the same squares"
    figure.draw_clickable("difference", drawn, alt, cell, partial(_clicked, cell))
    left_out = [judged - rows for judged in pair.judged]
    rest = f" {left_out[0]} and {left_out[1]} {level}s that one alone judged are left out." if any(left_out) else ""
    st.caption(
        "Counts of the first run less those of the other: blue and + where the first has more, orange and − where the "
        f"other has.{rest} A few more or less in a square are chance."
    )


def choose_answers(run: Run, other: Run, names: list[str]) -> Run:
    """Let it be chosen whose answers stand in the list: those of the run or of the other one."""
    options = {"run": address.plain(names[0]), "other": address.plain(names[1])}
    return {"run": run, "other": other}[choose_segment("Answers of", "whose", options, "row", "t")]


def summary(answers: GenrePredictions, noun: str) -> str:
    """Words on what to see in the matrix: its largest confusion."""
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
    address.choose("cell", [EVERY, *cells])

    def line(name: str) -> str:
        if name == EVERY:
            return f"All mistakes: {len(answers.mistakes)} of {len(answers.table)} {noun}s"
        (truth, answer), count = cells[name]
        return f"{_words(truth, answer)}: {count}"

    st.selectbox("Show", [EVERY, *cells], format_func=line, key="cell", on_change=address.forget, args=["row", "t"])
    return address.keep("cell")


def rows(answers: GenrePredictions, cell: str) -> pd.DataFrame:
    """The rows of the cell, under a chip that takes it away; without one all mistakes."""
    if cell == EVERY:
        return answers.mistakes
    truth, answer = _cells(answers)[cell][0]
    st.button(
        address.plain(_words(truth, answer)),
        icon=":material/close:",
        icon_position="right",
        key="chip",
        help="Show all mistakes again",
        on_click=_choose,
        args=[EVERY],
    )
    return answers.cell(truth, answer)


def lines(answers: GenrePredictions) -> dict[str, str]:
    """Words for each cell that has rows, by the name that links carry."""
    return {name: f"{_words(*pair)}: {count}" for name, (pair, count) in _cells(answers).items() if count}


def tracks(answers: GenrePredictions, cell: str) -> list[str]:
    """The tracks of a cell's rows, the most confident answer first."""
    return list(dict.fromkeys(answers.cell(*_cells(answers)[cell][0]).track))


def _cells(answers: GenrePredictions) -> dict[str, tuple[tuple[str, str], int]]:
    """Each cell and its count by the name that links carry."""
    return {predictions.square(truth, answer): ((truth, answer), count) for truth, answer, count in answers.cells()}


def _words(truth: str, answer: str) -> str:
    return f"true {truth}, said {answer}"


def _clicked(cell: str, point: list) -> None:
    clicked = predictions.square(*point[:2])
    _choose(EVERY if clicked == cell else clicked)


def _choose(cell: str) -> None:
    st.session_state.cell = cell
    figure.let_go()
    address.forget("row", "t")
