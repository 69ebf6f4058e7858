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


def history(table: pd.DataFrame) -> go.Figure:
    """Training curves: column `epoch` against every column that ends in `loss` (above), in `accuracy` or `auc` (below).

    The best epoch, where the first of the lower curves is highest, is marked on it.
    """
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=460, hovermode="x unified")
    scores = [column for column in table.columns if column.endswith(("accuracy", "auc"))]
    losses = [column for column in table.columns if column.endswith("loss")]
    for place, column in enumerate([*losses, *scores]):
        known = table[table[column].notna()]  # a recipe may validate every few epochs only
        figure.add_scatter(
            x=known["epoch"],
            y=known[column],
            name=column.replace("_", " "),
            mode="lines+markers" if len(known) == 1 else "lines",  # one point makes no line
            line={"dash": "solid" if place % 2 == 0 else "dash"},
            hovertemplate="%{y:.3f}" if column in losses else "%{y:.1%}",
            row=1 if column in losses else 2,
            col=1,
        )
    for column in scores[:1]:
        if table[column].notna().any():
            best = table.loc[table[column].idxmax()]
            figure.add_scatter(
                x=[best["epoch"]],
                y=[best[column]],
                name="best epoch",
                mode="markers",
                marker={"symbol": "star", "size": 12, "color": INK},
                hovertemplate="%{y:.1%}",
                row=2,
                col=1,
            )
    figure.update_yaxes(title="loss", rangemode="tozero", tickformat=".2f", row=1)
    title = scores[0].split("_")[-1] if scores else ""
    figure.update_yaxes(title=title.upper() if title == "auc" else title, tickformat=".0%", rangemode="tozero", row=2)
    figure.update_xaxes(title="epoch", row=2)
    return figure


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
