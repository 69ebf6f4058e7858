"""Effects of splits and changes on a result."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from genrelib.numerals import percent
from genrelib.plots.interval_dots import diamonds, dots
from genrelib.plots.style import INK, PALETTE, TEMPLATE

PARTS = {"train": PALETTE[3], "valid": PALETTE[1], "test": PALETTE[6]}
SPLITS = (PALETTE[6], PALETTE[1], PALETTE[0], PALETTE[4])


def by_split(table: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """Accuracy of each system on several splits, one row each, and the paper's value as a diamond.

    Rows of `table`: `system`, `split`, `value`, `low`, `high`, `reported` (NaN where the paper reports nothing).
    `names` has a name for each split, in the order of drawing.
    """
    systems = list(dict.fromkeys(table["system"]))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 120 + 46 * len(systems), "margin_r": 40})
    reported = table.drop_duplicates("system").dropna(subset="reported")
    if len(reported):
        diamonds(figure, reported, INK, size=12)
    for color, (split, name) in zip(SPLITS, names.items(), strict=False):
        dots(figure, table[table["split"] == split], "system", color, name=name, hover=f"%{{y}}, {name}")
    ticks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1], tickvals=ticks, ticktext=[percent(tick) for tick in ticks], zeroline=False)
    figure.update_xaxes(title="test clips named right")
    figure.update_yaxes(categoryorder="array", categoryarray=systems[::-1], range=[-0.6, len(systems) - 0.4])
    return figure


def parts(clips: pd.DataFrame, title: str = "") -> go.Figure:
    """Part of each clip of some tracks: a row per track, a square per clip.

    Rows of `clips`: `track`, `start` (s), `part` (train, valid, test), `name` of the row; tracks in the order given.
    """
    rows = list(dict.fromkeys(clips["name"]))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 150 + 26 * len(rows)})
    figure.update_layout(title={"text": title, "font_size": 15, "yref": "container", "y": 0.97, "yanchor": "top"})
    figure.update_layout(margin_t=90 if title else 36)
    for part, color in PARTS.items():
        members = clips[clips["part"] == part]
        figure.add_scatter(
            name=part,
            x=members["start"],
            y=members["name"],
            mode="markers",
            marker={"symbol": "square", "size": 18, "color": color},
            hovertemplate=f"%{{y}}, from %{{x:g}} s: {part}<extra></extra>",
        )
    figure.update_xaxes(title="clip, by its first second", tickvals=sorted(clips["start"].unique()), showgrid=False)
    figure.update_yaxes(categoryorder="array", categoryarray=rows[::-1], range=[-0.7, len(rows) - 0.3], showgrid=False)
    return figure


def effects(table: pd.DataFrame) -> go.Figure:
    """Effects of changes on an accuracy: rows `change`, `value`, `low`, `high` as shares of all clips."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 100 + 38 * len(table), "showlegend": False})
    dots(figure, table, "change", PALETTE[0], form="+.1%")
    figure.add_vline(x=0, line={"color": INK, "dash": "dot"})
    reach = max(0.2, 1.15 * float(table[["low", "high"]].abs().max().max()))
    figure.update_xaxes(title="change of the accuracy", range=[-reach, reach], tickformat="+.0%", zeroline=False)
    figure.update_yaxes(autorange="reversed", type="category")
    return figure
