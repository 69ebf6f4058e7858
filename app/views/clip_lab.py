"""Clip lab: what do the networks hear in a sound, and at which second?"""

import streamlit as st
import words
from load import openings, opinions, playback, runs
from state import address
from state.runs import choose_many
from widgets import (
    clip_answers,
    clip_parts,
    edit_link,
    inside_choice,
    nearest_tracks,
    notes,
    overview,
    sound_choice,
    take_away,
)

from genrelib import player

DRAWN = 6  # networks whose curves an eye can follow down a page

address.open_page("clip_lab")
top = st.container(horizontal=True, vertical_alignment="center", key="top")
top.title("What do the networks hear?", width="content")
trained = runs.find(runs.can_judge)
if not trained:
    notes.train_first("No trained network")

with top:
    kind = sound_choice.choose_kind()
place, networks = st.columns([4, 6])
with networks:  # are drawn before the sound is read
    chosen = choose_many(openings.networks(kind, trained))
several = st.container()
with place:
    sound = sound_choice.read(kind, chosen, several)
asked = dict(zip(words.names(chosen), chosen, strict=True))
with address.refused():
    predictions = {name: opinions.predict(run, sound) for name, run in asked.items()}
common = words.shared(predictions.values())
judged = [name for name, prediction in predictions.items() if not prediction.silent]
drawn = {name: predictions[name] for name in judged[:DRAWN]}

beside = st.container(horizontal=True, gap="large")
with beside.container(key="answers"):
    if len(asked) > 1:
        overview.draw(asked, predictions)
        st.caption(overview.summary(predictions))
    else:
        clip_answers.headline(predictions)
    st.caption(address.plain(sound.note))
    clip_answers.bars({name: asked[name] for name in judged}, sound)
    opined = clip_answers.opinions(asked, predictions, sound)
    clip_answers.small_print(opined, common)

with beside.container(key="scene"):
    notes.cautions(common)
    if len(judged) > DRAWN:
        notes.cautions([f"Curves are of the first {DRAWN} of {len(judged)} networks; the table has all."])
    start = address.start(sound.digest)
    stage = st.container()
    tags = words.tagged(asked)
    payload = shown = playback.payload(sound, chosen[0].system, drawn, tagged=tags)
    if part := clip_parts.choose(sound, address.place()):
        again = clip_parts.compare({name: asked[name] for name in drawn}, drawn, part)
        shown = playback.payload(part, chosen[0].system, again, tagged=tags, group=sound.digest)
    with stage:
        played = player.streamlit(shown, key=address.PLAYER, start=start, on_change=address.keep_place)
    edit_link.offer(kind, sound, chosen[0], played["time"])
    take_away.draw(sound, opined, payload)
    inside_choice.link(chosen[0], kind, sound)
    nearest_tracks.draw({name: asked[name] for name in judged}, sound)
address.write()
