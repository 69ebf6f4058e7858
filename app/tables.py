"""Tables of results as a page shows them: shares as percentages that sort as numbers, intervals in words."""

import pandas as pd
import streamlit as st

NAMES = ("recall", "precision", "f1")
PERCENT = st.column_config.NumberColumn(format="%.0f %%")
SHARES = {"recall": PERCENT, "precision": PERCENT, "f1": st.column_config.NumberColumn("F1", format="%.0f %%")}


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Columns for people of a table of `evaluate.per_class`."""
    shown = {"genre": table.index, "rows": table["count"].to_numpy()}
    for name in NAMES:
        shown[name] = (100 * table[name]).to_numpy()
        shown[f"{name} holds"] = [
            "" if pd.isna(low) else f"{100 * low:.0f} to {100 * high:.0f} %"
            for low, high in zip(table[f"{name}_low"], table[f"{name}_high"], strict=True)
        ]
    return pd.DataFrame(shown)
