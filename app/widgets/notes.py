"""Small print: cautions, and links to other pages that stay in the tab."""

from collections.abc import Iterable

import pages
import streamlit as st
from state import address
from state.address import companions


def cautions(sentences: Iterable[str]) -> None:
    """A line with a sign for each sentence."""
    for sentence in sentences:
        st.caption(f":orange[:material/warning:] {address.plain(sentence)}")


def no_audio(reason: Exception) -> None:
    """Say why a track cannot be played here."""
    st.info(f"No audio here. {address.plain(str(reason))}", icon=":material/volume_off:")


def train_first(lack: str) -> None:
    """End a page that has nothing to show yet: what is lacking, and how to get one."""
    st.info(
        f"{lack} is here yet. Train one on your own music, sorted into folders by genre: "
        "`python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()


def link(text: str, view: str, after: str, **choices: str) -> None:
    """A link to another page with these choices made."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page_link(text, view, **choices)
        st.caption(after)


def page_link(text: str, view: str, icon: str | None = None, **choices: str) -> None:
    """A link to another page with these choices made, and those that go along."""
    place = pages.VIEWS / f"{view}.py"
    st.page_link(place, label=text, icon=icon, query_params=companions.along(choices), width="content")
