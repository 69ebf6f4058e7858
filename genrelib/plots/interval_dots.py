"""What was measured as a dot with its interval, what a paper reports as a diamond beside it."""

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
    said: str = "%{y}",
    form: str = ".1%",
) -> None:
    """A dot at each `value`, with bars from `low` to `high`, on the line that the column `lines` names.

    `name` stands in the legend; `said` of what it is and `form` of its figures are what the pointer is told, as Plotly
    writes them.
    """
    figure.add_scatter(
        name=name,
        x=table["value"],
        y=table[lines],
        mode="markers",
        marker={"size": size, "color": color},
        error_x=interval(table["value"], table["low"], table["high"]),
        customdata=table[["low", "high"]],
        hovertemplate=f"{said}: %{{x:{form}}} [%{{customdata[0]:{form}}}, %{{customdata[1]:{form}}}]<extra></extra>",
    )


def diamonds(figure: go.Figure, table: pd.DataFrame, color: str, size: int) -> None:
    """The paper's own figure, `reported`, of each `system`."""
    figure.add_scatter(
        name="the paper",
        x=table["reported"],
        y=table["system"],
        mode="markers",
        marker={"size": size, "color": color, "symbol": "diamond-open", "line_width": 2},
        hovertemplate="%{y}: the paper reports %{x:.1%}<extra></extra>",
    )
