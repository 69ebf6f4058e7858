"""Runs of a visitor's own: what each came to, and the pages that ask more of it."""

from collections.abc import Sequence

import streamlit as st
import words
from load import figures, runs
from state import address
from widgets import figure, notes, tables

from genrelib.runs import Run

SHOWN = 12  # rows before a table scrolls


def results(run: Run) -> None:
    """Score and curves of a run, and links to what can be asked of it."""
    st.caption(address.plain(words.record(run)))
    notes.cautions(words.cautions(run))
    if runs.judged_genres(run):
        notes.link("Confusions", "confusions", "and how they sound.", run=run.linked)
    if runs.judged_tags(run):
        notes.link("Tags", "tags", "one by one.", run=run.linked)
    if runs.can_judge(run):
        notes.link("Ask this network about a sound", "clip_lab", "in Clip lab.", run=run.linked)
    with address.refused():
        history = run.history
    if history.empty:
        st.caption("This system is fitted in one call: it has no curves.")
        return
    figure.draw(figures.training(run), f"Loss and score of {len(history)} epochs", key="curves of a run")
    st.caption(
        "Where training loss falls and validation loss rises, the network learns its tracks by heart. The dashed line "
        "is the best epoch on validation tracks."
    )


def table(trained: Sequence[Run]) -> None:
    """A row for each run, whose headings sort."""
    metric = [run.task.headline[0] for run in trained]
    estimates = [run.metrics[name] for run, name in zip(trained, metric, strict=True)]
    rows = {
        "system": [run.system for run in trained],
        "data": [run.data for run in trained],
        "split": [run.split for run in trained],
        "seed": [run.seed for run in trained],
        "measured": [name.replace("_", " ") for name in metric],
        "value": [None if estimate["value"] is None else 100 * estimate["value"] for estimate in estimates],
        "holds": [words.bounds(estimate) for estimate in estimates],
        "test tracks": [run.info["tracks"]["test"] for run in trained],
        "minutes": [run.info.get("seconds", float("nan")) / 60 for run in trained],
        "state": [run.partial or "finished" for run in trained],
    }
    columns = {
        "value": st.column_config.NumberColumn(format="%.0f %%"),
        "holds": st.column_config.TextColumn("95 %", help="Interval that holds the value at 95 %, over test tracks"),
        "minutes": st.column_config.NumberColumn(format="%.1f", help="From the start of the training to its end"),
    }
    tables.draw(rows, columns, tables.ROW * (min(len(trained), SHOWN) + 1) + 3, "Your runs")
