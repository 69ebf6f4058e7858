"""Importance over time, one curve above the other on the same seconds, each in shares of its largest value."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from genrelib.plots.style import SYSTEMS, TEMPLATE, text

ROW = 92  # px of a curve
OUTLIERS = 0.5  # % of a picture's values that would darken the rest


def stacked(curves: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> go.Figure:
    """Curves by name, from top to bottom: seconds (frames,) and values (frames,) of either sign."""
    figure = make_subplots(rows=len(curves), shared_xaxes=True, vertical_spacing=0.34 / len(curves))
    figure.update_layout(template=TEMPLATE, height=ROW * len(curves) + 64, showlegend=False, dragmode=False)
    figure.update_layout(margin_t=30)
    for place, (name, (seconds, values)) in enumerate(curves.items()):
        figure.add_scatter(
            x=np.round(seconds, 3),
            y=np.round(values / (np.abs(values).max() or 1.0), 3),
            mode="lines",
            line={"color": SYSTEMS[place], "width": 1.5},
            fill="tozeroy",
            name=text(name),
            hovertemplate="%{x:.2f} s: %{y:.0%} of its largest<extra></extra>",
            row=place + 1,
            col=1,
        )
        axis = figure.layout[f"yaxis{place + 1 if place else ''}"]
        figure.add_annotation(
            text=text(name), x=0, y=axis.domain[1], xref="paper", yref="paper", showarrow=False, yanchor="bottom"
        )
    figure.update_yaxes(showticklabels=False, nticks=3)
    figure.update_xaxes(title="seconds", row=len(curves), col=1)
    return figure


def without_outliers(values: np.ndarray) -> np.ndarray:
    """A picture (rows, frames) whose OUTLIERS largest magnitudes are as large as the next; other shapes as they are.

    One that is 0 nearly everywhere stays as it is, too.
    """
    if values.ndim != 2:
        return values
    most = np.percentile(np.abs(values), 100 - OUTLIERS)
    return np.clip(values, -most, most) if most > 0 else values
