"""A track that networks judged, in the player: its sound if it is here, and what each of them says of it."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import streamlit as st
import words
from load import figures, opinions, playback, sounds
from state import address
from widgets import clip_lab_link, figure, notes

from genrelib import player
from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.predictions.genres import GenrePredictions
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run

SLACK = 0.5  # s that a copy may be shorter than what was judged
BARS = 5  # labels, before those that are asked for


class Judge(NamedTuple):
    """A run, and its predictions for the tracks of a list."""

    run: Run
    predictions: GenrePredictions | TagPredictions


def play(judges: Mapping[str, Judge], row: pd.Series, labels: tuple[str, ...] = ()) -> None:
    """Open the player at a row that all judges have, who are named as the player shows them; the first one leads.

    Where the sound is not here, say why and show what was counted. Curves are of these labels, or of the strongest; a
    tagger's strongest tags stand below them as heat over time.
    """
    leading = next(iter(judges.values())).run
    try:
        recorded = {name: opinions.recorded(judge.run, row.track) for name, judge in judges.items()}
        sound = sounds.track(leading.data, row.track)
    except ValueError as error:
        notes.no_audio(error)
        _bars(judges, row, labels)
        return
    judged = next(iter(recorded.values())).seconds
    excerpt = bool(sound.note) and judged > sound.recording.seconds + SLACK
    shown: dict[str, Prediction] = {}
    drawn: dict[str, Run] = {}
    remarks = []
    for name, judge in judges.items():
        fresh, remark = _ask(name, judge.run, sound, labels)
        remarks.append(remark)
        if fresh is not None:
            shown[name] = fresh
            drawn[name] = judge.run
        elif not excerpt:
            shown[f"{name}, as counted"] = recorded[name]
            drawn[f"{name}, as counted"] = judge.run
    if excerpt:
        st.warning(
            f"{sound.note} Counted was what was said of {judged:.0f} s, as the bars show; asked about this excerpt, "
            "with silence where the rest should be, a network may say anything."
        )
    place = player.streamlit(
        playback.payload(sound, leading.system, shown, labels, words.tagged(drawn)),
        key=address.PLAYER,
        start=address.start(row.name, 0.0 if excerpt else row.start),
        on_change=address.keep_place,
    )
    st.caption(address.plain(" ".join(remarks)))
    clip_lab_link.draw(leading.data, row.track, place["time"], [judge.run for judge in judges.values()])
    if excerpt:
        _bars(judges, row, labels)


def _ask(name: str, run: Run, sound: sounds.Sound, labels: tuple[str, ...]) -> tuple[Prediction | None, str]:
    """A network's prediction for the sound as it is here, if it can be asked, and a word about it."""
    if not run.has_weights:
        return None, f"Of {name} only what was counted, without attention: this run comes without its weights."
    try:
        prediction = opinions.predict(run, sound)
    except ValueError as error:
        return None, f"Of {name} only what was counted, without attention: {error}"
    ranked = prediction.top(len(prediction.labels))
    if not ranked:
        return prediction, f"Asked again about the sound as it is played here, {name} has nothing to judge."
    label, probability = next(pair for pair in ranked if not labels or pair[0] in labels)
    attends = "." if prediction.attention is not None else ". It has no attention to show."
    remark = f"Asked again about the whole sound as it is played here, {name} says {label}, {percent(probability)}"
    return prediction, f"{remark}{attends}"


def _bars(judges: Mapping[str, Judge], row: pd.Series, labels: tuple[str, ...]) -> None:
    probabilities = {name: judge.predictions.probabilities(row.name) for name, judge in judges.items()}
    figure.draw(figures.counted(probabilities, labels, BARS), "What was most probable, as counted")
