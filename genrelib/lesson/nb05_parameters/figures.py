"""Figures of notebook 05."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots
from torch import nn

from genrelib import evaluate, papers, plots
from genrelib.frontends import FrontEnd
from genrelib.inference import Prediction
from genrelib.lesson.nb05_parameters import budget, paper, prevalence
from genrelib.numerals import percent
from genrelib.papers import choi2017
from genrelib.plots.interval_dots import dots
from genrelib.plots.style import INK, PALETTE, RAMP, TEMPLATE, text

PARTS = dict(zip(budget.PARTS.values(), (PALETTE[6], PALETTE[0], PALETTE[1], PALETTE[4], PALETTE[3]), strict=True))
DRAWN = 200  # points of a curve
TITLE = {"font_size": 15, "y": 0.97, "yanchor": "top"}
SIZES = (80_000, 4_000_000)  # that the axis of weights shows, however few networks are there
AXES = {"parameters": "trained weights", "operations": "operations for one clip"}


@cache
def _operations(name: str) -> int | None:
    return papers.get(name).operations(choi2017.LABELS)


def against(place: tuple[str, str], axis: str) -> go.Figure:
    """Mean AUC of the networks with a run, against their weights or their operations: one of AXES."""
    table = paper.results(place)
    places = table.parameters if axis == "parameters" else table.system.map(_operations)
    figure = plots.against(table, places, AXES[axis], "mean ROC-AUC over tags", lowest=0.5)
    if axis == "parameters":
        figure.update_xaxes(range=np.log10(SIZES))
    return figure


def parts(size: str) -> go.Figure:
    """Share of the weights that each part of the four networks has, at one size."""
    systems = {structure: paper.PAPER.system(f"{structure}-{size}") for structure in choi2017.ORDER}
    table = pd.DataFrame({name: budget.part_sizes(system) for name, system in systems.items()}).T
    names = [f"{name}<br>{total:,}" for name, total in table.sum(axis=1).items()]
    figure = go.Figure(layout={"template": TEMPLATE, "height": 350, "barmode": "stack", "margin_t": 70})
    for part, color in PARTS.items():
        figure.add_bar(
            name=part,
            y=names,
            x=table[part] / table.sum(axis=1),
            orientation="h",
            marker_color=color,
            customdata=table[part],
            hovertemplate=f"{part}: %{{x:.1%}}, %{{customdata:,}} weights<extra></extra>",
        )
    figure.update_xaxes(title="share of all weights", tickformat=".0%", range=[0, 1])
    return figure.update_yaxes(autorange="reversed")


def kernels(frames: int) -> go.Figure:
    """Deviation of k1c2 from the sizes it is called by, if its kernels are so many frames long."""
    table = budget.column(frames)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "margin_t": 60, "showlegend": False})
    inside = table.deviation.abs() <= budget.TOLERANCE
    figure.add_hrect(
        y0=-budget.TOLERANCE, y1=budget.TOLERANCE, fillcolor=PALETTE[4], opacity=0.15, line_width=0, layer="below"
    )
    figure.add_bar(
        x=list(table.index),
        y=table.deviation,
        marker_color=np.where(inside, PALETTE[0], PALETTE[1]),
        text=[f"{count:,}" for count in table.counted],
        textposition="outside",
        hovertemplate="%{x}: %{y:+.1%}, %{text} weights<extra></extra>",
    )
    share = table.convolutions["0.5M"]
    title = f"{inside.sum()} of {len(table)} sizes within 2 %; convolutions hold {percent(share)} at 0.5M"
    figure.update_layout(title=TITLE | {"text": title})
    figure.update_xaxes(title="size that the paper calls it by", type="category")
    return figure.update_yaxes(title="counted, less stated", tickformat="+.0%", range=[-0.13, 0.13])


def gains(table: pd.DataFrame, reach: float = 0.2) -> go.Figure:
    """Changes of the mean AUC with their intervals: rows change, value, low, high; the axis reaches so far at least."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 100 + 32 * len(table), "showlegend": False})
    dots(figure, table, "change", PALETTE[0], form="+.3f")
    figure.add_vline(x=0, line={"color": INK, "dash": "dot"})
    reach = max(reach, 1.15 * float(table[["value", "low", "high"]].abs().max().max()))
    figure.update_xaxes(title="change of the mean ROC-AUC", range=[-reach, reach], tickformat="+.2f", zeroline=False)
    return figure.update_yaxes(autorange="reversed", type="category")


