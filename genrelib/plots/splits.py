"""What a split does to a result: who is on both sides, and how good the same network looks."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import INK, PALETTE, TEMPLATE, interval, percent

PARTS = {"train": PALETTE[3], "valid": PALETTE[1], "test": PALETTE[6]}
SPLITS = (PALETTE[6], PALETTE[1], PALETTE[0], PALETTE[4])


def by_split(table: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """Accuracy of each system on several splits, one row each, and the paper's own figure as a diamond.

    Rows of `table`: `system`, `split`, `value`, `low`, `high`, `reported` (NaN where the paper says nothing). `names`
    says what each split is called, in the order in which they are drawn.
    """
    systems = list(dict.fromkeys(table["system"]))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 120 + 46 * len(systems), "margin_r": 40})
    reported = table.drop_duplicates("system").dropna(subset="reported")
    if len(reported):
        figure.add_scatter(
            name="the paper",
            x=reported["reported"],
            y=reported["system"],
            mode="markers",
            marker={"size": 12, "color": INK, "symbol": "diamond-open", "line_width": 2},
            hovertemplate="%{y}: the paper reports %{x:.1%}<extra></extra>",
        )
    for colour, (split, name) in zip(SPLITS, names.items(), strict=False):
        part = table[table["split"] == split]
        figure.add_scatter(
            name=name,
            x=part["value"],
            y=part["system"],
            mode="markers",
            marker={"size": 11, "color": colour},
            error_x=interval(part["value"], part["low"], part["high"]),
            customdata=part[["low", "high"]],
            hovertemplate=f"%{{y}}, {name}: %{{x:.1%}} [%{{customdata[0]:.1%}}, %{{customdata[1]:.1%}}]<extra></extra>",
        )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1], tickvals=ticks, ticktext=[percent(tick) for tick in ticks], zeroline=False)
    figure.update_xaxes(title="test clips named right")
    figure.update_yaxes(categoryorder="array", categoryarray=systems[::-1], range=[-0.6, len(systems) - 0.4])
    return figure


def parts(clips: pd.DataFrame, title: str = "") -> go.Figure:
    """Which part each clip of some tracks is dealt to: a row per track, a square per clip.

    Rows of `clips`: `track`, `start` (s), `part` (train, valid, test), `name` of the row; tracks in the order given.
    """
    rows = list(dict.fromkeys(clips["name"]))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 150 + 26 * len(rows)})
    figure.update_layout(title={"text": title, "font_size": 15, "yref": "container", "y": 0.97, "yanchor": "top"})
    figure.update_layout(margin_t=90 if title else 36)
    for part, colour in PARTS.items():
        mine = clips[clips["part"] == part]
        figure.add_scatter(
            name=part,
            x=mine["start"],
            y=mine["name"],
            mode="markers",
            marker={"symbol": "square", "size": 18, "color": colour},
            hovertemplate=f"%{{y}}, from %{{x:g}} s: {part}<extra></extra>",
        )
    figure.update_xaxes(title="clip, by its first second", tickvals=sorted(clips["start"].unique()), showgrid=False)
    figure.update_yaxes(categoryorder="array", categoryarray=rows[::-1], range=[-0.7, len(rows) - 0.3], showgrid=False)
    return figure


def effects(table: pd.DataFrame) -> go.Figure:
    """What changes do to an accuracy, against none: rows `change`, `value`, `low`, `high` as shares of all clips."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 100 + 38 * len(table), "showlegend": False})
    figure.add_scatter(
        x=table["value"],
        y=table["change"],
        mode="markers",
        marker={"size": 11, "color": PALETTE[0]},
        error_x=interval(table["value"], table["low"], table["high"]),
        customdata=table[["low", "high"]],
        hovertemplate="%{y}: %{x:+.1%} [%{customdata[0]:+.1%}, %{customdata[1]:+.1%}]<extra></extra>",
    )
    figure.add_vline(x=0, line={"color": INK, "dash": "dot"})
    reach = max(0.2, 1.15 * float(table[["low", "high"]].abs().max().max()))
    figure.update_xaxes(title="change of the accuracy", range=[-reach, reach], tickformat="+.0%", zeroline=False)
    figure.update_yaxes(autorange="reversed", type="category")
    return figure
