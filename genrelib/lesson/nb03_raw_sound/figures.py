"""Figures of notebook 03."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from genrelib import inference, plots
from genrelib.interpret.filter_report import filter_pictures
from genrelib.interpret.filters import stacks
from genrelib.interpret.receptive_field import field_of
from genrelib.lesson.nb03_raw_sound import layers, paper, power
from genrelib.networks.network import Network
from genrelib.numerals import percent
from genrelib.plots.interval_dots import dots
from genrelib.plots.style import INK, PALETTE, TEMPLATE

LANDMARKS = {"a period of a low E, 41 Hz": 1 / 41, "a beat at 120 a minute": 0.5, "a clip": 59_049 / 22_050}  # s
SPREAD = {"from map to map": PALETTE[3], "from song to song": PALETTE[0], "from window to window": PALETTE[6]}
COARSE = 8  # rows of a filter's picture of which one is drawn: its response is smooth
PAIRS = (("crnn", "tf-crnn"), ("crnn@tf-size", "tf-crnn"), ("crnn", "tf-crnn@bottleneck"))  # without, with feedback
TICKS = (1e-4, 1e-3, 0.01, 0.1, 1)  # s
BINS = np.linspace(-0.04, 0.04, 65)  # of gains


def table_one(answer: str) -> go.Figure:
    """The abstract's accuracies with the deviation of its runs, and ours for one of two ways to answer for a song."""
    table = paper.results(answer)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 120 + 50 * len(table), "margin_r": 40})
    figure.add_scatter(
        name="the abstract, 16 genres; bars: deviation of 3 runs",
        x=table.reported,
        y=table.system,
        error_x={"type": "data", "array": table.sd.fillna(0)},
        mode="markers",
        marker={"size": 12, "color": INK, "symbol": "diamond-open", "line_width": 2},
        hovertemplate="%{y}: the abstract reports %{x:.1%}<extra></extra>",
    )
    dots(figure, table, "system", PALETTE[6], name="ours, 4 genres, 75 songs; bars: 95 % interval")
    figure.update_xaxes(title="test songs named right", range=[0, 1], tickformat=".0%", zeroline=False)
    figure.update_yaxes(categoryorder="array", categoryarray=table.system[::-1], range=[-0.6, len(table) - 0.4])
    return figure


def filters(models: Mapping[str, inference.Model], weights: str) -> go.Figure:
    """Power that forty filters of the first layer let through, by their centres."""
    pictures, hz, centres_hz = filter_pictures(models[weights])
    return plots.filter_strip(pictures[:, ::COARSE], hz[::COARSE], centres_hz)


