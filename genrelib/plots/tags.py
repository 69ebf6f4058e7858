"""How well each tag is ranked, as Figure 3 of Choi et al. 2017, and whether frequent tags are ranked better."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from genrelib.plots.style import GRID, INK, PALETTE, SYSTEMS, TEMPLATE, interval, percent

CLEAR = "rgba(0, 0, 0, 0)"
GAP = 1.0  # columns left free between two categories
WORSE = PALETTE[1]
FEW = 5  # tracks that bear a tag: with fewer its area says little, whatever its interval
TITLES = {"roc_auc": "ROC-AUC", "pr_auc": "PR-AUC"}


def ordered(areas: pd.DataFrame, categories: Mapping[str, Sequence[str]], metric: str) -> dict[str, list[str]]:
    """Tags of each category, the best ranked first, those that cannot be ranked last.

    `areas` is a table by tag, as `evaluate.tag_areas` makes it; tags that are in no category come last, as such.
    """
    named = {tag for tags in categories.values() for tag in tags}
    groups = {**categories, "no category": [tag for tag in areas.index if tag not in named]}
    sorted_tags = areas.sort_values(metric, ascending=False, kind="stable").index
    found = {name: [tag for tag in sorted_tags if tag in set(tags)] for name, tags in groups.items()}
    return {name: tags for name, tags in found.items() if tags}


def tag_areas(
    areas: pd.DataFrame,
    categories: Mapping[str, Sequence[str]],
    tracks: int,
    metric: str,
    names: Sequence[str],
    gains: pd.DataFrame | None = None,
    chosen: str | None = None,
) -> go.Figure:
    """Area of every tag with its interval, its prevalence below, and another system's gap to it as a bar.

    `areas` by tag: `positives`, `roc_auc`, `pr_auc` with `_low` and `_high`, of `tracks` tracks; `metric` is one of the
    areas; `names` of the systems. `gains` by tag, and "all": what the second adds, as `evaluate.tag_gains` makes it; a
    bar is pale where its interval holds 0. A number in brackets is the tag's rank by popularity, an
    open circle a tag that fewer than FEW tracks bear. Transparent columns
    lie over all of it, because lines are hard to hit: their `customdata` begins with the tag.
    Source: Choi, Fazekas, Sandler & Cho 2017, Figure 3.
    """
    groups = ordered(areas, categories, metric)
    place = _places(groups)
    table = areas.loc[list(place)].assign(x=list(place.values()), prevalence=lambda table: table.positives / tracks)
    figure = make_subplots(rows=2, shared_xaxes=True, row_heights=[0.8, 0.2], vertical_spacing=0.03)
    figure.update_layout(template=TEMPLATE, height=560, barmode="overlay", bargap=0, dragmode=False)
    figure.update_layout(legend_y=1.07, margin_t=64)
    # A guess: half of all pairs for ROC, the tag's own prevalence for precision.
    guess = table.prevalence if metric == "pr_auc" else pd.Series(0.5, index=table.index)
    if gains is not None:
        _gaps(figure, table, gains.loc[table.index], metric, names[1])
    _values(figure, table, groups, metric, names[0])
    figure.add_scatter(
        x=table.x,
        y=guess,
        mode="markers",
        marker={"symbol": "line-ew", "size": 14, "line": {"width": 2, "color": INK}},
        name="a guess",
        hoverinfo="skip",
        row=1,
        col=1,
    )
    figure.add_bar(
        x=table.x,
        y=table.prevalence,
        width=0.7,
        marker={"color": INK},
        showlegend=False,
        hoverinfo="skip",
        row=2,
        col=1,
    )
    low = (
        min(0.4, float(np.nanmin([table[f"{metric}_low"].min(), table[metric].min(), 0.4])))
        if metric != "pr_auc"
        else 0
    )
    low = max(0.0, np.floor(low * 10) / 10)
    _means(figure, table, gains, metric, names)
    _columns(figure, table, gains, metric, names, tracks, low)
    _frames(figure, groups, place, chosen)
    rank = table.positives.rank(ascending=False, method="min").astype(int)
    figure.update_xaxes(
        range=[-0.8, max(place.values()) + 0.8],
        tickvals=table.x,
        ticktext=[f"{tag} ({rank[tag]})" for tag in table.index],
        tickangle=-60,
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(title=TITLES[metric], range=[low, 1.02], zeroline=False, row=1)
    figure.update_yaxes(title="tracks", tickformat=".0%", nticks=3, rangemode="tozero", row=2)
    figure.update_traces(unselected={"marker": {"opacity": 1}}, selector={"type": "scatter"})
    return figure


def popularity(areas: pd.DataFrame, metric: str, chosen: str | None = None) -> go.Figure:
    """Area of every tag against the tracks that bear it; points can be clicked, their `customdata` begins with the tag.

    `areas` as for `tag_areas`. The chosen tag is larger and named.
    """
    table = areas[areas[metric].notna()]
    table = pd.concat([table[table.index != chosen], table[table.index == chosen]])  # what is drawn last lies on top
    figure = go.Figure(layout={"template": TEMPLATE, "height": 380, "dragmode": False, "showlegend": False})
    mine = table.index == chosen
    figure.add_scatter(
        x=table.positives,
        y=table[metric],
        mode="markers+text",
        text=[tag if tag == chosen else "" for tag in table.index],
        textposition="top center",
        marker={"size": np.where(mine, 14, 10), "color": np.where(mine, PALETTE[6], SYSTEMS[0])},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": INK}},
        error_y=interval(table[metric], table[f"{metric}_low"], table[f"{metric}_high"]) | {"color": GRID},
        customdata=[[tag] for tag in table.index],
        hovertemplate=f"%{{customdata[0]}}: {TITLES[metric]} %{{y:.2f}}, %{{x}} tracks<extra></extra>",
    )
    figure.update_xaxes(
        title="test tracks that bear the tag",
        type="log",
        tickvals=[base * 10**power for power in range(5) for base in (1, 2, 5)],
    )
    figure.update_yaxes(title=TITLES[metric])
    return figure


def _places(groups: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Column of each tag, categories apart from one another."""
    found, next_free = {}, 0.0
    for tags in groups.values():
        found |= {tag: next_free + number for number, tag in enumerate(tags)}
        next_free += len(tags) + GAP
    return found


