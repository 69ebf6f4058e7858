"""The answers of several networks to one sound, in a table: those that contradict the leading one come next to it."""

from collections.abc import Mapping

import streamlit as st
import words
from widgets import tables

from genrelib import inference
from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.runs import Run

LEADS = ":material/star: leads"
AGREEMENT = {True: "agrees", False: "≠ disagrees", None: "cannot say so"}
ORDER = (False, None, True)
ALONE = {
    True: "The other network agrees with the leading one.",
    False: "The other network disagrees with the leading one.",
    None: "The other network cannot say the leading one's label: it never learned it.",
}


def draw(runs: Mapping[str, Run], predictions: Mapping[str, Prediction]) -> None:
    """Draw a row per network, by name: its first two labels, how sure it is, whose number it is."""
    leading = next(iter(predictions))
    stances = {name: inference.agree(predictions[leading], one) for name, one in predictions.items()}
    others = [name for name in predictions if name != leading]
    others.sort(key=lambda name: (ORDER.index(stances[name]), -max(predictions[name].track)))
    order = [leading, *others]
    tops = [predictions[name].top(2) + [("", float("nan"))] * 2 for name in order]
    shown = {
        "network": order,
        "says": [first or "nothing to judge" for (first, _), *_ in tops],
        "probability": [100 * probability for (_, probability), *_ in tops],
        "beside it": ["leads", *(AGREEMENT[stances[name]] for name in others)],
        "then": [f"{label} {percent(probability)}" if label else "" for _, (label, probability), *_ in tops],
        "lead": [100 * (first - second) for (_, first), (_, second), *_ in tops],
        "tests": [words.tested(runs[name]) for name in order],
        "whose": [words.source(runs[name]) for name in order],
    }
    columns = {
        "network": st.column_config.TextColumn(width=150),
        "says": st.column_config.TextColumn(width=80),
        "probability": st.column_config.NumberColumn("sure", format="%.0f %%", width=50, help="Its probability"),
        "beside it": st.column_config.TextColumn(
            width=100, help="Among the labels that both know; it cannot say a label that it never learned"
        ),
        "lead": st.column_config.NumberColumn(format="%.0f", help="Points between its first and its second label"),
        "tests": st.column_config.TextColumn(help="Its first figure on test tracks, and the 95 % interval"),
    }
    height = tables.ROW * (len(order) + 1) + 3
    tables.draw(shown, columns, height, "What each network says")


def summary(predictions: Mapping[str, Prediction]) -> str:
    """Words on how many of the others agree with the leading network."""
    leading, *others = predictions.values()
    stances = [inference.agree(leading, other) for other in others]
    if len(others) == 1:
        return ALONE[stances[0]]
    agreeing = f"{stances.count(True)} of {len(others)} others agree with the leading network"
    silent = stances.count(None)
    return f"{agreeing}{f', {silent} cannot say its label' if silent else ''}."
