"""Confusion matrices: genres that systems confuse."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from genrelib.plots.style import INK, PALETTE, RAMP, TEMPLATE, percent, text


def as_count(count: int, share: float) -> str:
    """Write a cell of a confusion matrix as its number of rows."""
    return str(count)


def as_share(count: int, share: float) -> str:
    """Write a cell of a confusion matrix as its share of the row."""
    return percent(share)


def as_both(count: int, share: float) -> str:
    """Write a cell of a confusion matrix as its number of rows over its share of them."""
    return f"{count}<br>{percent(share)}"


def confusion(
    counts: np.ndarray,
    labels: Sequence[str],
    write: Callable[[int, float], str] = as_both,
    framed: tuple[str, str] | None = None,
) -> go.Figure:
    """Confusion matrix: (classes, classes) counts, rows are the truth; colour is the share of the row.

    `write` makes a cell's text of its count and share, `framed` is the (truth, answer) of a cell to frame. A Plotly
    heatmap reports no clicks in Streamlit, so transparent squares lie on it: their `customdata` is
    [truth, answer, count, share of the row].
    """
    counts = np.asarray(counts)
    if counts.shape != (len(labels), len(labels)):
        raise ValueError(
            f"expected counts of shape ({len(labels)}, {len(labels)}), one row per label, got {counts.shape}"
        )
    names = [text(label) for label in labels]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = go.Figure(
        layout={"template": TEMPLATE, "height": 140 + 52 * len(labels), "dragmode": False, "showlegend": False}
    )
    figure.add_heatmap(
        x=names,
        y=names,
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
        x=[names[i] for i in answer],
        y=[names[i] for i in truth],
        mode="markers+text",
        text=[write(int(n), share) if n else "" for n, share in zip(counts.flat, shares.flat, strict=True)],
        textfont={"size": 15},
        marker={"symbol": "square", "size": 44, "color": "rgba(0, 0, 0, 0)"},
        unselected={"textfont": {"color": INK}},  # a chosen cell is framed, the others stay as they are
        customdata=[
            [labels[i], labels[j], int(counts[i, j]), float(shares[i, j])] for i, j in zip(truth, answer, strict=True)
        ],
        hovertemplate="%{customdata[2]} of true %{y} answered %{x} (%{customdata[3]:.0%} of the row)<extra></extra>",
    )
    if framed is not None:
        row, column = (list(labels).index(label) for label in framed)
        corners = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
        figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 3}, **corners)
    last = len(labels) - 0.5
    figure.update_xaxes(
        title="answer", side="top", tickangle=-45, showgrid=False, categoryarray=names, range=[-0.5, last]
    )
    figure.update_yaxes(title="truth", range=[last, -0.5], showgrid=False, categoryarray=names)
    return figure
