"""Map: what does the network hold to be alike?"""

import streamlit as st
import words
from load import maps, runs
from state import address
from state.runs import choose_run
from widgets import map_canvas, map_gathered, map_sound, map_track, map_words, notes
from widgets.segment import choose_segment

from genrelib.task import GENRES

LAYOUTS = {"pca": "PCA", "tsne": "t-SNE"}
READ = {"pca": map_words.components, "tsne": map_words.tsne}

address.open_page("map")
st.title("What does the network hold to be alike?")
mapped = runs.find(maps.mapped)
if not mapped:
    notes.train_first("No run that holds its tracks' embeddings")

run = choose_run(mapped, outdated=("row", "hear", "t"))
with st.container(horizontal=True, gap="large"):
    layout = choose_segment("Laid out by", "layout", LAYOUTS)
    with address.refused():
        coloring = map_canvas.choose_colors(run)
        laid_out = maps.LAYOUTS[layout](run)

rooms = st.container(key="map-rooms", gap="large")
canvas, gallery = rooms.container(), rooms.container()
with canvas:
    place = st.container()
    map_gathered.draw(run, *coloring)
    sound = map_sound.choose(run)
with gallery:
    row = map_track.choose(run, sound)
    map_track.play(run, map_track.neighbours(run, row, sound), sound, coloring[1])
with place:
    map_canvas.draw(run, layout, coloring, row, sound)
    st.caption(f"{READ[layout](laid_out)} {map_words.kept(maps.kept(run, layout))}")

st.header("Is the nearest track right?")
if run.task == GENRES:
    with address.refused():
        st.markdown(map_words.nearest(maps.nearest_answer(run)))
else:
    st.caption("Tracks with tags have no single label that the nearest one could share.")
st.caption(address.plain(words.record(run)))
notes.cautions(words.cautions(run))
address.write()
