"""Maps of points in a plane, each of a kind that colour and shape tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import FAINT, INK, PALETTE, TEMPLATE, text

SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "star-triangle-down")
ROOM = (0.16, 0.06)  # of the map's width and height that a name on it keeps from another one
ENOUGH = 4  # points of a kind that have a midst
OWN = PALETTE[4]


@dataclass(frozen=True)
class Kind:
    """Appearance of the points of a kind, as Plotly names colours and symbols.

    `quiet` ones are what is left over; of a kind that may lie together the name is written in its midst if `named`.
    """

    color: str
    symbol: str = "circle"
    quiet: bool = False
    named: bool = False


@dataclass(frozen=True)
class Marks:
    """Points that stand out: the chosen one and the nearest to it, by name, and a newcomer's place (x, y)."""

    chosen: str = ""
    nearest: tuple[str, ...] = ()
    newcomer: tuple[float, float] | None = None


def kinds_of(labels: Sequence[str], colors: Sequence[str]) -> dict[str, Kind]:
    """A named kind for each label, in these colours; neighbours of the list differ in shape, too."""
    return {
        label: Kind(color, SHAPES[place % len(SHAPES)], named=True)
        for place, (label, color) in enumerate(zip(labels, colors, strict=True))
    }


def embedding_map(
    points: pd.DataFrame,
    kinds: Mapping[str, Kind],
    axes: tuple[str, str],
    marks: Marks,
    within: frozenset[str] | None = None,
) -> go.Figure:
    """Points that can be clicked, and gathered with a lasso: their customdata is their name.

    Rows of `points`, indexed by name: `x`, `y`, `kind`, `note` (under the pointer). Kinds are drawn in their order,
    those that are left over first. Points that are not `within` are pale.
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 580, "hovermode": "closest", "dragmode": False})
    figure.update_layout(modebar_orientation="v", margin={"r": 44, "t": 8})  # buttons beside the points
    figure.update_layout(legend={"yref": "container", "y": 0, "yanchor": "bottom"})
    _threads(figure, points, marks)
    for label in sorted(kinds, key=lambda label: not kinds[label].quiet):
        members = points[points["kind"] == label]
        if len(members):
            figure.add_scatter(**_dots(label, kinds[label], members, within))
    for place in _names(points, kinds):
        figure.add_annotation(**place, showarrow=False, yshift=14, bgcolor="rgba(128, 128, 128, 0.18)", borderpad=1)
    _stand_out(figure, points, marks)
    for axis, title in zip((figure.update_xaxes, figure.update_yaxes), axes, strict=True):
        axis(title=title, showticklabels=False, showgrid=False, zeroline=False, fixedrange=True)
    return figure


def to_scale(figure: go.Figure) -> go.Figure:
    """The same map with one scale for both axes, for a layout whose distances mean something."""
    scaled = go.Figure(figure)
    scaled.update_yaxes(scaleanchor="x", constrain="domain", constraintoward="top")
    return scaled.update_xaxes(constrain="domain")


def _dots(label: str, kind: Kind, members: pd.DataFrame, within: frozenset[str] | None) -> dict:
    opacity = 0.45 if kind.quiet else 0.85
    shown = opacity if within is None else np.where(members.index.isin(list(within)), 0.95, 0.12)
    symbol = f"{kind.symbol}-open" if kind.quiet else kind.symbol
    notes = [f"{text(name)}<br>{text(note)}" for name, note in zip(members.index, members["note"], strict=True)]
    return {
        "name": f"{text(label)} ({len(members)})",
        "x": members["x"],
        "y": members["y"],
        "mode": "markers",
        "marker": {"size": 8, "color": kind.color, "symbol": symbol, "opacity": shown},
        "customdata": members.index.to_numpy()[:, None],
        "hovertext": notes,
        "hoverinfo": "text",
    }


def _threads(figure: go.Figure, points: pd.DataFrame, marks: Marks) -> None:
    """Lines from the chosen point, or the newcomer, to its nearest: the longer, the less the plane keeps of them."""
    chosen = points.loc[[name for name in [marks.chosen] if name in points.index], ["x", "y"]].to_numpy().tolist()
    x, y = chosen[0] if chosen else marks.newcomer or (None, None)
    ends = points.loc[list(marks.nearest), ["x", "y"]].to_numpy()
    corners = [corner for end in ends for corner in ((x, y), tuple(end), (None, None))]
    figure.add_scatter(
        x=[corner[0] for corner in corners],
        y=[corner[1] for corner in corners],
        mode="lines",
        line={"color": FAINT, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )


def _stand_out(figure: go.Figure, points: pd.DataFrame, marks: Marks) -> None:
    ring = {"mode": "markers", "hoverinfo": "skip", "showlegend": False}
    nearest = points.loc[list(marks.nearest)]
    if len(nearest):
        marker = {"size": 15, "color": INK, "symbol": "circle-open", "line_width": 2}
        figure.add_scatter(x=nearest["x"], y=nearest["y"], name="nearest in the space", marker=marker, **ring)
    if marks.chosen in points.index:
        at = points.loc[[marks.chosen]]
        marker = {"size": 21, "color": INK, "symbol": "circle-open", "line_width": 4}
        figure.add_scatter(x=at["x"], y=at["y"], name="chosen", marker=marker, **ring)
    if marks.newcomer is not None:
        marker = {"size": 20, "color": OWN, "symbol": "star", "line": {"color": INK, "width": 1}}
        x, y = marks.newcomer
        figure.add_scatter(x=[x], y=[y], name="your sound", marker=marker, **ring)


def _names(points: pd.DataFrame, kinds: Mapping[str, Kind]) -> Iterator[dict]:
    """The name of each named kind of ENOUGH points, at the point in their midst, unless another name is there."""
    positions = points[["x", "y"]].to_numpy()
    reach = np.maximum(np.ptp(positions, axis=0), np.finfo(float).tiny)
    taken: list[np.ndarray] = []
    for label, kind in kinds.items():
        members = positions[(points["kind"] == label).to_numpy()]
        if not kind.named or len(members) < ENOUGH:
            continue
        distances = np.linalg.norm(members[:, None] - members, axis=2)
        midst = members[np.median(distances, axis=1).argmin()]  # many kinds lie in pieces, whose mean is nowhere
        if all((np.abs(midst - other) / reach > ROOM).any() for other in taken):
            taken.append(midst)
            yield {"x": midst[0], "y": midst[1], "text": text(label)}
