"""Inside: which moments and bands of a sound does a network's answer rest on, and is the explanation to be believed?"""

import streamlit as st
from load import explanations, openings, opinions, playback, runs
from state import address
from state.runs import choose_run
from widgets import (
    essence,
    inside_beside,
    inside_choice,
    inside_filters,
    inside_masked,
    inside_panels,
    inside_trust,
    notes,
    sound_choice,
)

from genrelib import player

address.open_page("inside")
top = st.container(horizontal=True, vertical_alignment="center", key="top")
heading = top.empty()
heading.title("Why does it say that?", width="content")
able = runs.find(runs.explainable)
if not able:
    notes.train_first("No network that can be looked into")

with top:
    kind = sound_choice.choose_kind()
networks = inside_choice.nearest(openings.networks(kind, able))
place, network_place, label_place, method_place = st.columns([3, 4, 2, 2], vertical_alignment="bottom")
with network_place:
    run = choose_run(networks, "Network", ("label", "method", "beside", "panels", "second"))
several = st.container()
with place:
    sound = sound_choice.read(kind, [run], several)
with address.refused():
    prediction = opinions.predict(run, sound)
    methods = explanations.methods(run)
if prediction.silent:
    st.info("There is nothing to explain: this sound is silent.")
    address.stop()
with label_place:
    label = inside_choice.choose_label(run, prediction)
with method_place:
    family = inside_choice.choose_method(run, methods)
asks = "Why does it say" if label == prediction.top(1)[0][0] else "What in it speaks for"
heading.title(f"{asks} {address.plain(label)}?", width="content")

start = address.start(sound.digest)
asked = explanations.ask(run, sound, address.place().time, label)

sides = st.container(horizontal=True, gap="large")
with sides.container(key="inside-scene"):
    stage = st.container()
    gaps = st.container()
    panels = inside_panels.choose(asked)
    way, share = inside_masked.choose()
    remains = st.container()
trust = sides.container(key="inside-trust")
st.header("Does another method agree?")
other = inside_choice.choose_beside(methods, family)
with gaps:
    fill = inside_choice.choose_fill(family, other)
method, beside = (inside_choice.full_name(name, fill) for name in (family, other))

with stage, address.refused():
    shown = explanations.importance(asked, method)
    drawn = inside_panels.draw(asked, panels, method, beside)
with remains:
    part = sound if way == inside_masked.WHOLE else inside_masked.part(asked, method, way, share)
with stage:
    payload = playback.explained(part, run.system, drawn, [inside_panels.mark(asked, shown)], sound.digest)
    player.streamlit(payload, key=address.PLAYER, start=start, on_change=address.keep_place)
    inside_panels.small_print(asked)
with trust:
    inside_trust.describe(family, method)
    inside_trust.sanity(asked, method, shown)
    inside_trust.score(asked, method)
    inside_trust.small_print(asked)
if part is not sound:
    with remains:
        inside_masked.compare(asked, part, inside_masked.choose_second(asked))
inside_beside.draw(asked, method, beside)
st.header(f"What would it like best as {address.plain(label)}?")
essence.show(asked, address.place().time)
inside_filters.draw(run)
notes.link("All networks on this sound", "clip_lab", "in Clip lab.", sound=kind, run=run.linked)
address.write()
