"""Genre Explorer: `streamlit run app/main.py`. Page settings and navigation only; a page is a file of `views`."""

from pathlib import Path

import server
import streamlit as st

HERE = Path(__file__).parent
ABOUT = "**Genre Explorer**: what networks hear in music, trained by the recipes of five papers."

st.set_page_config(page_title="Genre Explorer", page_icon="🎧", layout="wide", menu_items={"About": ABOUT})
st.html(HERE / "style.css")
server.prepare()
st.navigation(
    [
        st.Page(HERE / "views" / "clip_lab.py", title="Clip lab", icon=":material/graphic_eq:", default=True),
        st.Page(HERE / "views" / "confusions.py", title="Confusions", icon=":material/grid_on:", url_path="confusions"),
        st.Page(HERE / "views" / "tags.py", title="Tags", icon=":material/sell:", url_path="tags"),
        st.Page(HERE / "views" / "about.py", title="About", icon=":material/info:", url_path="about"),
    ],
    position="top",
).run()
