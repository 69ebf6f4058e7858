"""Two systems on the same tracks: who is right, and which genres one recalls better."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.interval_dots import dots
from genrelib.plots.style import FAINT, INK, PALETTE, SYSTEMS, TEMPLATE

AREAS = {  # kind -> left, right, upper, lower edge: the second system across, the first one down
    "both": (0.0, 1.0, 0.0, 1.0),
    "first": (1.0, 2.0, 0.0, 1.0),
    "second": (0.0, 1.0, 1.0, 2.0),
    "same": (1.0, 1.5, 1.0, 2.0),
    "different": (1.5, 2.0, 1.0, 2.0),
}
WORDS = {
    "both": "both right",
    "first": "only {} right",
    "second": "only {} right",
    "same": "wrong,<br>same<br>answer",
    "different": "wrong,<br>each<br>its own",
}


def four_fold(counts: Mapping[str, int], names: tuple[str, str], framed: str = "") -> go.Figure:
    """Four-fold table of two systems, called by `names`: rows that both, one alone or neither gets right.

    `counts` has the kinds of AREAS: of rows that both get wrong, those with the `same` and with `different` answers.
    `framed` is a kind. Transparent squares can be clicked: their `customdata` is [kind, count].
    """
    if set(counts) != set(AREAS):
        raise ValueError(f"expected counts of {', '.join(AREAS)}, got {', '.join(counts) or 'none'}")
    total = max(1, sum(counts.values()))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 330, "dragmode": False, "showlegend": False})
    for kind, (left, right, upper, lower) in AREAS.items():
        color = {"first": SYSTEMS[0], "second": SYSTEMS[1]}.get(kind, INK)
        corners = {"x0": left + 0.01, "x1": right - 0.01, "y0": upper + 0.01, "y1": lower - 0.01}
        share = 0.1 + 0.6 * counts[kind] / total
        figure.add_shape(type="rect", layer="below", fillcolor=color, opacity=share, line_width=0, **corners)
        if kind == framed:
            figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 3}, **corners)
    places = list(AREAS.values())
    words = {"first": names[0], "second": names[1]}
    figure.add_scatter(
        x=[(left + right) / 2 for left, right, _, _ in places],
        y=[(upper + lower) / 2 for _, _, upper, lower in places],
        mode="markers+text",
        text=[f"<b>{counts[kind]}</b><br>{WORDS[kind].format(words.get(kind, ''))}" for kind in AREAS],
        textfont={"size": 15},
        marker={"symbol": "square", "size": 100, "color": "rgba(0, 0, 0, 0)"},
        unselected={"textfont": {"color": INK}},
        customdata=[[kind, counts[kind]] for kind in AREAS],
        hovertemplate=f"%{{customdata[1]}} of {total} tracks<extra></extra>",
    )
    axis = {"range": [0, 2], "tickvals": [0.5, 1.5], "showgrid": False, "zeroline": False}
    figure.update_xaxes(side="top", ticktext=[f"{names[1]} right", f"{names[1]} wrong"], **axis)
    axis["range"] = [2, 0]
    figure.update_yaxes(ticktext=[f"{names[0]} right", f"{names[0]} wrong"], tickangle=-90, **axis)
    return figure


def recall_gains(table: pd.DataFrame, names: tuple[str, str]) -> go.Figure:
    """Gain in recall of each label of a table of `evaluate.recall_gains`, of the first of `names` over the second.

    The largest gain stands first; grey dots have an interval that holds 0. Labels without a row are left out.
    """
    table = table.dropna(subset="value").sort_values(["value", "low"], kind="stable")
    clear = (table["low"] > 0) | (table["high"] < 0)
    figure = go.Figure(
        layout={"template": TEMPLATE, "height": 110 + 32 * len(table), "showlegend": False, "margin_r": 45}
    )
    lines = table.assign(label=table.index)
    for color, rows in ((FAINT, ~clear), (PALETTE[0], clear)):
        dots(figure, lines[rows], "label", color, form="+.0%")
    figure.add_vline(x=0, line={"color": INK, "dash": "dot"})
    ticks = [-1, -0.5, 0, 0.5, 1]
    written = [f"{names[1]} +100 %", "+50 %", "0", "+50 %", f"{names[0]} +100 %"]
    figure.update_xaxes(title="gain in recall", range=[-1.04, 1.04], tickvals=ticks, ticktext=written, zeroline=False)
    figure.update_yaxes(categoryorder="array", categoryarray=list(table.index), range=[-0.6, len(table) - 0.4])
    return figure
