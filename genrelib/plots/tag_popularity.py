"""Areas of tags against their number of tracks: are frequent tags ranked better?"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import GRID, INK, PALETTE, SYSTEMS, TEMPLATE, interval, text
from genrelib.plots.tag_ranking import TITLES


def popularity(areas: pd.DataFrame, metric: str, chosen: str | None = None) -> go.Figure:
    """Area of every tag against the number of tracks with it; points can be clicked, `customdata` begins with the tag.

    `areas` as in TagRanking. The chosen tag is larger and named.
    """
    table = areas[areas[metric].notna()]
    table = pd.concat([table[table.index != chosen], table[table.index == chosen]])  # the last one is drawn on top
    figure = go.Figure(layout={"template": TEMPLATE, "height": 380, "dragmode": False, "showlegend": False})
    is_chosen = table.index == chosen
    figure.add_scatter(
        x=table.positives,
        y=table[metric],
        mode="markers+text",
        text=[text(tag) if tag == chosen else "" for tag in table.index],
        textposition="top center",
        marker={"size": np.where(is_chosen, 14, 10), "color": np.where(is_chosen, PALETTE[6], SYSTEMS[0])},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": INK}},
        error_y=interval(table[metric], table[f"{metric}_low"], table[f"{metric}_high"]) | {"color": GRID},
        customdata=[[tag, text(tag)] for tag in table.index],
        hovertemplate=f"%{{customdata[1]}}: {TITLES[metric]} %{{y:.2f}}, %{{x}} tracks<extra></extra>",
    )
    figure.update_xaxes(
        title="test tracks with the tag",
        type="log",
        tickvals=[base * 10**power for power in range(5) for base in (1, 2, 5)],
    )
    figure.update_yaxes(title=TITLES[metric])
    return figure
