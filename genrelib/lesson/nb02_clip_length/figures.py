"""Figures of notebook 02."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots
from torch import Tensor, nn

from genrelib.lesson.nb02_clip_length import argmax, live
from genrelib.lesson.nb02_clip_length.report import TESTED
from genrelib.numerals import percent
from genrelib.plots.style import INK, PALETTE, TEMPLATE

KINDS = {"CNN": (PALETTE[0], "circle"), "RNN": (PALETTE[6], "square"), "CRNN": (PALETTE[4], "triangle-up")}
HELPER = PALETTE[1]
BINS = 40
KEPT = 0.99  # of the old mean at every step: Keras' momentum


def helper_bars(skill: float) -> go.Figure:
    """Shares of each genre's songs that a network of this skill names right, and that the helper counts."""
    table = argmax.by_genre(skill)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 400, "barmode": "group", "margin_t": 80})
    for column, name, color in (("right", "named right", PALETTE[0]), ("printed", "counted by the helper", HELPER)):
        figure.add_bar(x=table.genre, y=table[column], name=name, marker_color=color, hovertemplate="%{x}: %{y:.0%}")
    title = f"right: {percent(table.right.mean())}, printed: {percent(table.printed.mean())}"
    figure.update_layout(title={"text": title, "font_size": 15, "y": 0.97, "yanchor": "top"})
    figure.update_yaxes(title="share of a genre's songs", range=[0, 1.02], tickformat=".0%")
    return figure


def lengths(table: pd.DataFrame, counted: str, paper: bool = True) -> go.Figure:
    """Accuracy over the length of a clip: a mark for each run, a line through their means, diamonds for the report.

    `table` is `report.by_length()`, `counted` its column to draw: right or printed.
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 430})
    for kind, (color, symbol) in KINDS.items():
        own = table[table.network == kind]
        ours = own.dropna(subset="seed")
        if len(ours):
            means = ours.groupby("seconds")[counted].mean()
            figure.add_scatter(
                x=means.index, y=means, mode="lines", line_color=color, showlegend=False, hoverinfo="skip"
            )
            figure.add_scatter(
                x=ours.seconds,
                y=ours[counted],
                mode="markers",
                name=f"{kind}, one run each",
                marker={"color": color, "symbol": symbol, "size": 11},
                customdata=ours.seed,
                hovertemplate=f"{kind}, %{{x:g}} s, seed %{{customdata}}: %{{y:.1%}}<extra></extra>",
            )
        theirs = own[own.seed.isna()]
        if paper and len(theirs):
            figure.add_scatter(
                x=theirs.seconds,
                y=theirs.printed,
                mode="lines+markers",
                name=f"{kind}, the report",
                line={"color": color, "dash": "dot"},
                marker={"symbol": "diamond-open", "size": 12, "line_width": 2},
                hovertemplate=f"{kind}, %{{x:g}} s: the report prints %{{y:.0%}}<extra></extra>",
            )
    seconds = sorted(table.seconds.unique())
    figure.update_xaxes(title="seconds of a clip", type="log", tickvals=seconds, ticktext=[f"{s:g}" for s in seconds])
    figure.update_yaxes(title="test songs, by the count named above", range=[0, 1], tickformat=".0%")
    return figure


def gate_histogram(networks: dict[str, nn.Module], features: Tensor, network: str, shift: float) -> go.Figure:
    """Histogram of the first layer's gates, of features less `shift` decibels."""
    gates = live.first_gates(networks[network], features - shift)
    counts, edges = np.histogram(gates.numpy(), bins=BINS, range=(0, 1))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "margin_t": 70, "bargap": 0.05})
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts / counts.sum(),
        marker_color=PALETTE[0],
        hovertemplate="around %{x:.2f}: %{y:.1%} of the gates<extra></extra>",
    )
    title = f"{live.at_an_end(gates):.0%} of the gates lie within 1 % of an end"
    figure.update_layout(title={"text": title, "font_size": 15, "y": 0.97, "yanchor": "top"})
    figure.update_xaxes(title="gate (0 is shut, 1 is open)", range=[0, 1])
    figure.update_yaxes(title="share of all gates", rangemode="tozero", tickformat=".0%")
    return figure


def running_means(history: pd.DataFrame, steps: int) -> go.Figure:
    """Losses of a training over epochs of so many steps, and how much of the first running mean is left."""
    left = KEPT ** (steps * history.epoch)
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.1)
    figure.update_layout(template=TEMPLATE, height=420, hovermode="x unified")
    for column, name, color, row in (
        ("train_loss", "training loss", PALETTE[1], 1),
        ("valid_loss", "validation loss", PALETTE[0], 1),
    ):
        figure.add_scatter(x=history.epoch, y=history[column], name=name, line_color=color, row=row, col=1)
    bars = {"name": "left of the first running mean", "marker_color": INK, "hovertemplate": "%{y:.1%}"}
    figure.add_bar(x=history.epoch, y=left, row=2, col=1, **bars)
    figure.update_yaxes(title="loss", type="log", dtick=1, row=1)
    figure.update_yaxes(title="left", range=[0, 1], tickformat=".0%", row=2)
    figure.update_xaxes(title="epoch", row=2)
    return figure


def tested_bars(table: pd.DataFrame) -> go.Figure:
    """Share of each genre's tested songs whose artist is also learned from, by the rule that deals the songs."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 380, "barmode": "group"})
    for rule, color in zip(TESTED, (PALETTE[0], PALETTE[6]), strict=True):
        own = table[table.rule == rule]
        figure.add_bar(x=own.genre, y=own["share"], name=rule, marker_color=color, hovertemplate="%{x}: %{y:.0%}")
    figure.update_yaxes(title="tested songs by artists learned from", range=[0, 1.02], tickformat=".0%")
    return figure
