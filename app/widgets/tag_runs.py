"""Several runs that tag: their means side by side, and what each gains or loses beside the leading one."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from load import predictions
from state import address
from widgets import tables
from widgets.tag_areas import METRICS

from genrelib.evaluate import Interval
from genrelib.numerals import minus, percent
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run

MOST = 6  # others beside the leading run: no more marks and curves can be told apart
LEADS = "leads"
VERDICTS = {(True, False): "better", (False, True): "worse", (False, False): "cannot tell"}


def common(runs: Sequence[Run], judged: Sequence[TagPredictions]) -> str:
    """A remark where figures are not of all that the leading run judged; "" where they are."""
    tracks, tags = judged[0].truth.shape
    if (tracks, tags) == predictions.of_tags(runs[0]).truth.shape:
        return ""
    knowing = "both" if len(runs) == 2 else "all"
    return f"Compared on the {tracks} test tracks and {tags} tags that {knowing} know; means above are of all its own."


def table(runs: Sequence[Run], names: Sequence[str], metric: str) -> None:
    """A row per run: its means over tags, and its paired gap to the leading run; nothing for a run alone."""
    leading, *others = runs
    if not others:
        return
    gains = [predictions.gains(leading, other) for other in others]
    shown = {"network": list(names)}
    columns = {"network": st.column_config.TextColumn(width=200)}
    for key, title in METRICS.items():
        means = [_estimate(run.metrics[f"{key}_macro"]) for run in runs]
        shown |= {f"mean {title}": [one.value for one in means], f"{title} holds": _written(means, "{:.2f} to {:.2f}")}
        columns |= {f"mean {title}": st.column_config.NumberColumn(format="%.2f")}
        columns |= {f"{title} holds": tables.interval_column(f"the mean {title} of all its own test tracks")}
    gaps = [_gap(one, metric) for one in gains]
    title = METRICS[metric]
    shown |= {"gap": [float("nan"), *(gap.value for gap in gaps)]}
    shown |= {"gap holds": [LEADS, *_written(gaps, "{:+.2f} to {:+.2f}")], "so it is": ["", *map(verdict, gaps)]}
    shapes = [predictions.together([leading, other])[0].truth.shape for other in others]
    in_common = [f"{tags} tags, {tracks} tracks" for tracks, tags in shapes]
    shown |= {"in common": ["", *in_common], "whose": [f"{run.data}, {run.provenance}" for run in runs]}
    columns |= {"gap": st.column_config.NumberColumn(f"gap in {title}", format="%+.2f")}
    columns |= {"gap holds": tables.interval_column(f"the gap in {title}, paired over the tracks in common")}
    tables.draw(shown, columns, tables.ROW * (len(runs) + 1) + 3, "Means of the networks")
    st.caption(address.plain(limits(len(others), title)))


def verdict(gap: Interval) -> str:
    """A word on a gap: none that its interval does not bear."""
    return VERDICTS[gap.low > 0, gap.high < 0]


def limits(others: int, title: str) -> str:
    """Words on how to read the table."""
    text = (
        f"Means are over tags, each on all test tracks of its own run; the gap in mean {title} is to the leading one, "
        "on the tags and tracks that these two have in common. One training each: another may come out otherwise."
    )
    if others == 1:
        return text
    lucky = percent(1 - 0.95**others)
    return f"{text} Of {others} intervals, one leaves out 0 by chance alone in up to {lucky} of such tables."


def _estimate(metric: Mapping) -> Interval:
    return Interval(*(float("nan") if metric[key] is None else metric[key] for key in ("value", "low", "high")))


def _gap(gains: pd.DataFrame, metric: str) -> Interval:
    return Interval(*(float(gains.loc["all", column]) for column in (metric, f"{metric}_low", f"{metric}_high")))


def _written(intervals: Sequence[Interval], form: str) -> list[str]:
    table = pd.DataFrame({"of_low": [one.low for one in intervals], "of_high": [one.high for one in intervals]})
    return [minus(text) for text in tables.bounds(table, "of", form)]
