"""One tag at every threshold: ROC and precision-recall curves."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from genrelib.numerals import percent
from genrelib.plots.style import INK, LINES, PALETTE, SYSTEMS, TEMPLATE, text

HEIGHT = 370  # px: two of them beside the list of tracks


def roc(curves: Mapping[str, pd.DataFrame], point: tuple[float, float] | None = None) -> go.Figure:
    """ROC curves of up to seven systems: name -> table of `evaluate.roc_curve`; the dotted diagonal is a guess.

    `point` is the (false positive rate, recall) of the threshold in use, marked on the first curve.
    """
    figure = _figure("a guess", [0, 1])
    for place, (name, curve) in enumerate(curves.items()):
        counts = "%{y:.0%} found, %{x:.0%} of the others are false alarms<br>from %{customdata:.3f} on"
        hover = f"{text(name)}<br>{counts}"
        _line(figure, place, name, curve.false_positive_rate, curve.recall, curve.threshold, hover, "linear")
    _mark(figure, point)
    figure.update_xaxes(title="false alarms: share of others")
    figure.update_yaxes(title="recall: share found")
    return figure


def precision_recall(
    curves: Mapping[str, pd.DataFrame], prevalence: float, point: tuple[float, float] | None = None
) -> go.Figure:
    """Precision-recall curves: name -> table of `evaluate.precision_recall_curve`; the dotted floor is a guess.

    `prevalence` is the share of tracks with the tag, `point` the (recall, precision) of the threshold in use.
    """
    figure = _figure(f"a guess, {percent(prevalence)}", [prevalence, prevalence])
    for place, (name, curve) in enumerate(curves.items()):
        hover = f"{text(name)}<br>%{{y:.0%}} of its alarms are right, %{{x:.0%}} found<br>from %{{customdata:.3f}} on"
        # Each gain of recall is drawn at the precision of its own threshold: the area under these steps is the PR-AUC.
        curve = pd.concat([curve, curve.tail(1).assign(recall=0.0)])
        _line(figure, place, name, curve.recall, curve.precision, curve.threshold, hover, "hv")
    _mark(figure, point)
    figure.update_xaxes(title="recall: share found")
    figure.update_yaxes(title="precision: alarms that are right")
    return figure


def _figure(name: str, guess: list[float]) -> go.Figure:
    figure = go.Figure(layout={"template": TEMPLATE, "height": HEIGHT, "dragmode": False})
    line = {"color": INK, "dash": "dot"}
    figure.add_scatter(x=[0, 1], y=guess, mode="lines", line=line, name=name, hoverinfo="skip")
    for axes in (figure.update_xaxes, figure.update_yaxes):
        axes(range=[-0.02, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure


def _line(figure: go.Figure, place: int, name: str, x, y, threshold, hover: str, shape: str) -> None:
    figure.add_scatter(
        name=text(name),
        x=x,
        y=y,
        mode="lines",
        line={"color": SYSTEMS[place], "width": 2.5, "shape": shape, "dash": LINES[place]},
        customdata=threshold,
        hovertemplate=hover + "<extra></extra>",
    )


def _mark(figure: go.Figure, point: tuple[float, float] | None) -> None:
    if point is None:
        return
    figure.add_scatter(
        x=[point[0]],
        y=[point[1]],
        mode="markers",
        marker={"size": 13, "color": PALETTE[6], "line": {"width": 2, "color": "white"}},
        name="your threshold",
        hovertemplate="your threshold<extra></extra>",
    )
