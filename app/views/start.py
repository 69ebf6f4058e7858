"""Start: what is here to be heard, and where would you like to begin?"""

import streamlit as st
from load import lessons, openings, scan
from state import address, old_links
from state.address import companions
from widgets import doors, inventory, tour_panel

came_back = old_links.pass_on(own=["mistake", *companions.KEYS])
address.open_page("start")
with st.container(horizontal=True, vertical_alignment="center", key="welcome"):
    st.title("Do you hear what a network hears?", width="content")
    tour_panel.offer()

notebooks = lessons.notebooks()
run = openings.mistaken()
beside = st.container(horizontal=True, gap="medium")
with beside.container(key="hear", border=True):
    st.header("Hear a mistake")
    if run is None:
        st.info(
            "No network with answers to music that can be played is here yet. Train one on your own music, sorted into "
            "folders by genre: `python -m genrelib train house/crnn-attention --data folder --root DIR`"
        )
    else:
        with address.refused():
            mistakes = openings.mistakes(run)
        if mistakes.empty:
            st.info(f"{address.plain(run.system)} made no mistake that can be played here.")
        else:
            doors.mistake(run, mistakes)
with beside.container(key="bring", border=True):
    st.header("Your own sound")
    doors.own_sound()
with beside.container(key="teach", border=True):
    st.header("Teach with this")
    doors.lessons(notebooks)

inventory.draw(scan.readable(), len(notebooks))
# An old link that the visitor came back to stays as it is until something is chosen here.
if not came_back or (run is not None and not mistakes.empty and st.session_state.mistake != mistakes.index[0]):
    address.write()
