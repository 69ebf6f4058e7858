"""Filters of a layer as pictures, side by side on one axis of Hz."""

import numpy as np
import plotly.graph_objects as go

from genrelib.plots.style import TEMPLATE

GAP = 1  # columns between two filters
HEIGHT = 300  # px


def filter_strip(pictures: np.ndarray, hz: np.ndarray, centres: np.ndarray) -> go.Figure:
    """Pictures (filters, rows, columns) of filters from left to right, `hz` of their rows, () where they have none.

    `centres` are their centres in Hz, () where they have none. Each picture is in shares of its largest magnitude.
    """
    most = np.abs(pictures).max(axis=(1, 2), keepdims=True)
    shares = pictures / np.where(most > 0, most, 1.0)
    apart = np.pad(shares, ((0, 0), (0, 0), (0, GAP)), constant_values=np.nan)
    strip = np.concatenate(list(apart), axis=1)[:, :-GAP]
    signed = bool((pictures < 0).any())
    places = pictures.shape[2] / 2 - 0.5 + np.arange(len(pictures)) * (pictures.shape[2] + GAP)
    figure = go.Figure(layout={"template": TEMPLATE, "height": HEIGHT, "dragmode": False, "margin_t": 16})
    figure.add_heatmap(
        z=np.round(strip, 2),
        y=np.round(hz, 1) if len(hz) else None,
        colorscale="RdBu_r" if signed else "Viridis",
        zmin=-1 if signed else 0,
        zmax=1,
        colorbar={"thickness": 10, "outlinewidth": 0, "tickvals": [-1, 0, 1] if signed else [0, 1]},
        hovertemplate=("%{y:.0f} Hz, " if len(hz) else "") + "%{z} of its largest<extra></extra>",
    )
    if len(centres):
        figure.add_scatter(
            x=places,
            y=centres,
            mode="markers",
            marker={"symbol": "line-ew-open", "size": 9, "color": "#ff8c1a"},
            name="centre",
            hovertemplate="centre %{y:.0f} Hz<extra></extra>",
        )
    figure.update_layout(showlegend=False)
    shown = places[:: max(1, len(places) // 10)]
    texts = [str(number + 1) for number in range(len(places))][:: max(1, len(places) // 10)]
    figure.update_xaxes(title="filter", tickvals=shown, ticktext=texts, showgrid=False, zeroline=False)
    figure.update_yaxes(title="Hz" if len(hz) else "band of the kernel", showgrid=False, zeroline=False)
    if not len(hz):
        figure.update_yaxes(
            tickvals=list(range(pictures.shape[1])), ticktext=[str(row + 1) for row in range(pictures.shape[1])]
        )
    return figure
