"""Tables as pages show them: shares as percentages that sort as numbers, intervals in words."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

NAMES = {"recall": "recall", "precision": "precision", "f1": "F1"}
ROW = 35  # px


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


def draw(shown: Mapping, columns: Mapping, height: int, alt: str) -> None:
    """Draw columns by name; the tab key stops at a table, so it has a name, `alt`."""
    st.dataframe(
        pd.DataFrame(shown), hide_index=True, column_config=dict(columns), height=height, row_height=ROW, alt=alt
    )
