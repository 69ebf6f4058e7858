"""Measured values as dots with their intervals, reported values as diamonds beside them."""

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import interval


def dots(
    figure: go.Figure,
    table: pd.DataFrame,
    lines: str,
    color: str,
    *,
    size: int = 11,
    name: str | None = None,
    hover: str = "%{y}",
    form: str = ".1%",
) -> None:
    """Add a dot at each `value`, with bars from `low` to `high`, on the line that the column `lines` names.

    `name` is the one in the legend; `hover` and the format `form` of the values, in Plotly's notation, make the text
    under the pointer.
    """
    figure.add_scatter(
        name=name,
        x=table["value"],
        y=table[lines],
        mode="markers",
        marker={"size": size, "color": color},
        error_x=interval(table["value"], table["low"], table["high"]),
        customdata=table[["low", "high"]],
        hovertemplate=f"{hover}: %{{x:{form}}} [%{{customdata[0]:{form}}}, %{{customdata[1]:{form}}}]<extra></extra>",
    )


def diamonds(figure: go.Figure, table: pd.DataFrame, color: str, size: int) -> None:
    """Add a diamond at the value that the paper reports for each `system`."""
    figure.add_scatter(
        name="the paper",
        x=table["reported"],
        y=table["system"],
        mode="markers",
        marker={"size": size, "color": color, "symbol": "diamond-open", "line_width": 2},
        hovertemplate="%{y}: the paper reports %{x:.1%}<extra></extra>",
    )
