"""Clip lab: what do the networks hear in a sound, and at which second?"""

import choices
import link
import loading
import provenance
import streamlit as st

from genrelib import player, plots

st.title("What do the networks hear?")
trained = loading.trained()
if not trained:
    st.info(
        "No trained network is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

sound = choices.sound()
chosen = choices.systems(trained)
names = provenance.names(chosen)
try:
    opinions = {name: loading.opinion(run, sound) for name, run in zip(names, chosen, strict=True)}
except ValueError as error:
    st.error(link.plain(str(error)))
    st.stop()
folders = tuple(str(run.folder) for run in chosen)
payload = loading.payload(sound.title, sound.digest, tuple(names), folders, sound, opinions)

beside = st.container(horizontal=True, gap="large")
with beside.container(key="answers"):
    for name, (_, said) in opinions.items():
        label, probability = said.top(1)[0]
        st.metric(f"{name} hears", f"{label} {plots.percent(probability)}")
    answers = {name: dict(zip(said.labels, said.track, strict=True)) for name, (_, said) in opinions.items()}
    st.plotly_chart(plots.top_labels(answers), config={"displayModeBar": False}, alt="Most probable genres")
    for run, (name, (model, said)) in zip(chosen, opinions.items(), strict=True):
        st.caption(f"**{name}**: {provenance.record(run)}", help=run.info["keeps_apart"])
        for sentence in provenance.caveats(run, said, model.system.clip):
            st.caption(f":material/warning: {sentence}")

with beside.container(key="scene"):
    state = player.streamlit(payload, key="player", start=link.start(sound.digest))
    link.keep_time(state["time"])
    st.caption(link.plain(sound.note))
    if sound.recording.truncated:
        heard = len(sound.recording.waveform) / sound.recording.sample_rate
        st.caption(f":material/warning: Only the first {heard / 60:.0f} minutes were read and judged.")
