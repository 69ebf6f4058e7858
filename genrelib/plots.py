"""Figures of results: arrays and tables in, Plotly figures out; no files, no Streamlit: app and notebooks share them.

Backgrounds are transparent and neutral colours come from a template, so that a figure fits a light and a dark page.
A share is always drawn from 0 to 100 %, and what is uncertain carries its interval.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

# M. A. Petroff, Accessible color sequences for data visualization, 2021, arXiv:2107.02270: ten colours that stay apart
# under the three colour vision deficiencies.
PALETTE = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
GENRE_COLORS = {
    "blues": "#3f90da",
    "classical": "#94a4a2",
    "country": "#a96b59",
    "disco": "#e76300",
    "hiphop": "#832db6",
    "jazz": "#ffa90e",
    "metal": "#717581",
    "pop": "#92dadd",
    "reggae": "#b9ac70",
    "rock": "#bd1f01",
}
INK = "#808080"  # grey text has 4:1 on white and 4.7:1 on our dark page; an app's theme replaces it
GRID = "rgba(128, 128, 128, 0.25)"
RAMP = [[0.0, "rgba(63, 144, 218, 0)"], [1.0, "rgba(63, 144, 218, 1)"]]  # from the page's own colour to blue
AXIS = {"gridcolor": GRID, "zerolinecolor": GRID, "linecolor": GRID}
TEMPLATE = go.layout.Template(
    layout={
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "colorway": PALETTE,
        "font": {"color": INK, "size": 14},
        "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
        "hoverlabel": {"align": "left"},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0},
        "xaxis": AXIS | {"automargin": True},
        "yaxis": AXIS | {"automargin": True},
    }
)


def colors(labels: Sequence[str]) -> list[str]:
    """Colour of each label: the genre's own, else the palette's by the label's place among those without one."""
    others = [label for label in labels if label not in GENRE_COLORS]
    return [GENRE_COLORS.get(label) or PALETTE[others.index(label) % len(PALETTE)] for label in labels]


def percent(share: float) -> str:
    """A share in [0, 1] for people: what is not zero is never called 0 %."""
    return "<1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


def top_labels(answers: Mapping[str, Mapping[str, float]], count: int = 5) -> go.Figure:
    """Bars of the most probable labels of one system, another one's beside them.

    `answers`: system's name -> label -> probability in [0, 1]. The first system chooses the labels and their order;
    the most probable label of any other is always among them. A label that a system was not trained on says so.
    """
    first, *others = answers.values()
    labels = sorted(first, key=first.get, reverse=True)[:count]
    labels += [best for other in others if (best := max(other, key=other.get)) not in labels]
    figure = go.Figure(
        layout={
            "template": TEMPLATE,
            "barmode": "group",
            "height": 60 + 27 * len(labels) * len(answers) + 8 * len(labels),
        }
    )
    for place, (name, probability) in enumerate(answers.items()):
        figure.add_bar(
            name=name,
            orientation="h",
            y=labels,
            x=[probability.get(label, 0.0) for label in labels],
            text=[percent(probability[label]) if label in probability else "not taught" for label in labels],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colors(labels), "pattern_shape": "/" if place else "", "pattern_size": 5},
            hovertemplate=f"{name}: %{{text}} %{{y}}<extra></extra>",
            showlegend=bool(others),
            offsetgroup=place,
        )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1], tickvals=ticks, ticktext=[percent(tick) for tick in ticks], zeroline=False)
    figure.update_layout(margin_r=56)  # for the text of a long bar
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def as_count(count: int, share: float) -> str:
    """A cell of a confusion matrix as its number of rows."""
    return str(count)


def as_share(count: int, share: float) -> str:
    """A cell of a confusion matrix as its share of the row."""
    return percent(share)


def as_both(count: int, share: float) -> str:
    """A cell of a confusion matrix as its number of rows over its share of them."""
    return f"{count}<br>{percent(share)}"


