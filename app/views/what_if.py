"""Edits of a sound: does the answer change when the sound does, and how little has to change?"""

import streamlit as st
import words
from load import edits, openings, opinions, robustness, runs, sounds
from state import address
from state.runs import choose_many
from widgets import edit_answers, edit_panel, edit_player, edit_remainder, edit_sweep, notes, sound_choice

from genrelib import datasets

address.open_page("what_if")
top = st.container(horizontal=True, vertical_alignment="center", key="top")
top.title("What if it sounded different?", width="content")
trained = runs.find(runs.can_judge)
if not trained:
    notes.train_first("No trained network")

with top:
    kind = sound_choice.choose_kind()
place, networks = st.columns([4, 6])
with networks:
    run, *others = choose_many(openings.networks(kind, trained))
several = st.container()
chain = edit_panel.chain()  # before the sound is read: a link to edits waits for a file
with place:
    whole = sound_choice.read(kind, [run, *others], several)
with address.refused():
    sound = edits.excerpt(whole, edit_panel.choose_excerpt(whole))

beside = st.container(horizontal=True, gap="large")
with beside.container(key="edit-panel"):
    answers = st.container()
    edit_panel.draw(chain, sound)  # before the sound is edited: an edit that is refused can be taken back
with answers, address.refused():
    changed = edits.edited(sound, str(chain))
    before, after = (opinions.predict(run, one) for one in (sound, changed))
    edit_answers.headline(run, before, after)

with beside.container(key="edit-scene"):
    edit_player.draw(run, (sound, before), (changed, after))

below = st.container(horizontal=True, gap="large")
with below.container(key="edit-difference"):
    st.header("What changed?")
    edit_answers.bars(before, after)
    caveats = words.caveats(run, before, datasets.is_synthetic(sound.data), sounds.part(run, sound))
    measured = edit_answers.measured(run, chain, robustness.rows())
    edit_answers.small_print(run, before, after, changed, caveats, measured)
with below.container(key="edit-search"):
    st.header("How far until it flips?")
    edit_sweep.draw(run, sound, chain)
    label = after.top(1)[0][0] if after.top(1) else "there"
    st.header(f"What is the least that is still {address.plain(label)}?")
    edit_remainder.draw(run, others, sound, chain, after)
notes.link("All networks on this sound", "clip_lab", "in Clip lab.", run=run.linked)
address.write()
