"""Tags: which of them does a network hear, where would you set the threshold, and how do its false alarms sound?"""

import choices
import hearing
import link
import loading
import provenance
import sounds
import streamlit as st
import tag_areas
import tag_threshold

from genrelib import datasets, evaluate, plots

st.title("Which tags can it hear?")
tagged = loading.tagged()
if not tagged:
    st.info(
        "No run on tags is here yet. Train one, on your copy of GTZAN for instance: "
        "`python -m genrelib train choi2017/crnn-0.1M --data gtzan-tags --root DIR`"
    )
    st.stop()

chosen = choices.systems(tagged, *tag_areas.OUTDATED)
run, names = chosen[0], provenance.names(chosen)
with link.refused():
    said, remark = loading.side_by_side(chosen)
    valid = loading.of_tags(run, "valid")
first, tracks = said[0], len(said[0].tracks)
areas, gains = loading.areas(chosen, said)
with st.container(horizontal=True, gap="large"):
    metric = choices.segment("Measured by", "metric", tag_areas.METRICS)
    tag_areas.means(run, gains, metric, names[-1])
if remark:
    st.caption(f":orange[:material/warning:] {link.plain(remark)}")
order = plots.ordered(areas, first.categories, metric)

overview = st.container()
beside = st.container(horizontal=True, gap="large")
seen, heard = beside.container(key="curves-side"), beside.container(key="tracks-side")
with seen:
    tag = tag_areas.tag(order, areas)
    threshold = tag_threshold.choose(first, valid, tag)
    found = evaluate.at_threshold(*first.of(tag), threshold)
    tag_threshold.answered(found)
    tag_threshold.curves(said, names, tag, found)
    st.caption(link.plain(tag_areas.meaning(tag, areas, tracks)))

with overview:
    figure = plots.tag_areas(plots.TagRanking(areas, first.categories, tracks, names, gains), metric, tag)
    tag_areas.clickable("areas", figure, "Area under the curve of every tag; the list below it has the same tags")
    st.caption(link.plain(tag_areas.legend(gains, names[-1])))
    st.caption(link.plain(f"{provenance.record(run)} {tag_areas.caution(areas, tracks)}"))
    for sentence in provenance.cautions(run):
        st.caption(f":orange[:material/warning:] {link.plain(sentence)}")

with heard:
    row = tag_threshold.row(first, tag, threshold, sounds.facts(run.data), sounds.playable(run.data))
    if weak := datasets.label_quality(run.data):
        st.caption(f":orange[:material/warning:] {link.plain(weak)}")
    if row is not None:
        hearing.play(run, first, row, (tag,))

below = st.container(horizontal=True, gap="large")
with below.container(key="popularity-side"):
    st.subheader("Are frequent tags easier?")
    tag_areas.clickable("popularity", plots.popularity(areas, metric, tag), "Area of every tag against its tracks")
    st.caption(link.plain(tag_areas.correlation(areas, metric)))
with below.container(key="table-side"):
    st.subheader("Tag by tag")
    tag_areas.table(areas, gains, order, tracks, names[-1])
