"""Downloads of a clip: probabilities over time as a table, and a report with the player inside.

Both are made when they are asked for, outside of the page's run, so that nothing here may ask Streamlit.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st
import words
from load.sounds import Sound

from genrelib import inference, player
from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.runs import Run

TOP = 5  # labels of each network in a report
DIGITS = 5  # of probabilities in a table
ON_PAPER = "Genre Explorer made this; it needs no network. The player works as on the page: space plays, a drag loops."


class Opinion(NamedTuple):
    """A network's prediction for a sound, and the sentences that a reader needs before believing it."""

    run: Run
    prediction: Prediction
    cautions: Sequence[str]


def draw(sound: Sound, opinions: Mapping[str, Opinion], payload: bytes) -> None:
    """Offer the downloads for what networks, by name, said of a sound that a payload plays."""
    with st.container(horizontal=True):
        if any(not opinion.prediction.silent for opinion in opinions.values()):
            st.download_button(
                "Probabilities over time",
                partial(table, opinions),
                "probabilities.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/table:",
                help="CSV: a row per network and clip",
            )
        st.download_button(
            "Report with the player",
            partial(report, sound, opinions, payload),
            "report.html",
            "text/html",
            on_click="ignore",
            icon=":material/description:",
            help="One file for any browser, the sound inside: mind whose music you hand on",
        )


def table(opinions: Mapping[str, Opinion]) -> str:
    """The probabilities of each clip that was judged, as CSV."""
    judged = {name: one.prediction for name, one in opinions.items() if not one.prediction.silent}
    return inference.over_time(judged).round(DIGITS).to_csv(index=False)


def report(sound: Sound, opinions: Mapping[str, Opinion], payload: bytes) -> str:
    """A document with the player, what each network said, whose number it is and what to doubt."""
    sections = [player.Section("The sound", [sound.note, ON_PAPER])]
    for name, (run, prediction, cautions) in opinions.items():
        rows = [(label, percent(probability)) for label, probability in prediction.top(TOP)]
        answers = [("label", "probability"), *rows] if rows else []
        sections.append(
            player.Section(f"{name}: {words.headline(prediction)}", [words.record(run), *cautions], answers)
        )
    return player.standalone(payload, sound.title, sections)
