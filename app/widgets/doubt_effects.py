"""Accuracy of a run without suspects, without faulty tracks and without those voted wrong, beside fair draws."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st
import words
from load import doubts, predictions, sounds
from state import address, label_votes
from widgets import notes, tables

from genrelib import evaluate
from genrelib.datasets.splits import leaks
from genrelib.evaluate import Interval
from genrelib.numerals import percent
from genrelib.runs import Run

EVERY = "all test tracks"
BY_ANSWER = (
    "To leave out what a network got wrong raises its accuracy by construction, to leave out what it got right lowers "
    "it: neither is a gain. Suspects by the margin or by confident learning, and so votes on them, are tracks that it "
    "got wrong. Only a choice that did not look at its answers, such as known faults, can say what faults cost."
)
BLIND = (
    "These tracks were not chosen by the network's answers: a difference beyond the range of a random draw is one that "
    "faults, or repetitions, may have made."
)


def effects(run: Run, suspects: pd.DataFrame) -> None:
    """Draw a table of accuracies: of all test tracks, and without some of them."""
    table = predictions.of_genres(run, "track").table
    right = table.index[table.answer == table.truth]
    top = [track for track in dict.fromkeys(suspects.track) if track in table.index]
    voted = [track for track in label_votes.given(run, "wrong") if track in table.index]
    fault = sounds.facts(run.data).fault
    faulty = [track for track in table.index if fault.get(track, "")]
    rows = {
        EVERY: [],
        f"without {len(top)} of those shown": top,
        f"without {min(len(top), len(right))} it gets right": sorted(right)[: len(top)],
        f"without {len(faulty)} known faulty": faulty,
        f"without {len(voted)} voted wrong": voted,
    }
    counts = (len(table), len(right))
    lines = [_line(run, line, tracks, *counts) for line, tracks in rows.items() if tracks or line == EVERY]
    if proposed := _proposed(run, voted):
        lines.append(_written(f"with {len(proposed)} relabelled", doubts.accuracy_relabelled(run, proposed), ""))
    columns = {
        "accuracy": st.column_config.NumberColumn(format="%.1f %%"),
        "95 %": st.column_config.TextColumn(help="Interval over tracks"),
        "as many at random": st.column_config.TextColumn(
            help="Range of 95 % of the accuracies where as many tracks, drawn at random, are left out"
        ),
    }
    shown = pd.DataFrame(lines).to_dict("list")
    tables.draw(shown, columns, tables.ROW * (len(lines) + 1) + 3, "Accuracy without some tracks")
    wrong = {"answer", "truth"} <= set(suspects) and bool((suspects.answer != suspects.truth).all())
    notes.cautions([BY_ANSWER if wrong or voted else BLIND])


def elsewhere(run: Run, others: Mapping[str, Run]) -> None:
    """Accuracies of the same system where the music was split in another way, with links."""
    st.caption(address.plain(f"Split {run.split} keeps apart: {run.info['keeps_apart']}"))
    if not others:
        st.caption("No run of this system and seed on another split is here.")
        return
    for name, other in others.items():
        estimate = other.metrics["track_accuracy"]
        interval = words.bounds(estimate) and f" ({words.bounds(estimate)})"
        tracks = other.info["tracks"]["test"]
        after = f"{percent(estimate['value'])}{interval} of {tracks} test tracks right. {other.info['keeps_apart']}"
        page = "confusions" if leaks(other.split) else "doubts"  # who learned from these very tracks doubts nothing
        notes.link(f"The same system on split {other.split}", page, address.plain(after), run=name)
    notes.cautions(
        ["Splits differ in the tracks that are learned and tested, too: a difference is not the leak alone."]
    )


def _proposed(run: Run, voted: list[str]) -> frozenset[tuple[str, str]]:
    """Tracks with the genres proposed for them."""
    own = label_votes.votes(run)
    return frozenset((track, own[track].proposed) for track in voted if own[track].proposed in run.classes)


def _line(run: Run, line: str, left_out: list[str], rows: int, right: int) -> dict:
    if len(left_out) == rows:
        return _written(line, Interval(float("nan"), float("nan"), float("nan")), "")
    estimate = doubts.accuracy_without(run, frozenset(left_out))
    drawn = evaluate.draw_range(right, rows, len(left_out))
    return _written(line, estimate, _bounds(drawn) if left_out else "")


def _written(line: str, estimate: Interval, drawn: str) -> dict:
    bounds = _bounds(estimate)
    return {"test tracks": line, "accuracy": 100 * estimate.value, "95 %": bounds, "as many at random": drawn}


def _bounds(interval: Interval) -> str:
    return "" if pd.isna(interval.low) else f"{100 * interval.low:.1f} to {100 * interval.high:.1f} %"
