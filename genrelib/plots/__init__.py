"""Figures of results: arrays and tables in, Plotly figures out; no files, no Streamlit: app and notebooks share them.

Backgrounds are transparent and neutral colours come from a template, so that a figure fits a light and a dark page.
A share is always drawn from 0 to 100 %, and what is uncertain carries its interval.

`answers`: what systems say of one sound. `confusions`: what they take for one another. `results`: accuracies,
calibration, training. `style`: colours and the template.
"""

from genrelib.plots.answers import top_labels
from genrelib.plots.confusions import as_both, as_count, as_share, confusion
from genrelib.plots.results import accuracy, history, reliability
from genrelib.plots.style import GENRE_COLORS, PALETTE, colors, percent

__all__ = [
    "GENRE_COLORS",
    "PALETTE",
    "accuracy",
    "as_both",
    "as_count",
    "as_share",
    "colors",
    "confusion",
    "history",
    "percent",
    "reliability",
    "top_labels",
]
