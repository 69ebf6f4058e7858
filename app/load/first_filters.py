"""Filters of a network's first layer: measured, drawn, and as a sound, once for all."""

import plotly.graph_objects as go
import streamlit as st
from load import made_sounds, opinions
from load.runs import RUN
from load.shared import turn
from load.sounds import Sound

from genrelib import plots
from genrelib.interpret import filter_report
from genrelib.runs import Run


@st.cache_resource(max_entries=16, show_spinner="Measuring the filters …", hash_funcs=RUN)
def measured(run: Run) -> list[dict]:
    """Rows of `filter_rows`. Raises ValueError if the first layer reads neither samples nor a spectrogram."""
    model = opinions.model(run)
    with turn():
        return filter_report.filter_rows(model)


@st.cache_resource(max_entries=16, show_spinner="Drawing the filters …", hash_funcs=RUN)
def pictures(run: Run) -> go.Figure:
    """The filters side by side. Raises ValueError as `measured` does."""
    return plots.filter_strip(*filter_report.filter_pictures(opinions.model(run)))


@st.cache_resource(max_entries=16, show_spinner="Letting the filters sound …", hash_funcs=RUN)
def sound(run: Run) -> Sound:
    """The filters one after another. Raises ValueError as `measured` does, or if they determine no sound."""
    model = opinions.model(run)
    with turn():
        waveform = filter_report.filter_sound(model)
    title = f"Filters of {run.system}"
    return made_sounds.sound(run, title, waveform, model.system.frontend.sample_rate, "filters")
