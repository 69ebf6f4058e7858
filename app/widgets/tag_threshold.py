"""One tag from a threshold on: its curves, a slider with what it answers, and the tracks it gets wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from load import figures
from state import address
from widgets import figure
from widgets.segment import choose_segment
from widgets.track_list import choose_row

from genrelib import evaluate, plots
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run

STEP = 0.001


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


def choose(predictions: TagPredictions, valid: TagPredictions, tag: str) -> float:
    """Let a threshold be chosen, beginning with that of the best F1 on validation tracks."""
    best = _best(valid, tag)
    chosen = address.choose_number("threshold", 0.5 if best is None else best)
    highest = max(chosen, 0.0 if best is None else best, float(predictions.column(tag)[1].max()), STEP)
    # Rare tags are never probable: the slider ends where no track is predicted any more: else no hand could set it.
    end = min(1.0, np.ceil(20 * highest) / 20)
    outdated = {"on_change": address.forget, "args": ["row", "t"]}
    st.slider(
        "The tag is there from this probability on", 0.0, end, step=STEP, format="%.3f", key="threshold", **outdated
    )
    if best is None:
        st.caption("No threshold can be advised: the validation part has no track with this tag, or none without.")
    else:
        st.button(
            f"{best:.3f}: best F1 on validation tracks",
            key="best",
            disabled=abs(chosen - best) < STEP / 2,
            on_click=_advise,
            args=[best],
            help="Chosen on validation tracks: on test tracks it would flatter itself.",
        )
    return address.keep_number("threshold", 0.5 if best is None else best)


def answered(counts: evaluate.AtThreshold) -> None:
    """Predictions at the threshold, in shares and in counts."""
    with st.container(horizontal=True, gap="large", key="at-threshold"):
        for name, share in (("Precision", counts.precision), ("Recall", counts.recall), ("F1", counts.f1)):
            st.metric(name, "none" if np.isnan(share) else plots.percent(share), width="content")
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
    predictions: TagPredictions, tag: str, threshold: float, facts: pd.DataFrame, playable: frozenset[str]
) -> pd.Series | None:
    """Let a track be chosen of those that the threshold gets wrong, or right; None where there is none."""
    rows_of = {name: kind.tracks(predictions, tag, threshold) for name, kind in KINDS.items()}
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
        lambda row: f"**{plots.percent(row.probability)} {address.plain(tag)}**",
    )


def _best(valid: TagPredictions, tag: str) -> float | None:
    try:
        return float(np.floor(evaluate.best_threshold(*valid.column(tag)).threshold / STEP) * STEP)
    except ValueError:
        return None


def _advise(best: float) -> None:
    st.session_state.threshold = best
    address.forget("row", "t")
