"""A study of a paper: where it was measured, its values beside the paper's, and one of its trainings."""

import pandas as pd
import streamlit as st
import words
from load import figures, studies
from load import runs as runs_here
from state import address
from widgets import figure, notes, tables

from genrelib import datasets, papers, plots
from genrelib.recipe import Monitor, Recipe
from genrelib.runs import Run
from genrelib.system import Study

METRICS = {
    "track_accuracy": "share of test tracks that are right",
    "clip_accuracy": "share of test clips that are right",
    "roc_auc_macro": "ROC-AUC, mean over tags",
}
LOWEST = {"roc_auc_macro": 0.4}  # of an axis: a guess has an area of 0.5, a share begins at 0
KEPT = {Monitor.SCORE: "best epoch", Monitor.LOSS: "one of the lowest validation loss"}  # epoch, by what is watched
REPLY = {True: "confusions", False: "tags"}  # page on which a run's answers are, by: is it about genres


def choose_place(study: Study, places: list[tuple[str, str]]) -> tuple[str, str]:
    """Let the data set and split be chosen on which the study was measured."""
    names = {f"{data}/{split}": (data, split) for data, split in places}
    address.choose("place", list(names))
    st.selectbox(
        "Measured on",
        list(names),
        format_func=lambda name: _place(study, *names[name]),
        key="place",
        on_change=address.forget,
        args=["curve"],
    )
    return names[address.keep("place")]


def beside(study: Study, measured: studies.Measured, data: str, split: str) -> None:
    """Draw the values beside the paper's, and where the study has one the figure's own form."""
    metric = METRICS.get(study.metric, study.metric)
    place = (study.name, measured, data, split, metric, LOWEST.get(study.metric, 0.0))
    figure.draw(studies.beside(*place), f"{study.row}: paper and runs, {metric}", key="beside")
    if study.against is None:
        return
    drawn, left_out = studies.against(*place)
    if left_out:
        st.caption(address.plain(f"Timed on another device, and not drawn below: {', '.join(left_out)}."))
    if drawn is not None:
        figure.draw(drawn, f"{metric} against {study.against.value}", key="against")
        st.caption("Hollow marks were cut short. Bars hold 95 %, over test tracks or, of several seeds, over seeds.")


def draw_table(table: pd.DataFrame, runs: dict[str, Run]) -> None:
    """All numbers; each row leads to the answers of its run."""
    shown = {
        "system": table.system,
        "paper": table.reported,
        "measured": table.value,
        "low": table.low,
        "high": table.high,
        "difference": table.difference,
        "seeds": table.seeds,
        "whose": table.provenance.where(table.provenance != "", "not run"),
        "partial": table.partial,
        "answers": [_answers(runs.get(name)) for name in table.run],
    }
    if table.reported.isna().all():
        del shown["paper"], shown["difference"]
    form = dict.fromkeys(("paper", "measured", "low", "high"), st.column_config.NumberColumn(format="%.3f"))
    form["difference"] = st.column_config.NumberColumn(format="%+.3f", help="Measured less the paper's")
    form["low"] = st.column_config.NumberColumn("95 % from", format="%.3f")
    form["high"] = st.column_config.NumberColumn("to", format="%.3f")
    form["answers"] = st.column_config.LinkColumn(display_text=r"\./(.*)\?", help="Page with this run's answers")
    tables.draw(shown, form, min(12, len(table) + 1) * tables.ROW + 3, "Values of the paper and of the runs")


def curve(study: Study, table: pd.DataFrame, runs: dict[str, Run]) -> None:
    """Let one of the trainings be chosen, and draw its curves."""
    trained = {row.run: row for row in table.itertuples() if row.epochs > 1 and row.run in runs}
    if not trained:
        return
    st.header("Does it overfit?")
    longest = sorted(trained, key=lambda name: (bool(trained[name].partial), -trained[name].epochs))
    address.choose("curve", longest)
    st.selectbox(
        "Training",
        longest,
        format_func=lambda name: words.entry(runs[name]),
        key="curve",
        on_change=address.forget,
    )
    run = runs[address.keep("curve")]
    figure.draw(figures.training(run), f"Training of {run.system}, epoch by epoch", key="training")
    best = plots.best_epoch(run.history, plots.monitored(run.history))
    if best is None:
        return
    last = int(run.history.epoch.iloc[-1])
    rise = ""
    loss = run.history.dropna(subset="valid_loss")
    if len(loss) and loss.valid_loss.iloc[-1] > loss.valid_loss.min():
        lowest = int(loss.epoch[loss.valid_loss.idxmin()])
        rise = (
            f" The validation loss is lowest after epoch {lowest} and rises from {loss.valid_loss.min():.2f} to "
            f"{loss.valid_loss.iloc[-1]:.2f} by the end, while the training loss ends at "
            f"{run.history.train_loss.iloc[-1]:.2f}."
        )
    st.caption(
        address.plain(f"Best on validation tracks after epoch {best} of {last}; by its recipe, {counts(run)}.{rise}")
    )
    notes.cautions(words.cautions(run))


def counts(run: Run) -> str:
    """Words on the epoch whose weights a training keeps by its recipe."""
    recipe = papers.get(run.system).training
    if not isinstance(recipe, Recipe) or recipe.patience is None:
        return "the last epoch counts, whichever is best"
    return f"the {KEPT[recipe.monitor]} counts"


def _place(study: Study, data: str, split: str) -> str:
    same = "the paper's own" if (data, split) == (study.data, study.split) else ""
    kind = "synthetic" if datasets.is_synthetic(data) else same or "a stand-in"
    return f"{data}, split {split} ({kind})"


def _answers(run: Run | None) -> str | None:
    """Address of the page that shows the answers of a run; None where they are not here."""
    if run is None or not (runs_here.judged_genres(run) or runs_here.judged_tags(run)):
        return None
    return address.page(REPLY[runs_here.judged_genres(run)], run=run.linked)