def centres(networks: Mapping[str, Network], sample_rate: int, layer: int) -> go.Figure:
    """Sorted centres of a layer's filters in networks by name, beside equal steps in mel and in Hz."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 420})
    place = np.linspace(0.5, 99.5, 100)
    highest = sample_rate / 2
    for name, hz, dash in (
        ("equal steps in mel", layers.equal_in_mel(100, highest), "dot"),
        ("equal steps in Hz", place / 100 * highest, "dash"),
    ):
        figure.add_scatter(x=place, y=np.round(hz), mode="lines", name=name, line={"color": INK, "dash": dash})
    for (name, network), color in zip(networks.items(), (PALETTE[6], PALETTE[0]), strict=True):
        hz = layers.tuned(network, layer, sample_rate).centres
        share = 100 * (np.arange(len(hz)) + 0.5) / len(hz)
        figure.add_scatter(
            x=share, y=np.round(hz), mode="lines+markers", name=name, line={"color": color}, marker_size=5
        )
    figure.update_xaxes(title="filters, sorted by their centre (%)", range=[0, 100])
    figure.update_yaxes(title="centre (Hz)", range=[-200, highest + 200])
    return figure


def moved_layers(tables: Mapping[str, pd.DataFrame], network: str) -> go.Figure:
    """Correlation of each layer's weights with those it began with, of the network of that name."""
    table = tables[network]
    figure = go.Figure(layout={"template": TEMPLATE, "height": 110 + 22 * len(table), "margin_t": 16})
    figure.add_bar(
        x=table.correlation,
        y=table.layer,
        orientation="h",
        marker_color=PALETTE[0],
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
    )
    figure.update_xaxes(title="correlation of the weights with those before training", range=[0, 1.02])
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def hearing(network: Network, sample_rate: int) -> go.Figure:
    """Seconds that one value depends on, and from one value to the next, block by block."""
    fields = [field_of(stack) for stack in stacks(network)]
    blocks = list(range(len(fields)))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 420})
    for name, samples, color in (
        ("receptive field", [field.samples for field in fields], PALETTE[6]),
        ("step from value to value", [field.step for field in fields], PALETTE[0]),
    ):
        figure.add_scatter(
            x=blocks,
            y=np.array(samples) / sample_rate,
            mode="lines+markers",
            name=name,
            line={"color": color},
            customdata=samples,
            hovertemplate="block %{x}: %{customdata:,} samples<extra></extra>",
        )
    for name, seconds in LANDMARKS.items():
        figure.add_scatter(
            x=[0, blocks[-1]],
            y=[seconds, seconds],
            mode="lines+text",
            text=[name, ""],
            textposition="top right",
            line={"color": INK, "dash": "dot", "width": 1},
            showlegend=False,
            hoverinfo="skip",
        )
    figure.update_xaxes(title="block (0 is the first convolution)", dtick=1)
    figure.update_yaxes(title="seconds", type="log", tickvals=list(TICKS), ticktext=[f"{tick:g}" for tick in TICKS])
    return figure


def moved_answers(table: pd.DataFrame) -> go.Figure:
    """Share of songs whose answer is another one, by what was put in place of the scales."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 110 + 42 * len(table), "showlegend": False})
    dots(figure, table, "change", PALETTE[0])
    figure.update_xaxes(title="songs whose answer is another one", range=[0, 1], tickformat=".0%", zeroline=False)
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def spread_bars(table: pd.DataFrame) -> go.Figure:
    """Deviation of the scales of each block, by what varies."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 360, "barmode": "group"})
    for name, color in SPREAD.items():
        own = table[table.varies == name]
        figure.add_bar(x=own.block, y=own.deviation, name=name, marker_color=color, hovertemplate="%{y:.3f}")
    figure.update_xaxes(title="block with feedback", dtick=1)
    figure.update_yaxes(title="deviation of the scales")
    return figure


def fair(answer: str) -> go.Figure:
    """Gain by feedback of one size or another, for one of two ways to answer for a song."""
    return plots.effects(paper.gains(answer, *PAIRS))


def gains_by_chance(runs: int) -> go.Figure:
    """Gains that comparisons of so many runs each would measure, if the abstract's figures were the truth."""
    gains, findings = power.compare(runs)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 400, "barmode": "stack", "margin_t": 90, "bargap": 0})
    middles = (BINS[1:] + BINS[:-1]) / 2
    for name, rows, color in (("finds the gain", findings, PALETTE[0]), ("does not", ~findings, PALETTE[3])):
        counts, _ = np.histogram(gains[rows], BINS)
        figure.add_bar(x=middles, y=counts / len(gains), name=name, marker_color=color, hovertemplate="%{x:+.2%}")
    figure.add_vline(x=power.GAIN, line={"color": INK, "dash": "dash"})
    title = f"{runs} runs each: {percent(findings.mean())} find the gain, {percent((gains < 0).mean())} measure a loss"
    figure.update_layout(title={"text": title, "font_size": 15, "y": 0.97, "yanchor": "top"})
    figure.update_xaxes(title="gain that is measured (dashed: the true one)", tickformat="+.0%")
    figure.update_yaxes(title="share of comparisons", tickformat=".0%")
    return figure
