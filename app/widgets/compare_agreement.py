"""Tracks that both, one alone or neither gets right: a kind is chosen in a four-fold table or from a list."""

from functools import partial

import pandas as pd
import streamlit as st
from load import figures, predictions
from state import address
from widgets import figure
from widgets.compare_words import NAMES

from genrelib.numerals import percent
from genrelib.predictions.agreement import KINDS, GenrePair
from genrelib.runs import Run

EVERY = ""  # the kind that is none: all tracks
LINES = {
    EVERY: "All tracks",
    "both": "Both right",
    "first": "Only A right",
    "second": "Only B right",
    "same": "Both wrong, with the same answer",
    "different": "Both wrong, each with its own answer",
}


def kind(pair: GenrePair) -> str:
    """Let a kind of tracks be chosen from a list; EVERY for all tracks."""
    counts = {EVERY: len(pair.table), **pair.counts}
    address.choose("kind", [EVERY, *KINDS])
    st.selectbox(
        "Show",
        [EVERY, *KINDS],
        format_func=lambda name: f"{LINES[name]}: {counts[name]}",
        key="kind",
        on_change=address.forget,
        args=["row", "t"],
    )
    return address.keep("kind")


def table(run: Run, other: Run, chosen: str) -> None:
    """Draw the four-fold table; a click on a square chooses its tracks, another one on the same square all."""
    drawn = figures.four_fold(run, other, NAMES, chosen)
    alt = "Tracks that both, one alone or neither gets right; the list beside it has the same squares"
    figure.draw_clickable("four-fold", drawn, alt, chosen, partial(_clicked, chosen))


def rows(run: Run, other: Run, chosen: str) -> pd.DataFrame:
    """The tracks of a kind, those on which the answers differ most first, under a chip that takes the kind away."""
    rows = predictions.pair(run, other).table
    if chosen == EVERY:
        return rows
    st.button(
        LINES[chosen],
        icon=":material/close:",
        icon_position="right",
        key="chip",
        help="Show all tracks again",
        on_click=_choose,
        args=[EVERY],
    )
    return rows[rows.kind == chosen]


def line(row: pd.Series) -> str:
    """A track's answers in words: of A, of B, and what is true."""
    answers = [
        f"{name} **{percent(row[f'{column}_confidence'])} {address.plain(row[column])}**"
        for name, column in zip(NAMES, ("first", "second"), strict=True)
    ]
    return f"{', '.join(answers)}, true {address.plain(row.truth)}"


def distance(row: pd.Series) -> str:
    """Words on how far apart the answers to a track are, as counted."""
    return f"As counted, the answers differ by {percent(row.distance)} of their probability (total variation)."


def _clicked(chosen: str, point: list) -> None:
    _choose(EVERY if point[0] == chosen else point[0])


def _choose(chosen: str) -> None:
    st.session_state.kind = chosen
    figure.let_go()
    address.forget("row", "t")
