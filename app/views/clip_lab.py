"""Clip lab: what do the networks hear in a sound, and at which second?"""

import choices
import link
import loading
import provenance
import sounds
import streamlit as st
import tables

from genrelib import player, plots

st.title("What do the networks hear?")
trained = loading.trained()
if not trained:
    st.info(
        "No trained network is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

source = choices.source()
chosen = choices.systems(trained)
names = provenance.names(chosen)
sound = source()
with link.refused():
    opinions = {name: loading.opinion(run, sound) for name, run in zip(names, chosen, strict=True)}
folders = tuple(str(run.folder) for run in chosen)
payload = loading.payload(sound.title, sound.digest, tuple(names), folders, sound, opinions)

beside = st.container(horizontal=True, gap="large")
with beside.container(key="answers"):
    heard = st.container(horizontal=True, gap="medium")
    for name, (_, said) in opinions.items():
        label, probability = said.top(1)[0]
        heard.metric(link.plain(f"{name} hears"), link.plain(f"{label} {plots.percent(probability)}"), width="content")
    answers = {name: dict(zip(said.labels, said.track, strict=True)) for name, (_, said) in opinions.items()}
    st.plotly_chart(plots.top_labels(answers), config={"displayModeBar": False}, alt="Most probable genres")
    st.caption("Probabilities of the whole sound, calibrated on validation tracks.")
    for run, (name, (model, said)) in zip(chosen, opinions.items(), strict=True):
        st.caption(f"**{link.plain(name)}**: {link.plain(provenance.record(run))}")
        told = provenance.caveats(run, said, model.system.clip, bool(sound.data), sounds.part(run, sound))
        for sentence in told:
            st.caption(f":orange[:material/warning:] {link.plain(sentence)}")

with beside.container(key="scene"):
    player.streamlit(payload, key=link.PLAYER, start=link.start(sound.digest), on_change=link.keep_time)
    for run, (name, (_, said)) in zip(chosen, opinions.items(), strict=True):
        try:
            near = loading.alike(run, said)
        except ValueError as error:
            st.caption(f":orange[:material/warning:] {link.plain(str(error))}")
            continue
        if near:
            st.caption(f"Of the tracks that it learned from, **{link.plain(name)}** hears these as most alike:")
            tables.alike(near, sounds.facts(run.data))
