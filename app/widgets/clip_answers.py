"""The answers of networks to a sound: the first label large, bars of the strongest, and the small print of each."""

from collections.abc import Mapping, Sequence

import streamlit as st
import words
from load import figures, sounds
from state import address
from widgets import figure, notes, take_away

from genrelib import datasets
from genrelib.inference import Prediction
from genrelib.runs import Run

BARS = 2  # networks whose bars can be told apart


def headline(predictions: Mapping[str, Prediction]) -> None:
    """Write the answer of each network large."""
    for name, prediction in predictions.items():
        st.metric(address.plain(f"{name} hears"), address.plain(words.headline(prediction)), width="content")


def bars(judged: Mapping[str, Run], sound: sounds.Sound) -> None:
    """Draw the most probable labels of the first networks, by name, if there are any."""
    names = list(judged)[:BARS]
    if not names:
        return
    compared = [judged[name] for name in names]
    figure.draw(figures.answers(compared, names, sound), "Most probable labels")
    whole = "Probabilities of the whole sound" + (f", of the first {BARS} networks" if len(judged) > BARS else "")
    st.caption(address.plain(f"{whole}, {words.calibration(compared)}."))


def opinions(
    asked: Mapping[str, Run], predictions: Mapping[str, Prediction], sound: sounds.Sound
) -> dict[str, take_away.Opinion]:
    """Each network's prediction for a sound, with all that makes it doubtful."""
    synthetic = datasets.is_synthetic(sound.data)
    together = {}
    for name, run in asked.items():
        prediction = predictions[name]
        caveats = words.caveats(run, prediction, synthetic, sounds.part(run, sound))
        together[name] = take_away.Opinion(run, prediction, [*caveats, *prediction.remarks])
    return together


def small_print(opinions: Mapping[str, take_away.Opinion], common: Sequence[str]) -> None:
    """Write how good each network is and what makes its answer doubtful; from the third on, folded away.

    `common` are remarks that stand elsewhere, because they are on the sound.
    """
    for place, (name, opinion) in enumerate(opinions.items()):
        with st.container() if place < BARS else st.expander(address.plain(f"About {name}")):
            st.caption(f"**{address.plain(name)}**: {address.plain(words.record(opinion.run))}")
            notes.cautions(caution for caution in opinion.cautions if caution not in common)
