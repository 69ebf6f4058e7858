"""Effects of an edit: probabilities before and after, and at every strength."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from genrelib.numerals import percent
from genrelib.plots.style import DASHES, INK, TEMPLATE, colors, text

NAMES = ("original", "edited")
MOST = 6  # curves that an eye can tell apart


def before_and_after(original: Mapping[str, float], edited: Mapping[str, float], count: int = 4) -> go.Figure:
    """Bars of the most probable labels of a sound, `count` of the original and of the edited one, with the difference.

    Both map labels to probabilities in [0, 1]; the bar of the original is hatched.
    """
    labels = list(
        dict.fromkeys(
            label for one in (original, edited) for label in sorted(one, key=lambda key: one[key], reverse=True)[:count]
        )
    )
    points = [f"{percent(edited[label])} ({difference(edited[label] - original[label])})" for label in labels]
    words = [[percent(original[label]) for label in labels], points]
    bars = [
        {
            "type": "bar",
            "name": name,
            "orientation": "h",
            "y": [text(label) for label in labels],
            "x": [one[label] for label in labels],
            "text": written,
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": colors(labels), "pattern": {"shape": shape, "size": 5}},
            "hovertemplate": f"{name}: %{{text}} %{{y}}<extra></extra>",
            "offsetgroup": name,
        }
        for name, one, written, shape in zip(NAMES, (original, edited), words, ("/", ""), strict=True)
    ]
    layout = {
        "template": TEMPLATE,
        "barmode": "group",
        "height": 64 + 58 * len(labels),
        "margin": {"r": 100},  # for the text of a long bar
        "xaxis": {"range": [0, 1], "tickformat": ".0%", "tickvals": [0, 0.5, 1], "zeroline": False},
        "yaxis": {"autorange": "reversed", "showgrid": False},
    }
    return go.Figure(bars, layout)


def difference(share: float) -> str:
    """A difference of shares in points, with its sign."""
    points = round(100 * share)
    return f"{'+' if points > 0 else '−' if points < 0 else '±'}{abs(points)}"


def by_strength(
    values: Sequence[float],
    ticks: Sequence[str],
    probabilities: np.ndarray,
    labels: Sequence[str],
    title: str,
    flip: float | None,
) -> go.Figure:
    """Probabilities (steps, labels) at the values of an edit: the labels that come first anywhere, then the strongest.

    `ticks` name the values, "" names none; `flip` is a value that is marked.
    """
    ever = list(dict.fromkeys(probabilities.argmax(axis=1).tolist()))
    strongest = [place for place in np.argsort(-probabilities.max(axis=0)).tolist() if place not in ever]
    shown = sorted((ever + strongest)[:MOST], key=lambda place: -probabilities[:, place].max())
    names = [labels[place] for place in shown]
    figure = go.Figure(layout={"template": TEMPLATE, "height": 360, "dragmode": False})
    steps = list(range(len(values)))
    for name, place, color in zip(names, shown, colors(names), strict=True):
        figure.add_scatter(
            x=steps,
            y=probabilities[:, place],
            name=text(name),
            mode="lines+markers",
            line={"color": color, "width": 2.5, "dash": _dash(color)},
            customdata=[f"{value:g}" for value in values],
            hovertemplate=f"%{{customdata}}: {text(name)} %{{y:.0%}}<extra></extra>",
        )
    if flip is not None:
        figure.add_vline(x=list(values).index(flip), line={"color": INK, "dash": "dot", "width": 2})
    named = [(step, tick) for step, tick in zip(steps, ticks, strict=True) if tick]
    figure.update_xaxes(title=title, tickvals=[step for step, _ in named], ticktext=[tick for _, tick in named])
    figure.update_yaxes(title="probability", tickformat=".0%", range=[-0.02, 1.03])
    return figure


def _dash(color: str) -> str:
    return ", ".join(f"{pixels}px" for pixels in DASHES.get(color, ())) or "solid"
