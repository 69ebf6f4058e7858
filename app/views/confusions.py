"""Confusions: which genres does a network take for one another, and how do its mistakes sound?"""

import streamlit as st
import words
from load import comparable, predictions, runs, sounds
from state import address
from state.runs import choose_run
from widgets import compare_cells, compare_runs, confidence, confusion_matrix, judged_track, notes, tables, track_list
from widgets.segment import choose_segment

from genrelib.numerals import percent

LEVELS = {"track": "whole tracks", "clip": "single clips"}
NUMBERS = {"counts": "counts", "share": "% of the row"}
ORDERS = {"name": "by name", "alike": "alike together"}

address.open_page("confusions")
st.title("How do the mistakes sound?")
judged = runs.find(runs.judged_genres)
if not judged:
    notes.train_first("No run with answers")

first, second = st.columns(2)
with first:
    run = choose_run(judged, outdated=("row", "t"))
with second:
    other = compare_runs.choose_perhaps(run, comparable.find(run, judged), ("row", "t"))
with st.container(horizontal=True, gap="large"):
    level = choose_segment("Judged", "level", LEVELS, "row", "t")
    numbers = choose_segment("Squares show", "numbers", NUMBERS)
    order = choose_segment("Genres stand", "order", ORDERS)
    right = run.metrics[f"{level}_accuracy"]
    interval = words.bounds(right) and f" ({words.bounds(right)})"
    st.metric(f"Test {level}s right{interval}", percent(right["value"]), width="content")
with address.refused():
    answers = predictions.of_genres(run, level)
other = other and compare_runs.joined(run, other, level)

place = st.container(key="confusions", gap="large")
matrix, gallery, genres = place.container(), place.container(key="gallery"), place.container()
with gallery:
    shown = run if other is None else confusion_matrix.choose_answers(run, other, words.names([run, other]))
    listed = predictions.of_genres(shown, level)
    cell = confusion_matrix.cell(listed, level)

with matrix:
    beside = st.container(horizontal=True, gap="large")
    with beside.container(key="own-matrix"):
        st.markdown(address.plain(confusion_matrix.summary(answers, level)))
        confusion_matrix.matrix(run, level, numbers, order, cell)
    if other is not None:
        with beside.container(key="less-other"):
            confusion_matrix.difference(run, other, level, order, cell)
            notes.link("Compare the two", "compare", "says if they differ by more.", run=run.linked, other=other.linked)
    st.caption(address.plain(words.record(run)))
    notes.cautions(words.cautions(run))
    if run.has_weights:
        notes.link("Ask this network about other sounds", "clip_lab", "in Clip lab.", run=run.linked)

with gallery:
    rows = confusion_matrix.rows(listed, cell)
    if rows.empty:
        st.info("Nothing was answered so: there is nothing to hear here.")
    else:
        row = track_list.choose_row(rows, sounds.facts(shown.data), sounds.playable(shown.data))
        judged_track.play({shown.system: judged_track.Judge(shown, listed)}, row)

with genres:
    st.header("Genre by genre")
    tables.shares(predictions.shares(run, level).loc[predictions.ordered(run, level, order)[0]], level)
    st.header("Do two squares sound different?")
    if cell == confusion_matrix.EVERY:
        st.caption("Choose a square first: its tracks can be held against those of another one.")
    elif against := compare_cells.choose(listed, cell):
        compare_cells.compare(shown.data, listed, cell, against)
    st.header("Is it as sure as it is right?")
    confidence.reliability(run, level)
address.write()
