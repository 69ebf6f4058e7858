"""Areas of all tags in one figure, as Figure 3 of Choi et al. 2017, with the gap to another system, or with others."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from genrelib.numerals import minus, percent
from genrelib.plots.style import INK, MARKS, PALETTE, SYSTEMS, TEMPLATE, interval, text
from genrelib.plots.tag_ranking import FEW, TITLES, TagRanking, ordered

CLEAR = "rgba(0, 0, 0, 0)"
GAP = 1.0  # columns left free between two categories
HIGHEST = 1.02  # of the axis: an area of 1 is not cut off
WORSE = PALETTE[1]
UPPER = {"row": 1, "col": 1}
LOWER = {"row": 2, "col": 1}


def tag_areas(ranking: TagRanking, metric: str, chosen: str | None = None) -> go.Figure:
    """Area of every tag with its interval, its prevalence below, and another system's gap to it as a bar.

    Where there are several others, each has a small mark instead.

    `metric` is one of the areas. A bar is pale where the interval of its gain includes 0. A number in brackets is the
    tag's rank by popularity, an open circle a tag with fewer than FEW tracks. Transparent columns lie over all of it,
    because lines are hard to hit: their `customdata` begins with the tag. The `chosen` tag is framed.
    Source: Choi, Fazekas, Sandler & Cho 2017, Figure 3.
    """
    groups = ordered(ranking.areas, ranking.categories, metric)
    table = _table(ranking, groups)
    lowest = _lowest(table, ranking, metric)
    layout = {"template": TEMPLATE, "height": 560, "barmode": "overlay", "bargap": 0, "dragmode": False}
    styled = go.Figure(layout=layout | {"legend": {"y": 1.07}, "margin": {"t": 64}})
    figure = make_subplots(2, shared_xaxes=True, row_heights=[0.8, 0.2], vertical_spacing=0.03, figure=styled)
    _add_gaps(figure, table, ranking, metric)
    _add_values(figure, table, groups, metric, text(ranking.names[0]))
    _add_others(figure, table, ranking, metric)
    _add_guesses(figure, table, metric)
    _add_prevalence(figure, table)
    _add_means(figure, table, ranking, metric)
    _add_columns(figure, table, [_hover(tag, row, ranking, metric) for tag, row in table.iterrows()], lowest)
    _add_categories(figure, table, groups)
    if chosen in table.index:
        _add_frame(figure, table.x[chosen])
    rank = table.positives.rank(ascending=False, method="min").astype(int)
    figure.update_xaxes(
        range=[-0.8, table.x.max() + 0.8],
        tickvals=table.x,
        ticktext=[f"{text(tag)} ({rank[tag]})" for tag in table.index],
        tickangle=-60,
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(title=TITLES[metric], range=[lowest, HIGHEST], zeroline=False, row=1)
    figure.update_yaxes(title="tracks", tickformat=".0%", nticks=3, rangemode="tozero", row=2)
    figure.update_traces(unselected={"marker": {"opacity": 1}}, selector={"type": "scatter"})
    return figure


def _table(ranking: TagRanking, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Areas in the order of drawing, with the column `x` of each tag (categories apart) and its `prevalence`."""
    columns = {}
    first = 0.0
    for tags in groups.values():
        columns |= {tag: first + number for number, tag in enumerate(tags)}
        first += len(tags) + GAP
    table = ranking.areas.loc[list(columns)]
    return table.assign(x=list(columns.values()), prevalence=table.positives / ranking.tracks)


def _lowest(table: pd.DataFrame, ranking: TagRanking, metric: str) -> float:
    """Lower end of the axis: 0 for precision, at most 0.4 for ROC, rounded down to a tenth below all that is drawn."""
    if metric == "pr_auc":
        return 0.0
    drawn = [table[metric], table[f"{metric}_low"], *(other[metric] for other in ranking.others)]
    if ranking.gains is not None:
        drawn.append(table[metric] + ranking.gains.loc[table.index, metric])
    lowest = float(np.nanmin([0.4, *(values.min() for values in drawn)]))
    return max(0.0, np.floor(lowest * 10) / 10)


def _add_gaps(figure: go.Figure, table: pd.DataFrame, ranking: TagRanking, metric: str) -> None:
    if ranking.gains is None:
        return
    gains = ranking.gains.loc[table.index]
    gain = gains[metric]
    is_clear = (gains[f"{metric}_low"] > 0) | (gains[f"{metric}_high"] < 0)
    for better, color in ((True, SYSTEMS[1]), (False, WORSE)):
        part = (gain > 0) == better
        figure.add_bar(
            name=f"{text(ranking.names[1])} is {'better' if better else 'worse'}",
            x=table.x[part],
            base=table[metric][part],
            y=gain[part],
            width=0.7,
            marker={"color": color, "opacity": np.where(is_clear[part], 1.0, 0.4)},
            hoverinfo="skip",
            **UPPER,
        )


