"""A judged track in the player: its sound if it is here, and what the network said of it."""

import link
import loading
import pandas as pd
import sounds
import streamlit as st

from genrelib import player, plots
from genrelib.inference import Model, Prediction
from genrelib.predictions.genres import GenrePredictions
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run

SLACK = 0.5  # s that a copy may be shorter than what was judged


def play(run: Run, counted: GenrePredictions | TagPredictions, row: pd.Series, labels: tuple[str, ...] = ()) -> None:
    """Open the player at a row of the answers; where its sound is not here, say why and show what was counted.

    Curves are of these labels, or of the strongest.
    """
    try:
        remembered = loading.recalled(run, row.track)
        sound = sounds.track(run.data, row.track)
    except ValueError as error:
        st.info(f"No audio here. {link.plain(str(error))}", icon=":material/volume_off:")
        _bars(run, counted, row, labels)
        return
    judged = remembered[1].seconds
    excerpt = bool(sound.note) and judged > sound.recording.seconds + SLACK
    asked, remark = _ask(run, sound, labels)
    if asked is None and excerpt:
        payload = loading.bare(sound.title, sound.digest, run.system, sound)
    else:
        name, opinion = (run.system, asked) if asked else (f"{run.system}, as counted", remembered)
        payload = loading.payload(
            sound.title, sound.digest, (name,), (str(run.folder),), sound, {name: opinion}, labels
        )
    if excerpt:
        st.warning(
            f"{sound.note} Counted was what the network said of {judged:.0f} s, as the bars show; asked about this "
            "excerpt, with silence where the rest should be, it may say anything."
        )
    start = link.start(row.name, 0.0 if excerpt else row.start)
    player.streamlit(payload, key=link.PLAYER, start=start, on_change=link.keep_time)
    st.caption(link.plain(remark))
    if excerpt:
        _bars(run, counted, row, labels)


def _ask(run: Run, sound: sounds.Sound, labels: tuple[str, ...]) -> tuple[tuple[Model, Prediction] | None, str]:
    """The network's opinion of the sound as it is here, if it can be asked, and a word about it."""
    if not run.has_weights:
        return None, "No attention, and only what was counted: this run comes without its weights."
    try:
        model, said = loading.opinion(run, sound)
    except ValueError as error:
        return None, f"No attention, and only what was counted: {error}"
    label, probability = next(pair for pair in said.top(len(said.labels)) if not labels or pair[0] in labels)
    remark = f"Asked again about the whole sound as it is played here, the network says {label}"
    attends = "." if said.attention is not None else ". It has no attention to show."
    return (model, said), f"{remark}, {plots.percent(probability)}{attends}"


def _bars(run: Run, counted: GenrePredictions | TagPredictions, row: pd.Series, labels: tuple[str, ...]) -> None:
    said = counted.probabilities(row.name)
    names = dict.fromkeys([*sorted(said, key=said.get, reverse=True)[:5], *labels])
    figure = plots.top_labels({run.system: {name: said[name] for name in names}}, len(names))
    st.plotly_chart(figure, config={"displayModeBar": False}, alt="What was most probable, as counted")
