"""The pages of the explorer: a row each, in the order of the menu. A page is a file of `views`."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

VIEWS = Path(__file__).parent / "views"


class Page(NamedTuple):
    """A row of the menu; `address` is the last part of its URL, "" of the page that opens first."""

    section: str
    view: str
    title: str
    icon: str
    address: str


PAGES = (
    Page("Listen", "start", "Start", ":material/play_circle:", ""),
    Page("Listen", "clip_lab", "Clip lab", ":material/graphic_eq:", "clip-lab"),
    Page("Listen", "inside", "Inside", ":material/frame_inspect:", "inside"),
    Page("Listen", "what_if", "What if", ":material/tune:", "what-if"),
    Page("Listen", "quiz", "Beat the model", ":material/quiz:", "beat-the-model"),
    Page("Judge", "confusions", "Confusions", ":material/grid_on:", "confusions"),
    Page("Judge", "compare", "Compare", ":material/compare_arrows:", "compare"),
    Page("Judge", "tags", "Tags", ":material/sell:", "tags"),
    Page("Judge", "doubts", "Label doubts", ":material/rule:", "label-doubts"),
    Page("Background", "papers", "Papers", ":material/menu_book:", "papers"),
    Page("Background", "map", "Map", ":material/scatter_plot:", "map"),
    Page("Background", "data", "Data", ":material/library_music:", "data"),
    Page("Background", "your_runs", "Your runs", ":material/model_training:", "your-runs"),
    Page("Background", "about", "About", ":material/info:", "about"),
)


def at(address: str) -> Page:
    """The page at an address; the first one where there is none."""
    return next((page for page in PAGES if page.address == address), PAGES[0])


def menu(first: str = PAGES[0].view) -> dict[str, list]:
    """Pages by section, as `st.navigation` takes them; the view `first` opens where an address names none."""
    sections: dict[str, list] = {}
    for page in PAGES:
        made = st.Page(
            VIEWS / f"{page.view}.py",
            title=page.title,
            icon=page.icon,
            url_path=page.address or page.view,
            default=page.view == first,
        )
        sections.setdefault(page.section, []).append(made)
    return sections
