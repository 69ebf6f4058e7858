"""The tracks that a lasso holds: a chip that takes it away, what is in it, a table to take along."""

import pandas as pd
import streamlit as st
from load import maps
from load.map_kinds import COLORINGS
from state import address
from widgets import figure, map_canvas, tables

from genrelib import shared_tables
from genrelib.numerals import percent
from genrelib.predictions import neighbourhoods
from genrelib.runs import Run
from genrelib.task import GENRES

NOTHING = ""
_KIND = "kind to gather"
MOST = 10  # labels that are counted in words
SHOWN = 5  # rows before the table scrolls
COLUMNS = ["track", "part", "genre", "tags", "answer", "confidence", "artist", "title", "fault"]


def draw(run: Run, coloring: str, tag: str) -> None:
    """The gathered tracks; without any, ways to gather some: without a mouse, those of one colour."""
    names = map_canvas.gathered(run)
    if not names:
        kinds = COLORINGS[coloring].kinds(maps.tracks(run), tag)[0]
        st.session_state[_KIND] = NOTHING
        st.selectbox(
            "Gather all of one colour",
            [NOTHING, *kinds.value_counts().index],
            format_func=lambda kind: kind or "none",
            key=_KIND,
            on_change=_gather_kind,
            args=[run, kinds],
        )
        st.caption("Click a point to hear it, or draw around several with the lasso or the box beside the map.")
        return
    rows = maps.tracks(run).loc[list(names)]
    noun = "track" if len(rows) == 1 else "tracks"
    st.button(
        f"{len(rows)} {noun}",
        icon=":material/close:",
        icon_position="right",
        key="chip",
        help="Take the lasso away",
        on_click=_let_go,
    )
    st.markdown(address.plain(contents(rows)))
    if run.task == GENRES:
        st.markdown(address.plain(right(rows)))
    shown = rows[[column for column in COLUMNS if (rows[column] != "").any()]]
    if "answer" not in shown:
        shown = shown.drop(columns="confidence")
    columns = {"confidence": st.column_config.NumberColumn(format="percent")}
    tables.draw(shown.to_dict("list"), columns, tables.ROW * (min(len(rows), SHOWN) + 1) + 3, "Gathered tracks")
    st.download_button(
        "Save this table",
        shared_tables.write(shown).encode(),
        "tracks.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def contents(rows: pd.DataFrame) -> str:
    """Words on the genres, or the tags, of the rows, the most frequent first, and on their parts."""
    tagged = rows.tags[rows.tags != ""].str.split(", ").explode()
    labels = tagged if len(tagged) else rows.genre.replace("", "unknown")
    return f"{_counts(labels)}. Of these: {_counts(rows.part)}."


def right(rows: pd.DataFrame) -> str:
    """Words on the share of the rows' test tracks that is right, and on the most frequent answer."""
    tested = rows[rows.answer != ""]
    if tested.empty:
        return "None of them is a test track: what the network would say of them was not measured."
    share = neighbourhoods.share((tested.answer == tested.genre).to_numpy())
    answer, count = next(iter(tested.answer.value_counts().items()))
    return (
        f"Right of {len(tested)} test tracks: {percent(share.value)} ({percent(share.low)} to "
        f"{percent(share.high)}); most often answered: {answer}, {count} times. Chosen by eye where they lie "
        "together, they are no sample: the interval only says how few they are."
    )


def _counts(names: pd.Series) -> str:
    return ", ".join(f"{name} {count}" for name, count in names.value_counts().head(MOST).items())


def _gather_kind(run: Run, kinds: pd.Series) -> None:
    map_canvas.gather(run, kinds.index[kinds == st.session_state[_KIND]])


def _let_go() -> None:
    map_canvas.let_go()
    figure.let_go()
