"""Predictions of systems for one sound, as bars."""

from collections.abc import Mapping

import plotly.graph_objects as go

from genrelib.plots.style import TEMPLATE, colors, percent, text

NOT_A_CLASS = "not one of its classes"


def top_labels(answers: Mapping[str, Mapping[str, float]], count: int = 5) -> go.Figure:
    """Bars of the most probable labels of one system, another one's beside them.

    `answers`: system's name -> label -> probability in [0, 1]. The first system chooses the labels and their order;
    the most probable label of any other is always among them. A label that a system was not trained on is marked.
    """
    first, *others = answers.values()
    labels = sorted(first, key=first.get, reverse=True)[:count]
    labels += [best for other in others if (best := max(other, key=other.get)) not in labels]
    figure = go.Figure(
        layout={
            "template": TEMPLATE,
            "barmode": "group",
            "height": 60 + 27 * len(labels) * len(answers) + 8 * len(labels),
        }
    )
    for place, (name, probability) in enumerate(answers.items()):
        figure.add_bar(
            name=text(name),
            orientation="h",
            y=[text(label) for label in labels],
            x=[probability.get(label, 0.0) for label in labels],
            text=[percent(probability[label]) if label in probability else NOT_A_CLASS for label in labels],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colors(labels), "pattern_shape": "/" if place else "", "pattern_size": 5},
            hovertemplate=f"{text(name)}: %{{text}} %{{y}}<extra></extra>",
            showlegend=bool(others),
            offsetgroup=place,
        )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1], tickvals=ticks, ticktext=[percent(tick) for tick in ticks], zeroline=False)
    figure.update_layout(margin_r=56)  # for the text of a long bar
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
