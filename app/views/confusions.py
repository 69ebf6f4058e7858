"""Confusions: which genres does a network take for one another, and how do its mistakes sound?"""

import streamlit as st
import words
from load import predictions, runs, sounds
from state import address
from state.runs import choose_run
from widgets import confusion_matrix, notes, tables, track_list, track_player
from widgets.segment import choose_segment

from genrelib import plots

LEVELS = {"track": "whole tracks", "clip": "single clips"}
NUMBERS = {"counts": "counts", "share": "% of the row"}

address.open_page("confusions")
st.title("How do the mistakes sound?")
judged = runs.find(runs.judged_genres)
if not judged:
    st.info(
        "No run with answers is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

run = choose_run(judged, outdated=("row", "t"))
with st.container(horizontal=True, gap="large"):
    level = choose_segment("Judged", "level", LEVELS, "row", "t")
    numbers = choose_segment("Squares show", "numbers", NUMBERS)
    right = run.metrics[f"{level}_accuracy"]
    interval = words.bounds(right) and f" ({words.bounds(right)})"
    st.metric(f"Test {level}s right{interval}", plots.percent(right["value"]), width="content")
with address.refused():
    answers = predictions.of_genres(run, level)

place = st.container(key="confusions", gap="large")
matrix, gallery, genres = place.container(), place.container(key="gallery"), place.container()
with gallery:
    cell = confusion_matrix.cell(answers, level)

with matrix:
    st.markdown(address.plain(confusion_matrix.summary(answers, level)))
    confusion_matrix.matrix(run, level, numbers, cell)
    st.caption(address.plain(words.record(run)))
    notes.cautions(words.cautions(run))
    if run.has_weights:
        notes.link("Ask this network about other sounds", "clip_lab", "in Clip lab.", run=run.linked)

with gallery:
    rows = confusion_matrix.rows(answers, cell)
    if rows.empty:
        st.info("Nothing was answered so: there is nothing to hear here.")
    else:
        row = track_list.choose_row(rows, sounds.facts(run.data), sounds.playable(run.data))
        track_player.play(run, answers, row)

with genres:
    st.header("Genre by genre")
    tables.shares(predictions.shares(run, level), level)
address.write()
