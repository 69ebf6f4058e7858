"""A ranked list against what is true: its precision and recall at every length."""

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import INK, PALETTE, SYSTEMS, TEMPLATE

BANDS = ("rgba(63, 144, 218, 0.18)", "rgba(131, 45, 182, 0.18)")  # of the first two SYSTEMS
TITLES = {
    "precision": "precision: how much of the list is faulty",
    "recall": "recall: how much of the faulty is listed",
}


def ranked_list(table: pd.DataFrame, prevalence: float, rows: int, shown: int) -> go.Figure:
    """Precision and recall of the first entries of a list (`evaluate.ranked_shares`) with bands of their intervals.

    Dotted lines are a list drawn at random from `rows` rows, of which `prevalence` are relevant; `shown` entries are
    marked.
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": 340, "dragmode": False, "hovermode": "x unified"})
    figure.update_layout(legend={"entrywidth": 290})
    for name, color, band, dash in zip(TITLES, SYSTEMS[:2], BANDS, ("solid", "dash"), strict=True):
        figure.add_scatter(
            x=[*table["rank"], *table["rank"][::-1]],
            y=[*table[f"{name}_high"], *table[f"{name}_low"][::-1]],
            fill="toself",
            fillcolor=band,
            line={"width": 0},
            showlegend=False,
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=table["rank"],
            y=table[name],
            name=TITLES[name],
            mode="lines",
            line={"color": color, "width": 2.5, "dash": dash},
            customdata=table[["hits", f"{name}_low", f"{name}_high"]],
            hovertemplate="%{y:.0%} [%{customdata[1]:.0%}, %{customdata[2]:.0%}], %{customdata[0]} of them",
        )
    last = int(table["rank"].iloc[-1])
    lines = {"mode": "lines", "line": {"color": INK, "dash": "dot"}, "hoverinfo": "skip"}
    figure.add_scatter(x=[1, last], y=[prevalence] * 2, name="a list drawn at random", **lines)
    figure.add_scatter(x=[1, last], y=[1 / rows, last / rows], showlegend=False, **lines)
    figure.add_vline(x=shown, line={"color": PALETTE[6], "width": 2})
    figure.update_xaxes(title="entries of the list", range=[0.5, last + 0.5], tickformat="d")
    figure.update_yaxes(range=[-0.02, 1.03], tickformat=".0%")
    return figure
