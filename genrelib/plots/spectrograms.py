"""Output of a front end: a waveform with its frames, and spectrograms."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from genrelib.numerals import minus
from genrelib.plots.style import GRID, INK, PALETTE, TEMPLATE

OUTLINE = 760  # columns of a waveform's picture, one per pixel: each its lowest and highest sample
LEVELS = 255  # a picture's values are one byte each: five times smaller in a notebook's file


def spectrogram(values: np.ndarray, times: np.ndarray, hz: np.ndarray, unit: str, title: str = "") -> go.Figure:
    """A picture (bands, frames) over seconds and Hz; `times` and `hz` are the middles of frames and bands."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 360, "title": {"text": title, "font_size": 15}})
    figure.update_layout(margin_t=48 if title else 20)
    _heat(figure, values, times, hz, unit, 1.0)
    figure.update_xaxes(title="seconds", showgrid=False, zeroline=False)
    figure.update_yaxes(title="Hz", showgrid=False, zeroline=False)
    return figure


def side_by_side(pictures: Sequence[tuple[str, np.ndarray, str]], times: np.ndarray, hz: np.ndarray) -> go.Figure:
    """Pictures of one sound side by side on the same axes: (title, values (bands, frames), unit) each."""
    figure = make_subplots(
        cols=len(pictures),
        subplot_titles=[title for title, _, _ in pictures],
        shared_yaxes=True,
        horizontal_spacing=0.2,
    )
    figure.update_layout(template=TEMPLATE, height=360, margin_t=48)
    for place, (_, values, unit) in enumerate(pictures):
        right = figure.layout[f"xaxis{place + 1 if place else ''}"].domain[1]
        _heat(figure, values, times, hz, unit, right, row=1, col=place + 1)
    figure.update_annotations(font_size=15)
    figure.update_xaxes(title="seconds", showgrid=False, zeroline=False)
    figure.update_yaxes(showgrid=False, zeroline=False)
    figure.update_yaxes(title="Hz", col=1)
    return figure


def framed(waveform: np.ndarray, sample_rate: int, n_fft: int, hop_length: int, drawn: int = 3) -> go.Figure:
    """A waveform, and above it the spans of its first `drawn` frames and of the last."""
    columns = np.array_split(waveform, OUTLINE)
    outline = np.array([value for column in columns for value in (column.min(), column.max())], np.float32)
    seconds = np.linspace(0, len(waveform) / sample_rate, len(outline), dtype=np.float32)
    frames = 1 + (len(waveform) - n_fft) // hop_length
    figure = go.Figure(layout={"template": TEMPLATE, "height": 260, "showlegend": False, "margin_t": 16})
    figure.add_scatter(
        x=seconds,
        y=outline,
        mode="lines",
        line={"color": INK, "width": 1},
        hoverinfo="skip",
    )
    top = float(np.abs(waveform).max())
    for number in [*range(min(drawn, frames)), frames - 1]:
        first = number * hop_length / sample_rate
        span = {"x0": first, "x1": first + n_fft / sample_rate}
        height = top * (1.15 + 0.22 * (number % 2))
        color = PALETTE[number % 2 * 6]
        figure.add_shape(type="line", **span, y0=height, y1=height, line={"color": color, "width": 5})
        figure.add_annotation(
            x=first + n_fft / sample_rate / 2,
            y=height,
            yanchor="bottom",
            text=str(number + 1),
            showarrow=False,
            font={"color": color},
        )
    figure.update_xaxes(title="seconds", zeroline=False)
    figure.update_yaxes(title="sample", range=[-1.1 * top, 1.75 * top], nticks=5, zerolinecolor=GRID)
    return figure


def _heat(figure: go.Figure, values, times, hz, unit: str, right: float, **place) -> None:
    low, high = float(values.min()), float(values.max())
    span = max(high - low, 1e-12)
    ticks = np.linspace(0, LEVELS, 5)
    figure.add_heatmap(
        z=np.round((values - low) / span * LEVELS).astype(np.uint8),
        x=np.round(times, 4),
        y=np.round(hz, 1),
        colorscale="Magma",
        zmin=0,
        zmax=LEVELS,
        colorbar={
            "title": {"text": unit, "font_size": 12},
            "tickvals": ticks,
            "ticktext": [minus(f"{round((low + tick / LEVELS * span) / span, 3) * span:.3g}") for tick in ticks],
            "thickness": 10,
            "outlinewidth": 0,
            "x": right + 0.01,
        },
        hovertemplate="%{x:.2f} s, %{y:.0f} Hz<extra></extra>",
        **place,
    )
