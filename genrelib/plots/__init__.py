"""Figures of results: arrays and tables in, Plotly figures out; no files, no Streamlit: app and notebooks share them.

Backgrounds are transparent and neutral colours come from a template, so that a figure fits a light and a dark page.
A share is always drawn from 0 to 100 %, and what is uncertain carries its interval.

`answers`: what systems say of one sound. `confusions`: what they take for one another. `results`: accuracies,
calibration, training. `splits`: what a split or a change does to them. `heard`: what a front end makes of a sound;
`attention`: where a network looks. `tags`: areas under curves, tag by tag; `curves`: one tag at every threshold.
`dots`: measured figures with their intervals, beside a paper's; `style`: colours and the template.
"""

from genrelib.plots.attention_curves import attention, losses
from genrelib.plots.confusions import as_both, as_count, as_share, confusion
from genrelib.plots.curves import precision_recall, roc
from genrelib.plots.probability_bars import top_labels
from genrelib.plots.results import accuracy, history, learning, reliability
from genrelib.plots.spectrograms import framed, side_by_side, spectrogram
from genrelib.plots.splits import by_split, effects, parts
from genrelib.plots.style import GENRE_COLORS, PALETTE, colors, percent
from genrelib.plots.tags import FEW, ordered, popularity, tag_areas

__all__ = [
    "FEW",
    "GENRE_COLORS",
    "PALETTE",
    "accuracy",
    "as_both",
    "as_count",
    "as_share",
    "attention",
    "by_split",
    "colors",
    "confusion",
    "effects",
    "framed",
    "history",
    "learning",
    "losses",
    "ordered",
    "parts",
    "percent",
    "popularity",
    "precision_recall",
    "reliability",
    "roc",
    "side_by_side",
    "spectrogram",
    "tag_areas",
    "top_labels",
]
