"""Confusion matrices: genres that systems confuse."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from genrelib.numerals import minus, percent
from genrelib.plots.style import INK, PALETTE, RAMP, TEMPLATE, text

DIVERGING = [  # from orange over the page's own colour to blue
    [0.0, "rgba(231, 99, 0, 1)"],
    [0.5, "rgba(231, 99, 0, 0)"],
    [0.5, "rgba(63, 144, 218, 0)"],
    [1.0, "rgba(63, 144, 218, 1)"],
]


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
    counts = _checked(counts, labels)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = _figure(labels)
    _squares(figure, shares, labels, RAMP, 0)
    written = [write(int(n), share) if n else "" for n, share in zip(counts.flat, shares.flat, strict=True)]
    hover = "%{customdata[2]} of true %{y} answered %{x} (%{customdata[3]:.0%} of the row)<extra></extra>"
    _clickable(figure, labels, written, [counts.tolist(), shares.tolist()], hover)
    _frame(figure, labels, framed)
    return figure


def confusion_difference(
    counts: np.ndarray, others: np.ndarray, labels: Sequence[str], framed: tuple[str, str] | None = None
) -> go.Figure:
    """Confusion matrix of one system less that of another on the same rows: (classes, classes) counts of both.

    Blue squares with "+" are more frequent in the first, orange ones with "−" in the other; none is written where they
    are equal. Clicks as in `confusion`: `customdata` is [truth, answer, count of the first, of the other].
    """
    counts, others = _checked(counts, labels), _checked(others, labels)
    if (counts.sum(axis=1) != others.sum(axis=1)).any():
        raise ValueError(
            f"expected counts of the same rows, got {counts.sum(axis=1)} and {others.sum(axis=1)} by truth"
        )
    gap = counts - others
    figure = _figure(labels)
    _squares(figure, gap / max(1, np.abs(gap).max()), labels, DIVERGING, -1)
    written = [minus(f"{n:+d}") if n else "" for n in gap.flat]
    hover = "true %{y} answered %{x}: %{customdata[2]} less %{customdata[3]}<extra></extra>"
    _clickable(figure, labels, written, [counts.tolist(), others.tolist()], hover)
    _frame(figure, labels, framed)
    return figure


def _checked(counts: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    counts = np.asarray(counts)
    if counts.shape != (len(labels), len(labels)):
        raise ValueError(
            f"expected counts of shape ({len(labels)}, {len(labels)}), one row per label, got {counts.shape}"
        )
    return counts


def _figure(labels: Sequence[str]) -> go.Figure:
    figure = go.Figure(
        layout={"template": TEMPLATE, "height": 140 + 52 * len(labels), "dragmode": False, "showlegend": False}
    )
    names = [text(label) for label in labels]
    last = len(labels) - 0.5
    figure.update_xaxes(
        title="answer", side="top", tickangle=-45, showgrid=False, categoryarray=names, range=[-0.5, last]
    )
    figure.update_yaxes(title="truth", range=[last, -0.5], showgrid=False, categoryarray=names)
    return figure


def _squares(figure: go.Figure, values: np.ndarray, labels: Sequence[str], colors: list, low: float) -> None:
    """Colour each square by its value from `low` to 1."""
    names = [text(label) for label in labels]
    figure.add_heatmap(
        x=names,
        y=names,
        z=values,
        zmin=low,
        zmax=1,
        colorscale=colors,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverinfo="skip",
    )


def _clickable(figure: go.Figure, labels: Sequence[str], written: list[str], numbers: list, hover: str) -> None:
    """Write on each square, and lay a transparent one on it whose `customdata` has truth, answer and its numbers."""
    names = [text(label) for label in labels]
    truth, answer = np.divmod(np.arange(len(written)), len(labels))
    figure.add_scatter(
        x=[names[i] for i in answer],
        y=[names[i] for i in truth],
        mode="markers+text",
        text=written,
        textfont={"size": 15},
        marker={"symbol": "square", "size": 44, "color": "rgba(0, 0, 0, 0)"},
        unselected={"textfont": {"color": INK}},  # a chosen cell is framed, the others stay as they are
        customdata=[
            [labels[i], labels[j], *(values[i][j] for values in numbers)] for i, j in zip(truth, answer, strict=True)
        ],
        hovertemplate=hover,
    )


def _frame(figure: go.Figure, labels: Sequence[str], framed: tuple[str, str] | None) -> None:
    if framed is not None:
        row, column = (list(labels).index(label) for label in framed)
        corners = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
        figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 3}, **corners)
