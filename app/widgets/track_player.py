"""A judged track in the player: its sound if it is here, and the network's predictions for it."""

import pandas as pd
import streamlit as st
import words
from load import figures, opinions, playback, sounds
from state import address
from widgets import figure, notes

from genrelib import player, plots
from genrelib.datasets import playback_source
from genrelib.inference import Prediction
from genrelib.predictions.genres import GenrePredictions
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run

SLACK = 0.5  # s that a copy may be shorter than what was judged


def play(
    run: Run, predictions: GenrePredictions | TagPredictions, row: pd.Series, labels: tuple[str, ...] = ()
) -> None:
    """Open the player at a row of the predictions; where its sound is not here, say why and show what was counted.

    Curves are of these labels, or of the strongest; a tagger's strongest tags stand below them as heat over time.
    """
    try:
        recorded = opinions.recorded(run, row.track)
        sound = sounds.track(run.data, row.track)
    except ValueError as error:
        notes.no_audio(error)
        _bars(run, predictions, row, labels)
        return
    excerpt = bool(sound.note) and recorded.seconds > sound.recording.seconds + SLACK
    fresh, remark = _ask(run, sound, labels)
    counted = {} if excerpt else {f"{run.system}, as counted": recorded}
    shown = counted if fresh is None else {run.system: fresh}
    if excerpt:
        st.warning(
            f"{sound.note} Counted was what the network said of {recorded.seconds:.0f} s, as the bars show; asked "
            "about this excerpt, with silence where the rest should be, it may say anything."
        )
    place = player.streamlit(
        playback.payload(sound, run.system, shown, labels, words.tagged(dict.fromkeys(shown, run))),
        key=address.PLAYER,
        start=address.start(row.name, 0.0 if excerpt else row.start),
        on_change=address.keep_place,
    )
    st.caption(address.plain(remark))
    open_in_clip_lab(run, row.track, place["time"])
    if excerpt:
        _bars(run, predictions, row, labels)


def open_in_clip_lab(run: Run, track: str, time: float) -> None:
    """A link to Clip lab at a second of a track of the run's data, where its network can be asked."""
    if run.has_weights:
        very = {"sound": playback_source.home_of(run.data), "track": track, "run": run.linked, "t": f"{time:.1f}"}
        notes.link("Open in Clip lab", "clip_lab", "with other networks beside it.", **very)


def _ask(run: Run, sound: sounds.Sound, labels: tuple[str, ...]) -> tuple[Prediction | None, str]:
    """The network's prediction for the sound as it is here, if it can be asked, and a word about it."""
    if not run.has_weights:
        return None, "No attention, and only what was counted: this run comes without its weights."
    try:
        prediction = opinions.predict(run, sound)
    except ValueError as error:
        return None, f"No attention, and only what was counted: {error}"
    ranked = prediction.top(len(prediction.labels))
    label, probability = next(pair for pair in ranked if not labels or pair[0] in labels)
    remark = f"Asked again about the whole sound as it is played here, the network says {label}"
    attends = "." if prediction.attention is not None else ". It has no attention to show."
    return prediction, f"{remark}, {plots.percent(probability)}{attends}"


def _bars(run: Run, predictions: GenrePredictions | TagPredictions, row: pd.Series, labels: tuple[str, ...]) -> None:
    probabilities = predictions.probabilities(row.name)
    names = dict.fromkeys([*sorted(probabilities, key=probabilities.get, reverse=True)[:5], *labels])
    bars = figures.counted(run.system, {name: probabilities[name] for name in names})
    figure.draw(bars, "What was most probable, as counted")
