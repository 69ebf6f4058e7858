"""Two squares of a confusion matrix against each other: what differs between their tracks as sound."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from load import descriptors
from state import address
from widgets import confusion_matrix, notes, tables

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.numerals import minus, percent
from genrelib.predictions.genres import GenrePredictions

NOTHING = ""
FEW = 5  # tracks of a square, below which nothing should be concluded
MOST = 60  # tracks of a square that are measured


@dataclass(frozen=True)
class Quantity:
    """A descriptor as it is written: its title, how its numbers are written, and words for more and for less."""

    title: str
    form: str
    more: str
    less: str


QUANTITIES = {
    "tempo": Quantity("tempo, bpm", ".0f", "faster", "slower"),
    "level": Quantity("level, dB", ".1f", "louder", "softer"),
    "brightness": Quantity("brightness, Hz", ".0f", "brighter", "darker"),
    "seconds": Quantity("duration, s", ".1f", "longer", "shorter"),
}


def choose(answers: GenrePredictions, cell: str) -> str:
    """Let a second square be chosen, to be held against the first; NOTHING for none."""
    lines = {name: line for name, line in confusion_matrix.lines(answers).items() if name != cell}
    address.choose("against", [NOTHING, *lines])
    st.selectbox(
        "Hold its tracks against those of",
        [NOTHING, *lines],
        format_func=lambda name: lines.get(name, "no other square"),
        key="against",
        on_change=address.forget,
    )
    return address.keep("against")


def compare(data: str, answers: GenrePredictions, cell: str, against: str) -> None:
    """Measure the tracks of both squares, with progress, and draw what differs between them."""
    groups = [confusion_matrix.tracks(answers, name) for name in (cell, against)]
    shared = set(groups[0]) & set(groups[1])
    groups = [[track for track in group if track not in shared][:MOST] for group in groups]
    measured = _measured(data, groups)
    counts = [len(table) for table in measured]
    missing = sum(map(len, groups)) - sum(counts)
    if min(counts) == 0:
        st.info(
            f"Nothing to compare: {counts[0]} and {counts[1]} tracks of the two squares have their sound here, "
            f"{missing} do not."
        )
        return
    differences = {name: evaluate.mean_difference(measured[0][name], measured[1][name]) for name in QUANTITIES}
    _table(measured, differences)
    st.caption(
        f"Means of {counts[0]} and {counts[1]} tracks; intervals are Welch's, over tracks. A difference whose interval "
        f"holds 0 gets no word. Of four intervals, one leaves out 0 by chance alone in {percent(1 - 0.95**4)} of such "
        "tables. Measured is the sound that is here. Tempo is a guess from onsets, often half or twice the beat; level "
        "is the root mean square below full scale, brightness the spectral centroid. A difference is no cause: a "
        "network may listen to something else."
    )
    notes.cautions(_limits(counts, missing, len(shared)))


def verdict(quantity: Quantity, difference: Interval) -> str:
    """A word for what the first square's tracks are, compared; "" where the interval holds 0 or is unknown."""
    if difference.low > 0:
        return quantity.more
    return quantity.less if difference.high < 0 else ""


def _measured(data: str, groups: list[list[str]]) -> list[pd.DataFrame]:
    total = max(1, sum(map(len, groups)))
    bar = st.progress(0.0, "Measuring the tracks …")
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        bar.progress(done / total, f"Measuring the tracks … {done} of {total}")

    measured = [descriptors.of_tracks(data, group, advance) for group in groups]
    bar.empty()
    return measured


def _table(measured: list[pd.DataFrame], differences: Mapping[str, Interval]) -> None:
    rows = []
    for name, quantity in QUANTITIES.items():
        difference = differences[name]
        means = [_written(table[name].mean(), quantity.form) for table in measured]
        gap = _written(difference.value, f"+{quantity.form}")
        bounds = [_written(bound, f"+{quantity.form}") for bound in (difference.low, difference.high)]
        interval = "" if np.isnan(difference.low) else " to ".join(bounds)
        rows.append([quantity.title, *means, gap, interval, verdict(quantity, difference)])
    names = ["sound", "this", "other", "gap", "95 %", "so this is"]
    shown = pd.DataFrame(rows, columns=names).to_dict("list")
    tables.draw(shown, {}, tables.ROW * (len(rows) + 1) + 3, "Sound of two squares")


def _limits(counts: list[int], missing: int, shared: int) -> list[str]:
    sentences = []
    if min(counts) < FEW:
        sentences.append(f"A square has {min(counts)} tracks: fewer than {FEW} tell next to nothing.")
    if missing:
        sentences.append(f"The sound of {missing} more tracks is not here: they are left out.")
    if shared:
        sentences.append(f"{shared} tracks have clips in both squares: they are left out.")
    if max(counts) == MOST:
        sentences.append(f"Of a square with more tracks, the {MOST} most confident ones are measured.")
    return sentences


def _written(value: float, form: str) -> str:
    return "none" if np.isnan(value) else minus(f"{value:{form}}")