def confusion(
    counts: np.ndarray,
    labels: Sequence[str],
    write: Callable[[int, float], str] = as_both,
    framed: tuple[str, str] | None = None,
) -> go.Figure:
    """Confusion matrix: (classes, classes) counts, rows are the truth; colour is the share of the row.

    `write` makes a cell's text of its count and share, `framed` is the (truth, answer) of a cell to point out. A Plotly
    heatmap tells nobody that it was clicked, so transparent squares lie on it: their `customdata` is
    [truth, answer, count, share of the row].
    """
    counts = np.asarray(counts)
    if counts.shape != (len(labels), len(labels)):
        raise ValueError(
            f"expected counts of shape ({len(labels)}, {len(labels)}), one row per label, got {counts.shape}"
        )
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = go.Figure(
        layout={"template": TEMPLATE, "height": 140 + 52 * len(labels), "dragmode": False, "showlegend": False}
    )
    figure.add_heatmap(
        x=list(labels),
        y=list(labels),
        z=shares,
        zmin=0,
        zmax=1,
        colorscale=RAMP,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverinfo="skip",
    )
    truth, answer = np.divmod(np.arange(counts.size), len(labels))
    figure.add_scatter(
        x=[labels[i] for i in answer],
        y=[labels[i] for i in truth],
        mode="markers+text",
        text=[write(int(n), share) if n else "" for n, share in zip(counts.flat, shares.flat, strict=True)],
        textfont={"size": 13},
        marker={"symbol": "square", "size": 44, "color": "rgba(0, 0, 0, 0)"},
        unselected={"textfont": {"color": INK}},  # a chosen cell is framed, the others stay as they are
        customdata=[
            [labels[i], labels[j], int(counts[i, j]), float(shares[i, j])] for i, j in zip(truth, answer, strict=True)
        ],
        hovertemplate="%{customdata[2]} of true %{customdata[0]} answered %{customdata[1]} "
        "(%{customdata[3]:.0%} of the row)<extra></extra>",
    )
    if framed is not None:
        row, column = (list(labels).index(label) for label in framed)
        corners = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
        figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 3}, **corners)
    last = len(labels) - 0.5
    figure.update_xaxes(title="answer", side="top", showgrid=False, categoryarray=list(labels), range=[-0.5, last])
    figure.update_yaxes(title="truth", range=[last, -0.5], showgrid=False, categoryarray=list(labels))
    return figure


def reliability(tables: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Accuracy against confidence and its interval: name -> table of `evaluate.reliability`; the diagonal is honest."""
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
            mode="lines+markers",
            error_y=_bars(table["accuracy"], table["low"], table["high"]),
            customdata=table["count"],
            hovertemplate="%{customdata} answers: says %{x:.0%}, is right %{y:.0%}",
        )
    figure.update_xaxes(title="confidence of the answer", range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(title="share that is right", range=[0, 1.02], tickformat=".0%")
    return figure


def history(table: pd.DataFrame) -> go.Figure:
    """Training curves: column `epoch` against every column that ends in `loss` (above) or `accuracy` (below)."""
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=460, hovermode="x unified")
    for row, (ending, form) in enumerate({"loss": ".3f", "accuracy": ".1%"}.items(), start=1):
        for column in (column for column in table.columns if column.endswith(ending)):
            figure.add_scatter(
                x=table["epoch"],
                y=table[column],
                name=column.replace("_", " "),
                mode="lines",
                hovertemplate=f"%{{y:{form}}}",
                row=row,
                col=1,
            )
        figure.update_yaxes(title=ending, rangemode="tozero", tickformat=form, row=row)
    figure.update_xaxes(title="epoch", row=2)
    return figure


def accuracy(table: pd.DataFrame) -> go.Figure:
    """Accuracy of each system with its interval and, where it has one, the paper's own figure as a diamond.

    One row per system: `system`, `value`, `low`, `high` in [0, 1] (bounds NaN where nothing is known), and optionally
    `reported` (NaN where the paper says nothing).
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 110 + 30 * len(table)})
    figure.add_scatter(
        name="measured",
        x=table["value"],
        y=table["system"],
        mode="markers",
        marker={"size": 10, "color": PALETTE[0]},
        error_x=_bars(table["value"], table["low"], table["high"]),
        customdata=table[["low", "high"]],
        hovertemplate="%{y}: %{x:.1%} [%{customdata[0]:.1%}, %{customdata[1]:.1%}]<extra></extra>",
    )
    if "reported" in table:
        figure.add_scatter(
            name="the paper",
            x=table["reported"],
            y=table["system"],
            mode="markers",
            marker={"size": 11, "color": PALETTE[6], "symbol": "diamond-open", "line_width": 2},
            hovertemplate="%{y}: the paper reports %{x:.1%}<extra></extra>",
        )
    figure.update_xaxes(title="accuracy", range=[0, 1], tickformat=".0%")
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def _bars(value: pd.Series, low: pd.Series, high: pd.Series) -> dict:
    return {"type": "data", "symmetric": False, "array": high - value, "arrayminus": value - low, "thickness": 1.5}
