"""One tag from a threshold on: its curves, a slider with what it answers, and the tracks it gets wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from load import figures, predictions
from state import address
from widgets import figure, tag_wish
from widgets.segment import choose_segment
from widgets.track_list import choose_row

from genrelib import evaluate
from genrelib.numerals import percent
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run


@dataclass(frozen=True)
class Kind:
    """Tracks to hear: how they are called, which they are, in which order, and what to say where there are none."""

    title: str
    tracks: Callable[[TagPredictions, str, float], pd.DataFrame]
    order: str
    none: str


KINDS = {
    "alarms": Kind(
        "False alarms",
        TagPredictions.false_alarms,
        "Without the tag, the most probable first",
        "No false alarm: every track that gets the tag has it. A lower threshold gives it to more.",
    ),
    "misses": Kind(
        "Misses",
        TagPredictions.misses,
        "With the tag, the least probable first",
        "No miss: every track with the tag is found. A higher threshold loses some.",
    ),
    "hits": Kind(
        "Hits",
        TagPredictions.hits,
        "With the tag, the most probable first",
        "No hit: no track with the tag is found. A lower threshold finds some.",
    ),
}


def choose(run: Run, judged: TagPredictions, tag: str) -> tuple[float, str]:
    """Let a threshold be chosen, by a wish or by hand, beginning with that of the best F1.

    Wishes are met on the run's validation tracks. The threshold, and one of `tag_wish.TITLES`.
    """
    wish = tag_wish.choose()
    best = predictions.wished(run, tag, "f1")
    advised = None if wish == tag_wish.HAND else predictions.wished(run, tag, wish)
    truth, probability = judged.column(tag)
    threshold = tag_wish.slide(wish, advised, best, float(probability.max()))
    tag_wish.basis(
        wish,
        advised,
        evaluate.at_threshold(truth, probability, threshold),
        predictions.of_tags(run, "valid").column(tag),
    )
    return threshold, wish


def answered(counts: evaluate.AtThreshold) -> None:
    """Predictions at the threshold, in shares and in counts."""
    with st.container(horizontal=True, gap="large", key="at-threshold"):
        for name, share in (("Precision", counts.precision), ("Recall", counts.recall), ("F1", counts.f1)):
            st.metric(name, "none" if np.isnan(share) else percent(share), width="content")
    st.caption(
        f"{counts.true_positives} hits, {counts.false_positives} false alarms, {counts.false_negatives} misses, "
        f"{counts.true_negatives} rightly left alone."
    )


def curves(chosen: list[Run], names: list[str], tag: str, counts: evaluate.AtThreshold) -> None:
    """ROC and precision-recall curve of the tag, the threshold marked on the first system's."""
    positives = counts.true_positives + counts.false_negatives
    negatives = counts.false_positives + counts.true_negatives
    if not (negatives and positives):
        st.info(f"{positives} of {positives + negatives} test tracks have this tag: nothing can be ranked.")
        return
    precision = None if np.isnan(counts.precision) else counts.precision
    drawn = figures.tag_curves(chosen, names, tag, counts.false_positives / negatives, counts.recall, precision)
    for place, curve, alt in zip(st.columns(2), drawn, ("ROC curve", "Precision-recall curve"), strict=True):
        with place:
            figure.draw(curve, f"{alt} of {tag}", key=alt)


def row(
    judged: TagPredictions, tag: str, threshold: float, facts: pd.DataFrame, playable: frozenset[str]
) -> pd.Series | None:
    """Let a track be chosen of those that the threshold gets wrong, or right; None where there is none."""
    rows_of = {name: kind.tracks(judged, tag, threshold) for name, kind in KINDS.items()}
    if "kind" not in {**st.query_params, **st.session_state}:
        st.session_state.kind = next((name for name, rows in rows_of.items() if len(rows)), "alarms")
    kind = choose_segment(
        "Listen to", "kind", {n: f"{KINDS[n].title} ({len(rows)})" for n, rows in rows_of.items()}, "row", "t"
    )
    if rows_of[kind].empty:
        st.info(KINDS[kind].none)
        return None
    return choose_row(
        rows_of[kind],
        facts,
        playable,
        KINDS[kind].order,
        lambda row: f"**{percent(row.probability)} {address.plain(tag)}**",
    )
