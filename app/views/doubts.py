"""Label doubts: which labels of a data set would you doubt, and does it matter?"""

import streamlit as st
import words
from load import doubts, runs, sounds
from state import address
from state.runs import choose_run
from widgets import doubt_effects, doubt_list, doubt_pairs, doubt_score, doubt_votes, judged_track, notes, track_list

address.open_page("doubts")
st.title("Which labels would you doubt?")
judged = runs.find(doubts.can_doubt)
if not judged:
    st.info(
        "No run with answers is here yet whose split keeps tracks apart. Train one on your own music, sorted into "
        "folders by genre: `python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

first, second = st.columns(2)
with first:
    run = choose_run(judged, outdated=("row", "t"))
with second:
    kind = doubt_list.choose_kind()
with st.container(horizontal=True, gap="large"):
    number = doubt_list.choose_number()
    facts = doubt_list.choose_facts(sounds.facts(run.data))
st.caption(doubt_list.MEANINGS[kind])
with address.refused():
    answers = doubts.of_labels(run).predictions
if kind == doubt_list.PAIRS and not run.has_embeddings:
    st.info("This run comes without the embeddings of its tracks: choose another one, or another kind of suspicion.")
    address.stop()
with address.refused():
    rows = doubt_list.rows(run, kind, number)

beside = st.container(horizontal=True, gap="large")
with beside.container(key="suspects-side"):
    if rows.empty:
        st.info("Nothing is doubted: every answer is the label.")
    else:
        line = doubt_list.writer(run, kind)
        row = track_list.choose_row(rows, facts, sounds.playable(run.data), doubt_list.ORDERS[kind], line)
        track, label = doubt_pairs.choose_side(row) if kind == doubt_list.PAIRS else (row.track, row.truth)
        doubt_votes.ask(run, rows, track, label)
        if kind == doubt_list.PAIRS:
            doubt_pairs.play(run, track)
        else:
            judged_track.play({run.system: judged_track.Judge(run, answers)}, row)

with beside.container(key="doubts-side"):
    st.header("How far can the list be trusted?")
    doubt_score.score(run, kind, number)
    if sentence := doubt_votes.verdict(run, rows, kind):
        st.markdown(f"**{sentence}**")
    st.caption(address.plain(words.record(run)))
    notes.cautions(words.cautions(run))

below = st.container(horizontal=True, gap="large")
with below.container(key="effects-side"):
    st.header("Does it matter?")
    doubt_effects.effects(run, rows)
    doubt_effects.elsewhere(run, doubts.elsewhere(run))
with below.container(key="votes-side"):
    st.header("Your votes")
    doubt_votes.files(run)
    notes.link("Tags", "tags", "has the false alarms and misses of each tag, the surest first.")
address.write()