def learning(histories: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Training loss and validation AUC of some taggers over epochs: name -> history."""
    renamed = {name: history.rename(columns={"valid_auc": "valid_accuracy"}) for name, history in histories.items()}
    figure = plots.learning(renamed).update_traces(hovertemplate="%{y:.3f}")
    figure.update_yaxes(range=[0.4, 1], tickformat=".1f", title="validation ROC-AUC", row=2)
    return figure.update_yaxes(rangemode="normal", row=1)


def order_figure(place: tuple[str, str]) -> go.Figure:
    """Gains of the network that the paper ranks higher, for every pair with runs on a data set and split."""
    figure = gains(paper.order_gains(place), reach=0.1)
    return figure.update_xaxes(title="gain in mean ROC-AUC of the one that the paper ranks higher")


def areas(pair: tuple[str, str], metric: str, place: tuple[str, str]) -> go.Figure:
    """Areas of the first network's tags, and the second one's gains, as the paper's Figure 3."""
    return plots.tag_areas(paper.ranking(*pair, place), metric)


def popularity(place: tuple[str, str], short: str, metric: str) -> go.Figure:
    """Area of every tag of a network against the test tracks that have it, and their rank correlation."""
    table = paper.by_tag(short, place)
    rank = evaluate.popularity(table.positives.to_numpy(), table[metric].to_numpy())
    figure = plots.popularity(table, metric)
    title = f"Spearman's correlation {rank.value:+.2f} over {rank.tags} tags (p = {rank.p:.2g})"
    figure.update_layout(title=TITLE | {"text": title}, margin_t=60)
    return figure.update_yaxes(range=[0, 1.02])


def rare(area: float, share: float) -> go.Figure:
    """Both curves of a score with this ROC-AUC, for a tag that so many tracks have."""
    whole = prevalence.curves(area, share)
    table = whole.iloc[np.linspace(0, len(whole) - 1, DRAWN).astype(int)]
    figure = make_subplots(cols=2, horizontal_spacing=0.14)
    figure.update_layout(template=TEMPLATE, height=380, margin_t=70, showlegend=False)
    lines = ((table.false_alarms, table.recall, [0, 1]), (table.recall, table.precision, [share] * 2))
    for column, (x, y, guess) in enumerate(lines, start=1):
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": PALETTE[0], "width": 3}, row=1, col=column)
        figure.add_scatter(x=[0, 1], y=guess, mode="lines", line={"color": INK, "dash": "dot"}, row=1, col=column)
    title = f"ROC-AUC {prevalence.roc_area(whole):.2f}, a guess .50; PR-AUC {prevalence.pr_area(whole):.2f}, a guess"
    figure.update_layout(title=TITLE | {"text": f"{title} {share:.2g}"})
    figure.update_xaxes(range=[0, 1.01], tickformat=".0%")
    figure.update_yaxes(range=[0, 1.01], tickformat=".0%")
    figure.update_xaxes(title="false alarms: share of others", col=1)
    figure.update_yaxes(title="recall: share found", col=1)
    figure.update_xaxes(title="recall: share found", col=2)
    return figure.update_yaxes(title="precision: alarms that are right", col=2)


def moments(networks: dict[str, nn.Module], frontend: FrontEnd, network: str) -> go.Figure:
    """Vectors of a network's input normalisation, a value for every moment: means and deviations, then scales."""
    layer: Any = networks[network].normalise
    vectors = {
        "mean (dB)": (layer.running_mean, 1, PALETTE[0]),
        "deviation (dB)": (layer.running_var.sqrt(), 1, PALETTE[1]),
        "learned scale": (layer.weight, 2, PALETTE[4]),
        "learned shift": (layer.bias, 2, PALETTE[6]),
    }
    frames = len(layer.weight)
    zeros = (frames - choi2017.PICTURE["frames"]) // 2  # before a clip, where there are any
    seconds = ((np.arange(frames) - zeros) / frontend.frames_per_second).astype(np.float32)
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=430, hovermode="x unified", margin_t=60)
    for name, (vector, row, color) in vectors.items():
        figure.add_scatter(
            x=seconds,
            y=vector.detach().float().numpy(),
            name=name,
            mode="lines",
            line={"color": color, "width": 1.5},
            row=row,
            col=1,
        )
    figure.update_traces(hovertemplate="%{y:.3f}")
    figure.update_xaxes(title="seconds of the clip", hoverformat=".2f", row=2)
    figure.update_yaxes(title="decibels", row=1)
    return figure.update_yaxes(title="learned", row=2)


def tags_over_time(predictions: dict[str, Prediction], pieces: Sequence[str], seconds: float, tagger: str) -> go.Figure:
    """Fifty tags over time as rows of colour, and the pieces of a medley, so many seconds each, above."""
    prediction = predictions[tagger]
    middles = (prediction.starts + prediction.ends) / 2
    figure = go.Figure(layout={"template": TEMPLATE, "height": 950, "margin_t": 60})
    figure.add_heatmap(
        x=np.round(middles, 2),
        y=[text(label) for label in prediction.labels],
        z=np.round(prediction.clips.T, 3),
        colorscale=RAMP,
        zmin=0,
        colorbar={"title": "probability", "thickness": 12},
        hovertemplate="%{y}, clip around %{x:.0f} s: %{z:.2f}<extra></extra>",
    )
    for number, piece in enumerate(pieces):
        label = {"text": f"<b>{text(piece)}</b>", "showarrow": False, "yanchor": "bottom", "yref": "paper", "y": 1}
        figure.add_annotation(x=(number + 0.5) * seconds, **label)
        if number:
            figure.add_vline(x=number * seconds, line={"color": INK, "dash": "dot"})
    figure.update_xaxes(title="seconds: middle of the clip", range=[0, prediction.ends[-1]])
    return figure.update_yaxes(autorange="reversed", dtick=1, tickfont_size=12)
