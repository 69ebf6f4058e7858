"""Clip lab: what do the networks hear in a sound, and at which second?"""

import streamlit as st
import words
from load import opinions, playback, runs, sounds
from state import address
from state import sound as sound_state
from state.runs import choose_two
from widgets import figure, notes, tables

from genrelib import datasets, player, plots
from genrelib.playback import label_colors

address.open_page("clip_lab")
st.title("What do the networks hear?")
trained = runs.find(runs.can_judge)
if not trained:
    st.info(
        "No trained network is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

kind = sound_state.choose_kind()
place = st.container()  # the sound stands above the networks, and is read when these are drawn
chosen = choose_two(trained)
with place:
    sound = sound_state.read(kind)
names = words.names(chosen)
with address.refused():
    predictions = {name: opinions.predict(run, sound) for name, run in zip(names, chosen, strict=True)}
common = words.shared(predictions.values())

beside = st.container(horizontal=True, gap="large")
with beside.container(key="answers"):
    answers = st.container(horizontal=True, gap="medium")
    for name, prediction in predictions.items():
        answers.metric(address.plain(f"{name} hears"), address.plain(words.headline(prediction)), width="content")
    judged = {name: prediction for name, prediction in predictions.items() if not prediction.silent}
    shares = {name: dict(zip(one.labels, one.track, strict=True)) for name, one in judged.items()}
    if judged:
        colored = label_colors(judged.values())
        bars = plots.top_labels(shares, categories=chosen[0].categories, colored=colored)
        figure.draw(bars, "Most probable labels")
        st.caption(address.plain(f"Probabilities of the whole sound, {words.calibration(chosen)}."))
    for run, (name, prediction) in zip(chosen, predictions.items(), strict=True):
        st.caption(f"**{address.plain(name)}**: {address.plain(words.record(run))}")
        notes.cautions(words.caveats(run, prediction, datasets.is_synthetic(sound.data), sounds.part(run, sound)))
        notes.cautions(remark for remark in prediction.remarks if remark not in common)

with beside.container(key="scene"):
    notes.cautions(common)
    player.streamlit(
        playback.payload(sound, chosen[0].system, judged),
        key=address.PLAYER,
        start=address.start(sound.digest),
        on_change=address.keep_place,
    )
    for run, name in zip(chosen, names, strict=True):
        if name not in judged:
            continue
        try:
            near = opinions.nearest(run, sound)
        except ValueError as error:
            notes.cautions([str(error)])
            continue
        if near:
            st.caption(f"Of the tracks that it learned from, **{address.plain(name)}** hears these as most alike:")
            tables.alike(near, sounds.facts(run.data), f"Tracks most alike to {name}")
            notes.cautions(words.same(near, opinions.least_distance(run)))
address.write()
