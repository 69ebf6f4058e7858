"""A figure for the last row of a room: its type is larger, and so is the room that lines of type take."""

from typing import Any

import plotly.graph_objects as go

LENGTHS = {"height", "standoff", "ticklabelstandoff", "xshift", "yshift"}  # px
LISTS = {"data", "annotations"}  # of parts that have type


def enlarged(figure: go.Figure, by: float) -> go.Figure:
    """Copy of a figure with type, height and margins `by` times as large; the figure itself where that is 1."""
    if by == 1:
        return figure
    drawn = figure.to_plotly_json()
    return go.Figure({name: _part(drawn[name], name, by) for name in ("data", "layout")})


def _part(part: Any, name: str, by: float) -> Any:
    if isinstance(part, dict):
        sized = LENGTHS | ({"size"} if name.endswith("font") else set(part) if name == "margin" else set())
        return {
            key: round(value * by) if key in sized and isinstance(value, int | float) else _part(value, key, by)
            for key, value in part.items()
        }
    if isinstance(part, list | tuple) and name in LISTS:
        return [_part(one, "", by) for one in part]
    return part