def _values(figure: go.Figure, table: pd.DataFrame, groups: Mapping, metric: str, name: str) -> None:
    for number, tags in enumerate(groups.values()):
        part = table.loc[tags]
        figure.add_scatter(
            name=name,
            legendgroup=name,
            showlegend=number == 0,
            x=part.x,
            y=part[metric],
            mode="lines+markers",
            line={"color": SYSTEMS[0], "width": 2},
            marker={"size": 8, "symbol": np.where(part.positives < FEW, "circle-open", "circle")},
            error_y=interval(part[metric], part[f"{metric}_low"], part[f"{metric}_high"])
            | {"thickness": 1, "width": 2},
            hoverinfo="skip",
            row=1,
            col=1,
        )


def _gaps(figure: go.Figure, table: pd.DataFrame, gains: pd.DataFrame, metric: str, name: str) -> None:
    gain = gains[metric]
    sure = (gains[f"{metric}_low"] > 0) | (gains[f"{metric}_high"] < 0)
    for better, colour in ((True, SYSTEMS[1]), (False, WORSE)):
        part = (gain > 0) == better
        figure.add_bar(
            name=f"{name} is {'better' if better else 'worse'}",
            x=table.x[part],
            base=table[metric][part],
            y=gain[part],
            width=0.7,
            marker={"color": colour, "opacity": np.where(sure[part], 1.0, 0.4)},
            hoverinfo="skip",
            row=1,
            col=1,
        )


def _means(
    figure: go.Figure, table: pd.DataFrame, gains: pd.DataFrame | None, metric: str, names: Sequence[str]
) -> None:
    means = {names[0]: (table[metric].mean(), SYSTEMS[0])}
    if gains is not None:
        means[names[1]] = (table[metric].mean() + gains.loc["all", metric], SYSTEMS[1])
    for value, colour in means.values():
        figure.add_hline(y=value, line={"color": colour, "dash": "dash", "width": 1}, row=1, col=1)


def _columns(figure: go.Figure, table, gains, metric: str, names: Sequence[str], tracks: int, low: float) -> None:
    """What can be hovered and clicked: a transparent column per tag in both rows."""
    told = [_told(tag, row, gains, metric, names, tracks) for tag, row in table.iterrows()]
    for row, (base, height) in enumerate(((low, 1.02 - low), (0, float(table.prevalence.max()))), start=1):
        figure.add_bar(
            x=table.x,
            base=base,
            y=[height] * len(table),
            width=1,
            marker={"color": CLEAR},
            selected={"marker": {"opacity": 1}},
            showlegend=False,
            customdata=[[tag, text] for tag, text in zip(table.index, told, strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            row=row,
            col=1,
        )


def _told(tag: str, row: pd.Series, gains: pd.DataFrame | None, metric: str, names: Sequence[str], tracks: int) -> str:
    bears = f"{int(row.positives)} of {tracks} tracks ({percent(row.prevalence)})"
    if np.isnan(row[metric]):
        return f"<b>{tag}</b>: {bears}, cannot be ranked"
    said = f"<b>{tag}</b>: {bears}"
    for area, title in TITLES.items():
        said += f"<br>{title} {row[area]:.2f} ({row[f'{area}_low']:.2f} to {row[f'{area}_high']:.2f})"
    if gains is not None:
        gain = gains.loc[tag]
        said += f"<br>{names[1]}: {gain[metric]:+.2f} ({gain[f'{metric}_low']:+.2f} to {gain[f'{metric}_high']:+.2f})"
    return re.sub(r"(?<!\w)-(?=\d\.)", "−", said)


def _frames(figure: go.Figure, groups: Mapping, place: Mapping[str, float], chosen: str | None) -> None:
    for name, tags in groups.items():
        middle = (place[tags[0]] + place[tags[-1]]) / 2
        label = {"text": f"<b>{name}</b>", "showarrow": False, "yanchor": "bottom", "xanchor": "center"}
        figure.add_annotation(x=middle, xref="x", y=1, yref="paper", **label)
    if chosen in place:
        edges = {"x0": place[chosen] - 0.5, "x1": place[chosen] + 0.5, "y0": 0, "y1": 1, "yref": "paper"}
        figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 2}, **edges)
