"""Predictions of systems for one sound, as bars."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from genrelib.numerals import percent
from genrelib.plots.style import FAINT, GENRE_COLORS, TEMPLATE, colors, text

NOT_A_CLASS = "not one of its classes"
OF_A_CATEGORY = 2  # labels of each category


def top_labels(
    answers: Mapping[str, Mapping[str, float]],
    count: int = 5,
    categories: Mapping[str, Sequence[str]] | None = None,
    colored: Mapping[str, str] | None = None,
) -> go.Figure:
    """Bars of the most probable labels of one system, another one's beside them.

    `answers`: system's name -> label -> probability in [0, 1]. The first system chooses the labels and their order;
    the most probable label of any other is always among them. A label that a system was not trained on is marked.
    With `categories` of its labels they are OF_A_CATEGORY of each, which is named. `colored` has the colours of labels
    that are drawn elsewhere, too; others are then faint, unless they are genres whose colour none of those has.
    """
    first, *others = answers.values()
    labels = _strongest(first, count, categories or {})
    labels += [best for other in others if (best := max(other, key=other.get)) not in labels]
    names = {label: f" <i>{text(name)}</i>" for name, members in (categories or {}).items() for label in members}
    paint = colors(labels) if colored is None else [_paint(label, colored) for label in labels]
    ticks = [0, 0.25, 0.5, 0.75, 1]
    bars = [
        {
            "type": "bar",
            "name": text(name),
            "orientation": "h",
            "y": [text(label) + names.get(label, "") for label in labels],
            "x": [probability.get(label, 0.0) for label in labels],
            "text": [percent(probability[label]) if label in probability else NOT_A_CLASS for label in labels],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": paint, "pattern": {"shape": "/" if place else "", "size": 5}},
            "hovertemplate": f"{text(name)}: %{{text}} %{{y}}<extra></extra>",
            "showlegend": bool(others),
            "offsetgroup": str(place),
        }
        for place, (name, probability) in enumerate(answers.items())
    ]
    layout = {
        "template": TEMPLATE,
        "barmode": "group",
        "height": 60 + 27 * len(labels) * len(answers) + 8 * len(labels),
        "margin": {"r": 56},  # for the text of a long bar
        "xaxis": {
            "range": [0, 1],
            "tickvals": ticks,
            "ticktext": [percent(tick) for tick in ticks],
            "zeroline": False,
        },
        "yaxis": {"autorange": "reversed", "showgrid": False},
    }
    return go.Figure(bars, layout)  # in one piece: Plotly checks all of a figure again at every change


def _paint(label: str, colored: Mapping[str, str]) -> str:
    own = GENRE_COLORS.get(label, FAINT)
    return colored.get(label) or (FAINT if own in colored.values() else own)


def _strongest(probability: Mapping[str, float], count: int, categories: Mapping[str, Sequence[str]]) -> list[str]:
    """The `count` most probable labels, or where there are categories OF_A_CATEGORY of each, category by category."""
    if not categories:
        return sorted(probability, key=probability.get, reverse=True)[:count]
    ranked = [sorted(members, key=probability.get, reverse=True) for members in categories.values()]
    return [label for members in ranked for label in members[:OF_A_CATEGORY]]
