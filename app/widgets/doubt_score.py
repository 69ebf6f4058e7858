"""A list of suspects beside what is known of its tracks: how many are wrong indeed, and how many by chance."""

import pandas as pd
import streamlit as st
from load import doubts
from widgets import compare_words, doubt_list, figure, notes, tables

from genrelib import datasets
from genrelib.evaluate import Interval
from genrelib.numerals import percent
from genrelib.predictions.label_doubts import DISTORTED, REPEATED, WRONG, Score
from genrelib.runs import Run

FAULTS = (WRONG, REPEATED, DISTORTED)
FEW = 10  # known faults, below which shares are hardly known


def score(run: Run, kind: str, number: int) -> None:
    """Say how good the list is where that is known, and draw it at every length."""
    if kind == doubt_list.PAIRS:
        _pairs(run, number)
    else:
        _labels(run, kind, number)


def sentence(score: Score, noun: str, origin: str) -> str:
    """Words on a score: precision and recall with their intervals, beside chance."""
    return (
        f"{origin.capitalize()} {noun} among the {score.listed} shown: **{score.hits}**, a precision of "
        f"{percent(score.precision.value)} ({_bounds(score.precision)}). Random lists have "
        f"{_small(score.prevalence)} on average, and as many {compare_words.chance(score.chance)}. Recall: "
        f"{score.hits} of all {score.total}, {percent(score.recall.value)} ({_bounds(score.recall)})."
    )


def _labels(run: Run, kind: str, number: int) -> None:
    table = doubts.of_labels(run).table
    scored = doubts.score(run, kind, number, WRONG)
    origin = _origin(run)
    if scored is None:
        st.info(
            f"No wrong label is {origin} among these {len(table)} tracks, so nothing here says how many suspects are "
            "wrong: listen."
        )
    else:
        st.markdown(sentence(scored, "wrong labels", origin))
        if scored.total < FEW:
            notes.cautions([f"Only {scored.total} wrong labels are {origin} among them: the shares are hardly known."])
        figure.draw(doubts.curve(run, kind, number), "Precision and recall of the list at every length")
    _faults(run, kind, number)
    _beware(run, kind)


def _faults(run: Run, kind: str, number: int) -> None:
    """Other faults in the list, too: a network may stumble over noise, and over nothing that is known."""
    scores = {fault: doubts.score(run, kind, number, fault) for fault in FAULTS}
    known = {fault: one for fault, one in scores.items() if one is not None}
    if not known:
        return
    shown = {
        "known fault": list(known),
        "in the list": [one.hits for one in known.values()],
        "by chance": [one.listed * one.prevalence for one in known.values()],
        "among all": [one.total for one in known.values()],
    }
    columns = {"by chance": st.column_config.NumberColumn(format="%.1f", help="Mean of lists drawn at random")}
    tables.draw(shown, columns, tables.ROW * (len(known) + 1) + 3, "Known faults in the list")


def _beware(run: Run, kind: str) -> None:
    judged = doubts.of_labels(run)
    predictions = judged.predictions
    right = percent((predictions.table.answer == predictions.table.truth).mean())
    st.caption(
        f"Ranked are the {len(predictions.table)} tracks of test and validation, which the network did not learn from. "
        f"It answers {right} of them as they are labelled: most suspects are its own mistakes. Validation tracks chose "
        "when its training ended, and its temperature."
    )
    if kind == "confident":
        counted = len(judged.confident)
        st.caption(
            f"Confident learning counts {counted} labels as another genre: an estimate of wrong labels only if the "
            "network errs nowhere else."
        )
        _thresholds(judged.thresholds, judged.confident)


def _thresholds(thresholds: pd.Series, confident: pd.DataFrame) -> None:
    shown = {
        "label": thresholds.index,
        "threshold": 100 * thresholds.to_numpy(),
        "counted elsewhere": confident.truth.value_counts().reindex(thresholds.index, fill_value=0).to_numpy(),
        "counted here": confident.counted.value_counts().reindex(thresholds.index, fill_value=0).to_numpy(),
    }
    columns = {
        "threshold": st.column_config.NumberColumn(format="%.0f %%", help="Mean probability of the label's own tracks"),
        "counted elsewhere": st.column_config.NumberColumn(help="Tracks of this label that are counted as another"),
        "counted here": st.column_config.NumberColumn(help="Tracks of other labels that are counted as this"),
    }
    tables.draw(shown, columns, tables.ROW * (len(thresholds) + 1) + 3, "Thresholds of confident learning")


def _pairs(run: Run, number: int) -> None:
    rows = doubts.pairs(run).head(number)
    scored = doubts.score_pairs(run, number)
    origin = _origin(run)
    if scored is None:
        st.info(f"No repetition is {origin} among this run's tracks: listen to the nearest pairs.")
    else:
        st.markdown(sentence(scored, "repetitions", origin))
        figure.draw(doubts.curve_of_pairs(run, number), "Precision and recall of the nearest pairs at every length")
    labels = int(((rows.label != rows.other_label) & (rows.label != "") & (rows.other_label != "")).sum())
    st.markdown(
        f"Of the {len(rows)} pairs, {int(rows.sides.sum())} were learned on one side and tested or validated on the "
        f"other, and {labels} have two labels."
    )
    st.caption(
        "A distance of 0 is one and the same sound to the network. A small one may be one recording in two encodings, "
        "two takes, or two tracks of one style: no threshold tells them apart in all networks. A pair that no list of "
        "faults knows may be one all the same. Runs on folders keep files of one recording on one side, by their bytes "
        "and acoustic fingerprints."
    )


def _origin(run: Run) -> str:
    return "planted" if datasets.is_synthetic(run.data) else "known"


def _bounds(interval: Interval) -> str:
    return f"95 %: {percent(interval.low)} to {percent(interval.high)}"


def _small(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.0005 else f"1 in {1 / share:,.0f}"
