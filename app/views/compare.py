"""Compare: which of two networks is better, is it more than chance, and where do they differ?"""

import streamlit as st
import words
from load import comparable, figures, predictions, runs, sounds
from state import address
from state.runs import choose_run
from widgets import compare_agreement, compare_runs, compare_words, figure, judged_track, notes, tables, track_list

from genrelib.numerals import percent

OUTDATED = ("row", "t")

address.open_page("compare")
st.title("Which of two networks is better?")
judged = runs.find(runs.judged_genres)
if not judged:
    st.info(
        "No run with answers is here yet. Train two on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`, and another system likewise"
    )
    st.stop()

first, second = st.columns(2)
with first:
    run = choose_run(judged, "Network A", OUTDATED)
others = comparable.find(run, judged)
if not others:
    st.info(
        "No other run judged test tracks of this one among the same genres. Train another system on the same data and "
        f"split: `python -m genrelib train SYSTEM --data {address.plain(run.data)} --split {address.plain(run.split)}`"
    )
    address.stop()
with second:
    other = compare_runs.choose_second(run, others, OUTDATED)
with address.refused():
    pair = predictions.pair(run, other)
names = [f"{letter}: {name}" for letter, name in zip(compare_agreement.NAMES, words.names([run, other]), strict=True)]
chosen = dict(zip(names, (run, other), strict=True))

with st.container(horizontal=True, gap="large"):
    for name, answers in zip(names, (pair.first, pair.second), strict=True):
        right = (answers.table.truth == answers.table.answer).mean()
        st.metric(address.plain(name), f"{percent(right)} right", width="content")
gain, split, conclusion = compare_words.verdict(pair)
st.markdown(f"**{gain}** {split} **{conclusion}**")
if sentence := compare_words.over_seeds(comparable.over_seeds(run, other)):
    st.markdown(sentence)

place = st.container(key="confusions", gap="large")
matrix, gallery, genres = place.container(), place.container(key="gallery"), place.container()
with gallery:
    kind = compare_agreement.kind(pair)
    rows = compare_agreement.rows(run, other, kind)
    if rows.empty:
        st.info("No track is of this kind: there is nothing to hear here.")
    else:
        order = "The most different answers first"
        row = track_list.choose_row(
            rows, sounds.facts(run.data), sounds.playable(run.data), order, compare_agreement.line
        )
        judges = map(judged_track.Judge, (run, other), (pair.first, pair.second))
        judged_track.play(dict(zip(names, judges, strict=True)), row)
        st.caption(compare_agreement.distance(row))

with matrix:
    compare_agreement.table(run, other, kind)
    st.caption(
        "Click a square to hear its tracks. Only those that one alone gets right tell which is better; they stand in "
        "the order of total variation, the probability that one answer would have to move to become the other."
    )
    notes.cautions(compare_words.limits(pair, run, other))
    for name, one in chosen.items():
        st.caption(f"**{address.plain(name)}**: {address.plain(words.record(one))}")
        notes.cautions(words.cautions(one))
    notes.link("Tags", "tags", "sets two networks beside each other that hear tags.")

with genres:
    st.header("Genre by genre")
    figure.draw(
        figures.recall_gains(run, other, compare_agreement.NAMES),
        "Gain in recall; the table below has the same numbers",
    )
    st.caption(compare_words.genres(pair))
    tables.recall_gains(pair.recalls, compare_agreement.NAMES)
address.write()