def _add_values(figure: go.Figure, table: pd.DataFrame, groups: Mapping, metric: str, name: str) -> None:
    for number, tags in enumerate(groups.values()):
        part = table.loc[tags]
        bars = interval(part[metric], part[f"{metric}_low"], part[f"{metric}_high"])
        figure.add_scatter(
            name=name,
            legendgroup=name,
            showlegend=number == 0,
            x=part.x,
            y=part[metric],
            mode="lines+markers",
            line={"color": SYSTEMS[0], "width": 2},
            marker={"size": 8, "symbol": np.where(part.positives < FEW, "circle-open", "circle")},
            error_y=bars | {"thickness": 1, "width": 2},
            hoverinfo="skip",
            **UPPER,
        )


def _add_others(figure: go.Figure, table: pd.DataFrame, ranking: TagRanking, metric: str) -> None:
    for place, areas in enumerate(ranking.others, start=1):
        figure.add_scatter(
            name=text(ranking.names[place]),
            x=table.x,
            y=areas[metric].loc[table.index],
            mode="markers",
            marker={"size": 6, "symbol": MARKS[place], "color": SYSTEMS[place]},
            hoverinfo="skip",
            **UPPER,
        )


def _add_guesses(figure: go.Figure, table: pd.DataFrame, metric: str) -> None:
    """The area of a random score: half of all pairs for ROC, the tag's own prevalence for precision."""
    figure.add_scatter(
        x=table.x,
        y=table.prevalence if metric == "pr_auc" else pd.Series(0.5, index=table.index),
        mode="markers",
        marker={"symbol": "line-ew", "size": 14, "line": {"width": 2, "color": INK}},
        name="a guess",
        hoverinfo="skip",
        **UPPER,
    )


def _add_prevalence(figure: go.Figure, table: pd.DataFrame) -> None:
    figure.add_bar(
        x=table.x,
        y=table.prevalence,
        width=0.7,
        marker={"color": INK},
        showlegend=False,
        hoverinfo="skip",
        **LOWER,
    )


def _add_means(figure: go.Figure, table: pd.DataFrame, ranking: TagRanking, metric: str) -> None:
    means = {ranking.names[0]: (table[metric].mean(), SYSTEMS[0])}
    if ranking.gains is not None:
        means[ranking.names[1]] = (table[metric].mean() + ranking.gains.loc["all", metric], SYSTEMS[1])
    for place, areas in enumerate(ranking.others, start=1):
        means[ranking.names[place]] = (areas[metric].loc[table.index].mean(), SYSTEMS[place])
    for value, color in means.values():
        figure.add_hline(y=value, line={"color": color, "dash": "dash", "width": 1}, **UPPER)


def _add_columns(figure: go.Figure, table: pd.DataFrame, texts: Sequence[str], lowest: float) -> None:
    """Transparent columns, one per tag in both rows, that can be hovered and clicked."""
    extents = ((UPPER, lowest, HIGHEST - lowest), (LOWER, 0, float(table.prevalence.max())))
    for place, base, height in extents:
        figure.add_bar(
            x=table.x,
            base=base,
            y=[height] * len(table),
            width=1,
            marker={"color": CLEAR},
            selected={"marker": {"opacity": 1}},
            showlegend=False,
            customdata=[[tag, hover] for tag, hover in zip(table.index, texts, strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            **place,
        )


def _hover(tag: str, row: pd.Series, ranking: TagRanking, metric: str) -> str:
    """Text of a tag for the pointer: its tracks, areas and the other system's gain, or the others' areas."""
    tracks = f"<b>{text(tag)}</b>: {int(row.positives)} of {ranking.tracks} tracks ({percent(row.prevalence)})"
    if np.isnan(row[metric]):
        return f"{tracks}, cannot be ranked"
    lines = [tracks]
    for area, title in TITLES.items():
        lines.append(f"{title} {row[area]:.2f}{_bounds(row, area, '{:.2f}')}")
    if ranking.gains is not None:
        gain = ranking.gains.loc[tag]
        lines.append(f"{text(ranking.names[1])}: {gain[metric]:+.2f}{_bounds(gain, metric, '{:+.2f}')}")
    for name, areas in zip(ranking.names[1:], ranking.others, strict=False):
        lines.append(f"{text(name)}: {areas[metric][tag]:.2f}")
    return minus("<br>".join(lines))


def _bounds(row: pd.Series, area: str, form: str) -> str:
    """Bounds in brackets; nothing where they are unknown, as of a tag that one track has."""
    low, high = row[f"{area}_low"], row[f"{area}_high"]
    return "" if np.isnan(low) else f" ({form.format(low)} to {form.format(high)})"


def _add_categories(figure: go.Figure, table: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> None:
    for name, tags in groups.items():
        middle = (table.x[tags[0]] + table.x[tags[-1]]) / 2
        label = {"text": f"<b>{text(name)}</b>", "showarrow": False, "yanchor": "bottom", "xanchor": "center"}
        figure.add_annotation(x=middle, xref="x", y=1, yref="paper", **label)


def _add_frame(figure: go.Figure, x: float) -> None:
    edges = {"x0": x - 0.5, "x1": x + 0.5, "y0": 0, "y1": 1, "yref": "paper"}
    figure.add_shape(type="rect", line={"color": PALETTE[6], "width": 2}, **edges)
