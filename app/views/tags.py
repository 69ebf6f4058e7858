"""Tags: which of them does a network hear, where would you set the threshold, and how do its false alarms sound?"""

import streamlit as st
import words
from load import figures, predictions, runs, sounds
from state import address
from state.runs import choose_many
from widgets import judged_track, notes, tag_areas, tag_coincidences, tag_opinions, tag_papers, tag_runs, tag_threshold
from widgets.segment import choose_segment

from genrelib import datasets, evaluate, plots

address.open_page("tags")
st.title("Which tags can it hear?")
tagged = runs.find(runs.judged_tags)
if not tagged:
    st.info(
        "No run on tags is here yet. Train one, on your copy of GTZAN for instance: "
        "`python -m genrelib train choi2017/crnn-0.1M --data gtzan-tags --root DIR`"
    )
    st.stop()

chosen = choose_many(tagged, tag_areas.OUTDATED, tag_runs.MOST)
run = chosen[0]
with address.refused():
    compared, remarks = predictions.comparable(chosen)
    judged = predictions.together(compared)
names = words.names(compared)
first = judged[0]
tracks = len(first.tracks)
areas = predictions.areas(compared)
gains = predictions.gains(*compared) if len(compared) == 2 else None
with st.container(horizontal=True, gap="large"):
    metric = choose_segment("Measured by", "metric", tag_areas.METRICS)
    tag_areas.means(run, gains, metric, names[-1])
notes.cautions(filter(None, [*remarks, tag_runs.common(compared, judged)]))
tag_runs.table(compared, names, metric)
order = plots.ordered(areas, first.categories, metric)

overview = st.container()
beside = st.container(horizontal=True, gap="large")
curves, gallery = beside.container(key="curves-side"), beside.container(key="tracks-side")
with curves:
    tag = tag_areas.tag(order, areas)
    threshold, wish = tag_threshold.choose(run, first, tag)
    counts = evaluate.at_threshold(*first.column(tag), threshold)
    tag_threshold.answered(counts)
    tag_threshold.curves(compared, names, tag, counts)
    st.caption(address.plain(tag_areas.meaning(tag, areas, tracks)))

with overview:
    alt = "Area under the curve of every tag; the list below it has the same tags"
    tag_areas.clickable("areas", figures.tag_areas(compared, names, metric, tag), alt)
    st.caption(address.plain(tag_areas.legend(names)))
    st.caption(address.plain(f"{words.record(run)} {tag_areas.caution(areas, tracks)}"))
    notes.cautions(words.cautions(run))

with gallery:
    row = tag_threshold.row(first, tag, threshold, sounds.facts(run.data), sounds.playable(run.data))
    if weak := datasets.label_quality(run.data):
        notes.cautions([weak])
    if row is not None:
        judged_track.play({run.system: judged_track.Judge(run, first)}, row, (tag,))
        tag_opinions.draw(names, compared, row)

st.header("Which mistakes come together?")
tag_coincidences.draw(compared, tag, threshold, wish)

below = st.container(horizontal=True, gap="large")
with below.container(key="popularity-side"):
    st.header("Are frequent tags easier?")
    tag_areas.clickable("popularity", figures.popularity(compared, metric, tag), "Area of every tag against its tracks")
    st.caption(address.plain(tag_areas.correlation(areas, metric)))
with below.container(key="table-side"):
    st.header("Tag by tag")
    others = dict(zip(names[1:], predictions.areas_of_others(compared), strict=True)) if gains is None else {}
    tag_areas.table(areas, gains, order, tracks, names[-1], others)
tag_papers.draw(run, run.info["tracks"]["test"])
address.write()
