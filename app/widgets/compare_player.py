"""A track that two networks judged, in the player: the curves and the attention of both on one sound."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st
import words
from load import figures, opinions, playback, sounds
from state import address
from widgets import figure, notes
from widgets.track_player import SLACK

from genrelib import player, plots
from genrelib.inference import Prediction
from genrelib.predictions.genres import GenrePredictions
from genrelib.runs import Run


def play(chosen: Mapping[str, Run], answers: Mapping[str, GenrePredictions], row: pd.Series) -> None:
    """Open the player at a row that all of the runs judged; without its sound, say why and show what was counted.

    `chosen` and `answers` have the runs and their predictions by the names that the player shows.
    """
    leading = next(iter(chosen.values()))
    try:
        recorded = {name: opinions.recorded(run, row.track) for name, run in chosen.items()}
        sound = sounds.track(leading.data, row.track)
    except ValueError as error:
        notes.no_audio(error)
        _bars(answers, row)
        return
    excerpt = bool(sound.note) and recorded[next(iter(chosen))].seconds > sound.recording.seconds + SLACK
    predictions: dict[str, Prediction] = {}
    remarks = []
    for name, run in chosen.items():
        fresh, remark = _ask(run, sound)
        remarks.append(f"{name} {remark}")
        if fresh is not None:
            predictions[name] = fresh
        elif not excerpt:
            predictions[f"{name}, as counted"] = recorded[name]
    if excerpt:
        st.warning(f"{sound.note} Counted was what the networks answered to the whole track, as the bars show.")
    player.streamlit(
        playback.payload(sound, leading.system, predictions),
        key=address.PLAYER,
        start=address.start(row.name, 0.0 if excerpt else row.start),
        on_change=address.keep_place,
    )
    st.caption(address.plain(" ".join(remarks)))
    if excerpt:
        _bars(answers, row)


def _ask(run: Run, sound: sounds.Sound) -> tuple[Prediction | None, str]:
    """The network's prediction for the sound as it is here, if it can be asked, and a word about it."""
    if not run.has_weights:
        return None, "is drawn as it was counted: this run comes without its weights."
    try:
        prediction = opinions.predict(run, sound)
    except ValueError as error:
        return None, f"is drawn as it was counted: {error}"
    attends = "" if prediction.attention is not None else ", without attention, which it has none of"
    return prediction, f"was asked again about this sound: {words.headline(prediction)}{attends}."


def _bars(answers: Mapping[str, GenrePredictions], row: pd.Series) -> None:
    bars = figures.beside({name: one.probabilities(row.name) for name, one in answers.items()})
    figure.draw(bars, "What was most probable, as counted")
    st.caption(f"The answers differ by {plots.percent(row.distance)} of their probability (total variation).")
