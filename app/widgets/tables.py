"""Tables as pages show them: shares as percentages that sort as numbers, intervals in words."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st
from widgets import type_size

from genrelib.numerals import minus

NAMES = {"recall": "recall", "precision": "precision", "f1": "F1"}
ROW = 35  # px
LOOK = {"hide_index": True, "placeholder": ""}  # an unknown value is empty, not "None"


def shares(table: pd.DataFrame, noun: str) -> None:
    """Draw a table of `evaluate.per_class`, whose rows count `noun`s."""
    shown = {"genre": table.index, "count": table["count"].to_numpy()}
    columns = {"count": st.column_config.NumberColumn(f"{noun}s")}
    for name, title in NAMES.items():
        shown[name] = (100 * table[name]).to_numpy()
        shown[f"{name} holds"] = [
            "" if pd.isna(low) else f"{100 * low:.0f} to {100 * high:.0f} %"
            for low, high in zip(table[f"{name}_low"], table[f"{name}_high"], strict=True)
        ]
        columns[name] = st.column_config.NumberColumn(title, format="%.0f %%")
        columns[f"{name} holds"] = st.column_config.TextColumn("95 %", help=f"Interval that holds {title} at 95 %")
    height = ROW * (len(table) + 1) + 3  # all of it: a table that scrolls inside a page hides its end
    draw(shown, columns, height, "Genre by genre")
    st.caption(
        f"Recall: the share of a genre's {noun}s that were answered so. Precision: the share of such answers that are "
        "true. F1: their harmonic mean. Intervals hold 95 %, none "
        "where a single track decides; a click on a heading sorts."
    )


def recall_gains(table: pd.DataFrame, names: Sequence[str]) -> None:
    """Draw a table of `evaluate.recall_gains` of the first of `names` over the second."""
    shown = {"genre": table.index, "count": table["count"].to_numpy()}
    columns = {"count": st.column_config.NumberColumn("tracks")}
    for column, name in zip(("first", "second"), names, strict=True):
        shown[column] = (100 * table[column]).to_numpy()
        columns[column] = st.column_config.NumberColumn(f"recall of {name}", format="%.0f %%")
    shown["gain"] = (100 * table["value"]).to_numpy()
    columns["gain"] = st.column_config.NumberColumn(f"gain of {names[0]}", format="%+.0f")
    shown["holds"] = [
        "" if pd.isna(low) else minus(f"{100 * low:+.0f} to {100 * high:+.0f}")
        for low, high in zip(table["low"], table["high"], strict=True)
    ]
    columns["holds"] = st.column_config.TextColumn("95 %", help="Interval that holds the gain in points at 95 %")
    draw(shown, columns, ROW * (len(table) + 1) + 3, "Recall of both, genre by genre")


def interval_column(metric: str):
    """The column of a metric's interval."""
    return st.column_config.TextColumn("95 %", help=f"Interval that holds {metric} at 95 %, over tracks")


def bounds(table: pd.DataFrame, metric: str, form: str) -> list[str]:
    """The columns `<metric>_low` and `<metric>_high` of a table in words; "" where they are unknown."""
    pairs = zip(table[f"{metric}_low"], table[f"{metric}_high"], strict=True)
    return ["" if pd.isna(low) else form.format(low, high) for low, high in pairs]


def draw(shown: Mapping, columns: Mapping, height: int, alt: str) -> None:
    """Draw columns by name; the tab key stops at a table, so it has a name, `alt`."""
    st.dataframe(pd.DataFrame(shown), alt=alt, **_look(columns, height))


def draw_clickable(
    shown: Mapping,
    columns: Mapping,
    height: int,
    alt: str,
    key: str,
    clicked: Callable[[int | None], None],
    chosen: int | None = None,
) -> None:
    """Draw columns as `draw` does, whose rows can be chosen: `clicked` takes the place of one, None when it is let go.

    `chosen` is chosen at first; `key` is another for other rows.
    """
    st.dataframe(
        pd.DataFrame(shown),
        alt=alt,
        key=key,
        on_select=lambda: clicked(next(iter(st.session_state[key]["selection"]["rows"]), None)),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [] if chosen is None else [chosen]}},
        **_look(columns, height),
    )


def _look(columns: Mapping, height: int) -> dict:
    """Columns and lengths as `st.dataframe` takes them, at the size of type."""
    sized = {
        name: {**column, "width": type_size.pixels(column["width"])}
        if isinstance(column, dict) and isinstance(column.get("width"), int)
        else column
        for name, column in columns.items()
    }
    lengths = {"height": type_size.pixels(height), "row_height": type_size.pixels(ROW)}
    return {"column_config": sized, **lengths, **LOOK}
