"""Figures that take some fifty milliseconds to build, kept for all sessions: a class looks at the same ones."""

import plotly.graph_objects as go
import streamlit as st
from load import predictions
from load.runs import RUN

from genrelib import plots
from genrelib.runs import Run


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def tag_areas(runs: list[Run], names: list[str], metric: str, tag: str) -> go.Figure:
    """Areas of all tags of the first run, the gap to the second one's if there is one, and a tag framed."""
    both, _ = predictions.side_by_side(runs)
    areas, gains = predictions.areas(runs, len(both) < 2)
    return plots.tag_areas(plots.TagRanking(areas, both[0].categories, len(both[0].tracks), names, gains), metric, tag)


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def popularity(runs: list[Run], metric: str, tag: str) -> go.Figure:
    """Areas of the first run's tags against their tracks, as they are beside the second run, and a tag named."""
    both, _ = predictions.side_by_side(runs)
    return plots.popularity(predictions.areas(runs, len(both) < 2)[0], metric, tag)
