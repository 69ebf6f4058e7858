"""Figures of notebook 04 that knobs redraw, or that only its questions need."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch
from plotly.subplots import make_subplots
from torch import Tensor, nn

from genrelib import plots
from genrelib.lesson.nb04_depth import choosing, company, sight
from genrelib.lesson.nb04_depth.live import Course
from genrelib.lesson.nb04_depth.report import GUESS, PENALTIES
from genrelib.networks.parallel import ParallelCnn
from genrelib.plots.style import INK, PALETTE, TEMPLATE, interval
from genrelib.runs import Run

PARTS = {"train": (PALETTE[1], "dot"), "valid": (PALETTE[0], "solid"), "test": (PALETTE[6], "dash")}
CHOICES = (1, 2, 4, 8, 16, 32, 50, 100)
DASHES = ("solid", "dot", "dash")


def shipped_course(network: Run) -> go.Figure:
    """Losses and validation accuracy of a shipped run over its epochs, and the loss of a guess."""
    figure = plots.training(network.history)
    figure.add_hline(y=GUESS, line={"color": INK, "dash": "dot"}, row=1, col=1)
    return figure


def course(followed: Course) -> go.Figure:
    """Cross entropy above, share named right below, of all parts over the epochs of a training."""
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=430, hovermode="x unified")
    for part, (color, dash) in PARTS.items():
        line = {"color": color, "dash": dash, "width": 2.5}
        for row, values in enumerate((followed.loss(part), followed.accuracy(part)), start=1):
            figure.add_scatter(
                x=followed.epochs,
                y=np.round(values, 4),
                name=part,
                legendgroup=part,
                showlegend=row == 1,
                mode="lines",
                line=line,
                hovertemplate="%{y:.2f}" if row == 1 else "%{y:.0%}",
                row=row,
                col=1,
            )
    figure.add_hline(y=GUESS, line={"color": INK, "dash": "dot"}, row=1, col=1)
    figure.update_yaxes(title="cross entropy", rangemode="tozero", row=1)
    figure.update_yaxes(title="named right", range=[0, 1.02], tickformat=".0%", row=2)
    figure.update_xaxes(title="epoch", row=2)
    return figure


def branches(
    networks: Mapping[str, ParallelCnn], network: str, pattern: str, higher: int = 0, later: int = 0
) -> go.Figure:
    """A pattern, moved by so many bands and frames, and what it leaves in each branch: the mean of the kernels' maps.

    The titles say how much of a branch's maps the movement changed.
    """
    before, after = sight.pattern(pattern), sight.pattern(pattern, higher, later)
    changed = sight.changes(networks[network], before, after)
    left, right = (maps.mean(axis=0) for maps in sight.maps(networks[network], after))
    titles = ("what is played", *(f"{name} branch, {share:.0%} changed" for name, share in changed.items()))
    figure = make_subplots(cols=3, subplot_titles=titles, horizontal_spacing=0.08)
    figure.update_layout(template=TEMPLATE, height=330, margin_t=48)
    for place, picture in enumerate((after, left, right), start=1):
        most = max(float(np.abs(picture).max()), 1e-9)
        figure.add_heatmap(
            z=np.round(picture / most, 2), colorscale="Magma", showscale=False, hoverinfo="skip", row=1, col=place
        )
        bands, frames = picture.shape
        figure.update_xaxes(title=f"{frames} frames", showticklabels=False, showgrid=False, row=1, col=place)
        figure.update_yaxes(title=f"{bands} bands", showticklabels=False, showgrid=False, row=1, col=place)
    figure.update_annotations(font_size=15)
    return figure


def penalties(table: pd.DataFrame) -> go.Figure:
    """Penalty of untrained networks (`report.penalties`) by its factor, beside the cross entropy of a guess."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "barmode": "group"})
    for name, color in zip(PENALTIES, (PALETTE[6], PALETTE[0]), strict=True):
        figure.add_bar(
            x=table.index,
            y=table[name],
            name=f"penalty, {name}",
            marker_color=color,
            text=[f"{value:.1f}" for value in table[name]],
            hovertemplate="%{x}: %{y:.2f}",
        )
    figure.add_hline(y=GUESS, line={"color": INK, "dash": "dash"})
    figure.update_yaxes(title="added to the loss", rangemode="tozero")
    return figure


