"""Attention over time, and the loss of probability when attended frames are silenced."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import INK, PALETTE, TEMPLATE, interval


def attention(weights: np.ndarray, times: np.ndarray, own: np.ndarray | None = None, title: str = "") -> go.Figure:
    """Attention over a clip: the mean of weights (clips, frames), and the range of 80 % of the clips.

    `own` (frames,) is one clip's; the dotted line is attention spread evenly. `times` (frames,) in s.
    """
    low, high = np.quantile(weights, [0.1, 0.9], axis=0)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "title": {"text": title, "font_size": 15}})
    figure.update_layout(margin_t=72 if title else 36)

    figure.add_scatter(x=times, y=high, mode="lines", line={"width": 0}, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        x=times,
        y=low,
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor="rgba(63, 144, 218, 0.25)",
        name=f"8 of 10 of {len(weights)} clips",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=times,
        y=weights.mean(axis=0),
        mode="lines+markers",
        line={"color": PALETTE[0], "width": 2.5},
        name="mean",
        hovertemplate="%{x:.2f} s: %{y:.1%}<extra>mean</extra>",
    )
    if own is not None:
        figure.add_scatter(
            x=times,
            y=own,
            mode="lines+markers",
            line={"color": PALETTE[6], "width": 2},
            name="this clip",
            marker={"symbol": "diamond", "size": 8},
            hovertemplate="%{x:.2f} s: %{y:.1%}<extra>this clip</extra>",
        )
    even = 1 / weights.shape[1]
    figure.add_scatter(
        x=times[[0, -1]],
        y=[even, even],
        mode="lines",
        line={"color": INK, "dash": "dot"},
        name="spread evenly",
        hoverinfo="skip",
    )
    figure.update_xaxes(title="seconds into the clip", rangemode="tozero")
    figure.update_yaxes(title="weight of the frame", tickformat=".0%", rangemode="tozero")
    return figure


def losses(counts: Sequence[int], tables: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Loss of an answer as more frames are silenced: name -> columns `value`, `low`, `high`, a row per count."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 360})
    for place, (name, table) in enumerate(tables.items()):
        color = (PALETTE[6], INK, PALETTE[0])[place % 3]
        figure.add_scatter(
            x=list(counts),
            y=table["value"],
            name=name,
            mode="lines+markers",
            line={"color": color, "width": 2.5, "dash": ("solid", "dot", "dash")[place % 3]},
            error_y=interval(table["value"], table["low"], table["high"]) | {"thickness": 1.2},
            hovertemplate=f"%{{x}} frames, {name}: %{{y:.1%}}<extra></extra>",
        )
    figure.update_xaxes(title="frames made silent", tickvals=list(counts))
    figure.update_yaxes(title="loss of the answer's probability", tickformat=".0%", zeroline=True)
    return figure
