"""Accuracy and calibration of systems, and curves of their training."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from genrelib.plots.interval_dots import diamonds, dots
from genrelib.plots.style import INK, PALETTE, TEMPLATE, interval


def reliability(tables: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Accuracy with its interval against confidence: name -> table of `evaluate.reliability`; the diagonal is ideal.

    Beside each point stands the number of answers that it counts.
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 420})
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": INK, "dash": "dot"}, name="honest", hoverinfo="skip"
    )
    for name, table in tables.items():
        table = table[table["count"] > 0]
        figure.add_scatter(
            name=name,
            x=table["confidence"],
            y=table["accuracy"],
            mode="lines+markers+text",
            text=table["count"],
            textposition="bottom left",
            error_y=interval(table["accuracy"], table["low"], table["high"]),
            customdata=table["count"],
            hovertemplate="%{customdata} answers: confidence %{x:.0%}, right %{y:.0%}",
        )
    figure.update_xaxes(title="confidence of the answer", range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(title="share that is right", range=[0, 1.02], tickformat=".0%")
    return figure


def training(history: pd.DataFrame) -> go.Figure:
    """Loss on training and validation part over epochs, the score below; a line marks the best epoch (`monitored`)."""
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=430, hovermode="x unified")
    curves = (
        ("train_loss", "training loss", 1, PALETTE[1], "dot"),
        ("valid_loss", "validation loss", 1, PALETTE[0], "solid"),
        ("valid_accuracy", "validation accuracy", 2, PALETTE[4], "solid"),
        ("valid_auc", "validation ROC-AUC", 2, PALETTE[4], "solid"),
    )
    for column, name, row, color, dash in curves:
        if column in history and history[column].notna().any():
            known = history.dropna(subset=column)
            line = {"color": color, "dash": dash, "width": 2.5}
            figure.add_scatter(
                x=known["epoch"],
                y=known[column],
                name=name,
                mode="lines" if len(known) > 1 else "markers",  # one point makes no line
                line=line,
                hovertemplate="%{y:.3f}",
                row=row,
                col=1,
            )
    best = best_epoch(history, monitored(history))
    if best is not None:
        figure.add_vline(x=best, line={"color": INK, "dash": "dash"}, row="all", col=1)
        label = {"text": f"best: {best}", "showarrow": False, "xanchor": "left", "xshift": 4}
        figure.add_annotation(x=best, y=1, yref="y domain", **label)
    figure.update_yaxes(title="loss", rangemode="tozero", row=1)
    figure.update_yaxes(title="score", range=[0, 1], row=2)
    figure.update_xaxes(title="epoch", row=2)
    return figure


def monitored(history: pd.DataFrame) -> str:
    """Column of a history that tells its best epoch: the validation score, or where there is none the loss."""
    scores = (column for column in ("valid_accuracy", "valid_auc") if column in history)
    return next((column for column in scores if history[column].notna().any()), "valid_loss")


def best_epoch(history: pd.DataFrame, monitor: str) -> int | None:
    """Epoch at which a column of the history is best, the first of equal ones; None if it has no values.

    A loss is best where it is lowest, a score where it is highest.
    """
    if monitor not in history or history[monitor].isna().all():
        return None
    column = history[monitor]
    return int(history.epoch[column.idxmin() if monitor.endswith("loss") else column.idxmax()])


def learning(histories: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Curves of several trainings: name -> history; training loss above, validation accuracy below."""
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=420, hovermode="x unified")
    for place, (name, table) in enumerate(histories.items()):
        for row, (column, form) in enumerate({"train_loss": ".2f", "valid_accuracy": ".0%"}.items(), start=1):
            figure.add_scatter(
                x=table["epoch"],
                y=table[column],
                name=name,
                legendgroup=name,
                showlegend=row == 1,
                mode="lines+markers",
                line={"color": PALETTE[place]},
                hovertemplate=f"%{{y:{form}}}",
                row=row,
                col=1,
            )
    figure.update_yaxes(title="training loss", rangemode="tozero", row=1)
    figure.update_yaxes(title="validation accuracy", rangemode="tozero", tickformat=".0%", row=2)
    figure.update_xaxes(title="epoch", row=2, dtick=max(1, max(map(len, histories.values())) // 10))
    return figure


def accuracy(table: pd.DataFrame) -> go.Figure:
    """Accuracy of each system with its interval, and the paper's value as a diamond where there is one.

    One row per system: `system`, `value`, `low`, `high` in [0, 1] (bounds NaN where they are unknown), and optionally
    `reported` (NaN where the paper reports nothing).
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 110 + 30 * len(table)})
    dots(figure, table, "system", PALETTE[0], size=10, name="measured")
    if "reported" in table:
        diamonds(figure, table, PALETTE[6], size=11)
    figure.update_xaxes(title="accuracy", range=[0, 1], tickformat=".0%")
    figure.update_yaxes(autorange="reversed", type="category")
    return figure