def luck(songs: int, settled: float) -> go.Figure:
    """Mean gain by luck of the best of so many equal networks, on so many songs, of which a share is settled."""
    gains = [choosing.luck(count, songs, settled) for count in CHOICES]
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "margin_t": 60})
    figure.add_scatter(
        x=CHOICES,
        y=gains,
        name="the best one, where it was chosen",
        mode="lines+markers",
        line_color=PALETTE[6],
        hovertemplate="best of %{x}: %{y:+.1%}<extra></extra>",
    )
    figure.add_scatter(
        x=CHOICES,
        y=[0] * len(CHOICES),
        name="the same one, on other songs",
        mode="lines",
        line={"color": PALETTE[0], "dash": "dash"},
        hovertemplate="%{x}: no gain<extra></extra>",
    )
    figure.update_xaxes(title="networks, or epochs, to choose from", type="log", tickvals=CHOICES)
    figure.update_yaxes(title="gain of the accuracy", tickformat="+.0%", range=[-0.01, 0.16])
    return figure


def votes(table: pd.DataFrame) -> go.Figure:
    """Share of songs named right over the number of clips that speak, by the way of summing up (`votes.by_count`)."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 400})
    for place, (way, rows) in enumerate(table.groupby("way", sort=False)):
        color = (PALETTE[0], PALETTE[6], PALETTE[4])[place]
        figure.add_scatter(
            x=rows.clips * 1.04 ** (place - 1),  # a little apart, or the intervals hide one another
            y=rows.value,
            name=way,
            mode="lines+markers",
            line={"color": color, "dash": DASHES[place]},
            error_y=interval(rows.value, rows.low, rows.high),
            customdata=rows.clips,
            hovertemplate=f"{way} of %{{customdata}} clips: %{{y:.0%}}<extra></extra>",
        )
    counts = sorted(table.clips.unique())
    figure.update_xaxes(title="clips of a song", type="log", tickvals=counts, ticktext=[f"{n}" for n in counts])
    figure.update_yaxes(title="songs named right", range=[0, 1], tickformat=".0%")
    return figure


def in_company(
    networks: Mapping[str, nn.Module],
    features: Tensor,
    truth: np.ndarray,
    labels: Sequence[str],
    trained: str,
    clip: int,
) -> go.Figure:
    """Probabilities of one clip, a row for each company in which it is asked; its genre stands in the title."""
    answers = company.answers_by_company(networks[trained], features, truth, clip, labels)
    values = np.round(np.array(list(answers.values())), 3)
    figure = go.Figure(layout={"template": TEMPLATE, "height": 430, "margin_t": 60})
    figure.add_heatmap(
        z=values,
        x=list(labels),
        y=list(answers),
        zmin=0,
        zmax=1,
        colorscale="Viridis",
        text=np.round(100 * values).astype(int),
        texttemplate="%{text}",
        showscale=False,
        hovertemplate="%{y}: %{x} with %{z:.0%}<extra></extra>",
    )
    title = f"one clip of {labels[truth[clip]]}: percent that it is given"
    figure.update_layout(title={"text": title, "font_size": 15, "y": 0.97, "yanchor": "top"})
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(showgrid=False)
    return figure


def versions(clip: Tensor, augment, seed: int = 3) -> go.Figure:
    """Eight draws of an augmentation of one clip (bands, frames); the first picture is the clip itself."""
    copies = clip.expand(7, *clip.shape)
    changed, _ = augment(copies, torch.zeros(7, 1), torch.Generator().manual_seed(seed))
    pictures = [clip, *changed]
    titles = ["as it is", *(f"draw {number}" for number in range(1, len(pictures)))]
    figure = make_subplots(rows=2, cols=4, subplot_titles=titles, horizontal_spacing=0.03, vertical_spacing=0.12)
    figure.update_layout(template=TEMPLATE, height=430, margin_t=40)
    for place, picture in enumerate(pictures):
        figure.add_heatmap(
            z=np.round(picture.numpy(), 1),
            colorscale="Magma",
            zmin=float(clip.min()),
            zmax=float(clip.max()),
            showscale=False,
            hoverinfo="skip",
            row=1 + place // 4,
            col=1 + place % 4,
        )
    figure.update_xaxes(showticklabels=False, showgrid=False)
    figure.update_yaxes(showticklabels=False, showgrid=False)
    figure.update_annotations(font_size=14)
    return figure
