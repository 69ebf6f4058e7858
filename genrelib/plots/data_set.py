"""The content of a data set: tracks by label, lengths, and parts of a split."""

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.splits import PARTS
from genrelib.plots.style import PALETTE, TEMPLATE, colors, text

PATTERNS = {"train": "", "valid": "/", "test": "x"}  # parts stay apart without colour


def label_counts(table: pd.DataFrame) -> go.Figure:
    """Bars of the tracks of each label, in its colour: rows of `datasets.overview.by_label`."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 90 + 24 * len(table), "dragmode": False})
    labels = list(table.index)
    figure.add_bar(
        x=table.tracks,
        y=[text(label) for label in labels],
        orientation="h",
        marker_color=colors(labels) if len(labels) <= len(PALETTE) else PALETTE[0],
        customdata=table.artists,
        hovertemplate="%{y}: %{x} tracks of %{customdata} known artists<extra></extra>",
    )
    figure.update_xaxes(title="tracks")
    figure.update_yaxes(autorange="reversed", type="category", dtick=1)
    return figure


def durations(seconds: pd.Series) -> go.Figure:
    """Histogram of the lengths of tracks (s)."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 260, "dragmode": False})
    figure.add_histogram(
        x=seconds.dropna(),
        xbins={"start": 0, "size": 1},
        marker_color=PALETTE[0],
        hovertemplate="%{x} s: %{y} tracks<extra></extra>",
    )
    figure.update_xaxes(title="length of a track (s)", rangemode="tozero")
    figure.update_yaxes(title="tracks")
    return figure


def divided(table: pd.DataFrame, noun: str) -> go.Figure:
    """Stacked bars of each label's tracks or clips in train, valid and test: rows of `datasets.overview.by_part`."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 110 + 24 * len(table), "barmode": "stack"})
    for part, color in PARTS.items():
        figure.add_bar(
            name=part,
            x=table[part],
            y=[text(label) for label in table.index],
            orientation="h",
            marker={"color": color, "pattern": {"shape": PATTERNS[part]}},
            hovertemplate=f"%{{y}}: %{{x}} {noun} in {part}<extra></extra>",
        )
    figure.update_xaxes(title=noun)
    figure.update_yaxes(autorange="reversed", type="category", dtick=1)
    figure.update_layout(dragmode=False)
    return figure
