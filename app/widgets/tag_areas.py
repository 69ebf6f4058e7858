"""The widgets of areas under curves: a tag is chosen in a figure or from a list; a table of all numbers."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from state import address
from widgets import figure, tables

from genrelib import evaluate, plots
from genrelib.numerals import minus, percent
from genrelib.runs import Run

METRICS = {"roc_auc": "ROC-AUC", "pr_auc": "PR-AUC"}
POPULAR = {
    "roc_auc": "Choi et al. table 0.077 between popularity and rank by ROC-AUC, on 50 tags of last.fm.",
    "pr_auc": "PR-AUC grows with popularity by itself: a guess has the prevalence. ROC-AUC does not.",
}
OUTDATED = ("threshold", "row", "t")  # what another tag takes with it


def means(run: Run, gains: pd.DataFrame | None, metric: str, other: str) -> None:
    """The run's mean areas with their intervals, and what the other one adds."""
    for key, title in METRICS.items():
        estimate = run.metrics[f"{key}_macro"]
        interval = "" if estimate["low"] is None else f" ({estimate['low']:.2f} to {estimate['high']:.2f})"
        st.metric(f"Mean {title}{interval}", f"{estimate['value']:.2f}", width="content")
    if gains is not None:
        gap = gains.loc["all"]
        low, high = gap[f"{metric}_low"], gap[f"{metric}_high"]
        interval = "" if pd.isna(low) else f" ({low:+.2f} to {high:+.2f})"
        st.metric(
            minus(f"Gap of {address.plain(other)}{interval}"),
            minus(f"{gap[metric]:+.2f}"),
            width="content",
        )


def clickable(name: str, drawn: go.Figure, alt: str) -> None:
    """Draw a figure whose points begin their customdata with a tag; a click chooses it."""
    figure.draw_clickable(name, drawn, alt, st.session_state.get("tag", ""), _clicked)


def tag(categories: Mapping[str, Sequence[str]], areas: pd.DataFrame) -> str:
    """Let a tag be chosen, in the figure's order."""
    category = {tag: name for name, tags in categories.items() for tag in tags}
    address.choose("tag", list(category))
    st.selectbox(
        "Tag",
        list(category),
        format_func=lambda tag: f"{tag} ({category[tag]}, {int(areas.positives[tag])} tracks)",
        key="tag",
        on_change=address.renew,
        args=OUTDATED,
    )
    return address.keep("tag")


def meaning(tag: str, areas: pd.DataFrame, tracks: int) -> str:
    """Words on the two areas of a tag, and on why the first one flatters a rare tag."""
    row = areas.loc[tag]
    share = row.positives / tracks
    counted = f"{int(row.positives)} of {tracks} test tracks have the tag {tag}, {percent(share)}."
    if pd.isna(row.roc_auc):
        return counted
    return (
        f"{counted} ROC-AUC {row.roc_auc:.2f}: of two tracks, one with the tag and one without, the one with it comes "
        f"first {percent(row.roc_auc)} of the time; a guess has half, however rare the tag: rare ones look easy. "
        f"PR-AUC {row.pr_auc:.2f} is the mean share of alarms that are right; a guess has the prevalence, {share:.2f}."
    )


def correlation(areas: pd.DataFrame, metric: str) -> str:
    """Spearman's rho between the tracks with a tag and its area, in words."""
    try:
        rank = evaluate.popularity(areas.positives, areas[metric])
    except ValueError:
        return "Three tags that can be ranked are needed for a correlation."
    text = f"Spearman's rho {rank.value:+.2f} over {rank.tags} tags, p = {rank.p:.2g}."
    return minus(f"{text} {POPULAR[metric]}")


def legend(names: Sequence[str]) -> str:
    """Words on how to read the figure of these systems."""
    if len(names) == 2:
        bars = f" Bars lead to {names[1]}; a pale one's 95 % interval holds 0."
    else:
        bars = f" Small marks are the others, without their intervals: {', '.join(names[1:])}." if names[1:] else ""
    return (
        "Click a column. As in Figure 3 of Choi et al. 2017, tags stand by category, the best ranked first, with their "
        f"rank by popularity. Dashes cross at the means over tags.{bars}"
    )


def caution(areas: pd.DataFrame, tracks: int) -> str:
    """Words on the tags that can hardly be judged, and on what the intervals do not tell of them."""
    few = int((areas.positives < plots.FEW).sum())
    return (
        f"{few} of {len(areas)} tags are those of fewer than {plots.FEW} of {tracks} test tracks (open circles; no "
        "point where none has it): their intervals are wide, and a tag of one track has none."
    )


def table(
    areas: pd.DataFrame,
    gains: pd.DataFrame | None,
    categories: Mapping,
    tracks: int,
    other: str,
    others: Mapping[str, pd.DataFrame],
) -> None:
    """All numbers of all tags, with the areas of `others` by name, or the gains of one; a click on a heading sorts."""
    category = {tag: name for name, tags in categories.items() for tag in tags}
    shown = {"tag": list(category), "category": list(category.values())}
    table = areas.loc[list(category)]
    shown |= {"tracks": table.positives.to_numpy(), "prevalence": 100 * table.positives.to_numpy() / tracks}
    columns = {"tag": st.column_config.TextColumn(width=150), "category": st.column_config.TextColumn(width=100)}
    columns |= {"prevalence": st.column_config.NumberColumn(format="%.0f %%")}
    for metric, title in METRICS.items():
        shown |= {title: table[metric].to_numpy(), f"{title} holds": tables.bounds(table, metric, "{:.2f} to {:.2f}")}
        columns |= {
            title: st.column_config.NumberColumn(format="%.2f"),
            f"{title} holds": tables.interval_column(title),
        }
    if gains is not None:
        gained = gains.loc[list(category)]
        for metric, title in METRICS.items():
            shown |= {f"gap {title}": gained[metric].to_numpy()}
            shown |= {f"gap {title} holds": tables.bounds(gained, metric, "{:+.2f} to {:+.2f}")}
            help_ = f"What {address.plain(other)} adds to {title}"
            columns |= {f"gap {title}": st.column_config.NumberColumn(format="%+.2f", help=help_)}
            columns |= {f"gap {title} holds": tables.interval_column(f"the gap in {title}")}
    for name, measured in others.items():
        shown |= {f"{title} of {name}": measured[metric].loc[list(category)] for metric, title in METRICS.items()}
        columns |= {f"{title} of {name}": st.column_config.NumberColumn(format="%.2f") for title in METRICS.values()}
    tables.draw(shown, columns, 420, "Tag by tag")


def choose_tag(tag: str) -> None:
    """Choose a tag in place of the list."""
    st.session_state.tag = tag
    address.renew(*OUTDATED)


def _clicked(point: list) -> None:
    choose_tag(point[0])
