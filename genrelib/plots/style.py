"""Style of all figures: colours, the template, the format of texts, shares and intervals."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go

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
# Pixels drawn and left out, in turn. Two colours whose lines are dashed alike are 41 apart in CIELAB, whoever looks:
# the best that four kinds of line can do (2.3 is just noticeable).
DASHES = dict(zip(PALETTE, ((8, 4), (), (), (), (), (8, 4), (2, 4), (10, 4, 2, 4), (2, 4), (10, 4, 2, 4)), strict=True))
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
SYSTEMS = tuple(PALETTE[place] for place in (0, 4, 2, 1, 8, 5, 9))  # a system and those beside it
LINES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "10px 2px 2px 2px")  # of the same systems
MARKS = ("circle", "diamond", "square", "triangle-up", "x", "cross", "star")  # of the same systems
INK = "#767676"  # grey text has 4.5:1 on white and 4:1 on our dark page, where the app writes in its own ink
FAINT = "rgba(128, 128, 128, 0.45)"
GRID = "rgba(128, 128, 128, 0.25)"
RAMP = [[0.0, "rgba(63, 144, 218, 0)"], [1.0, "rgba(63, 144, 218, 1)"]]  # from the page's own colour to blue
FONT = {"size": 15, "family": "Source Sans, Open Sans, verdana, arial, sans-serif"}  # px; of all text
AXIS = {
    "gridcolor": GRID,
    "zerolinecolor": GRID,
    "linecolor": GRID,
    "automargin": True,
    "ticklabelstandoff": 4,
    "title": {"font": FONT, "standoff": 10},
}
TEMPLATE = go.layout.Template(
    layout={
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "colorway": PALETTE,
        "font": {"color": INK} | FONT,
        "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
        "hoverlabel": {"align": "left", "bgcolor": "#1b2430", "bordercolor": INK, "font": {"color": "#ffffff"} | FONT},
        "modebar": {"bgcolor": "rgba(0, 0, 0, 0)", "color": INK, "activecolor": INK},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0},
        "xaxis": AXIS,
        "yaxis": AXIS,
    }
)


def colors(labels: Sequence[str]) -> list[str]:
    """Colour of each label: the genre's own, else the palette's next one that none of these genres has."""
    others = [label for label in labels if label not in GENRE_COLORS]
    taken = {GENRE_COLORS[label] for label in labels if label in GENRE_COLORS}
    free = [color for color in PALETTE if color not in taken] or PALETTE
    return [GENRE_COLORS.get(label) or free[others.index(label) % len(free)] for label in labels]


def text(label: str) -> str:
    """Write a label, which a stranger may have chosen, so that Plotly draws it: no sign is HTML, a field or LaTeX."""
    return escape(label, quote=False).replace("{", "&#123;").replace("$", "&#36;")


def interval(value: pd.Series, low: pd.Series, high: pd.Series) -> dict:
    """Error bars from `low` to `high` around `value`, as Plotly takes them."""
    return {"type": "data", "symmetric": False, "array": high - value, "arrayminus": value - low, "thickness": 1.5}
