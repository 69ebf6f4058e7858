"""Confusions: which genres does a network take for one another, and how do its mistakes sound?"""

import choices
import gallery
import hearing
import link
import loading
import provenance
import sounds
import streamlit as st
import tables

from genrelib import plots

LEVELS = {"track": "whole tracks", "clip": "single clips"}
NUMBERS = {"counts": "counts", "share": "% of the row"}
WRITTEN = {"counts": plots.as_count, "share": plots.as_share}

st.title("How do the mistakes sound?")
judged = loading.judged()
if not judged:
    st.info(
        "No run with answers is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

run = choices.judged(judged)
with st.container(horizontal=True, gap="large"):
    level = choices.segment("Judged", "level", LEVELS, "row", "t")
    numbers = choices.segment("Squares show", "numbers", NUMBERS)
    right = run.metrics[f"{level}_accuracy"]
    interval = provenance.bounds(right) and f" ({provenance.bounds(right)})"
    st.metric(f"Test {level}s right{interval}", plots.percent(right["value"]), width="content")
with link.refused():
    answers = loading.counted(run, level)

place = st.container(key="confusions", gap="large")
seen, heard, genres = place.container(), place.container(key="gallery"), place.container()
with heard:
    cell = gallery.cell(answers, level)

with seen:
    st.markdown(link.plain(gallery.summary(answers, level)))
    gallery.matrix(answers, WRITTEN[numbers], cell)
    st.caption(link.plain(provenance.record(run)))
    for sentence in provenance.cautions(run):
        st.caption(f":orange[:material/warning:] {link.plain(sentence)}")
    if run.has_weights:
        st.caption(f"[Ask this network about other sounds]({link.page('', run=st.session_state.run)}) in Clip lab.")

with heard:
    found = gallery.rows(answers, cell)
    if found.empty:
        st.info("Nothing was answered so: there is nothing to hear here.")
    else:
        row = gallery.row(found, sounds.facts(run.data), sounds.playable(run.data))
        hearing.play(run, answers, row)

with genres:
    st.subheader("Genre by genre")
    tables.shares(loading.shares(run, level), level)
