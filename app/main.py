"""Genre Explorer: `streamlit run app/main.py`. Page settings and navigation only; `pages` has the table of pages."""

from pathlib import Path

import pages
import streamlit as st
from state import server
from state.address import companions
from widgets import share, tour_panel, type_size

ABOUT = "**Genre Explorer**: what networks hear in music, trained by the recipes of five papers."

st.set_page_config(page_title="Genre Explorer", page_icon="🎧", layout="wide", menu_items={"About": ABOUT})
st.html(Path(__file__).parent / "style.css")
server.prepare()
page = st.navigation(pages.menu(), position="top")
companions.meet(page.url_path)
with st.container(key="corner", horizontal=True, gap="small"):
    type_size.offer()
    share.offer()
tour_panel.draw(pages.at(page.url_path).view)
page.run()
server.settle(page.title)
server.import_the_rest()
