"""The first layer's filters as pictures and as sound, with their centre frequencies."""

import streamlit as st
from load import first_filters, playback
from state import address
from widgets import figure, tables
from widgets.segment import choose_segment

from genrelib import player
from genrelib.player import Place
from genrelib.runs import Run

STATES = {"hidden": "Hide", "shown": "Show"}
PARTS = ("10th", "50th", "90th")  # percentiles


def draw(run: Run) -> None:
    """Draw the filters when asked, and play them."""
    if choose_segment("Filters of the first layer", "filters", STATES) == "hidden":
        return
    try:
        drawn = first_filters.pictures(run)
        rows = first_filters.measured(run)
        sound = first_filters.sound(run)
    except ValueError as error:
        st.info(address.plain(str(error)))
        return
    figure.draw(drawn, f"Filters of the first layer of {run.system}, side by side")
    player.streamlit(playback.payload(sound, run.system, {}), key="filters-player", start=Place())
    st.caption("One after another, from left to right, all equally loud: noise through the filter, or what it adds up.")
    if not rows:
        st.caption("A kernel is the same at every place of the spectrogram: it has no centre frequency of its own.")
        return
    shown = {name: [row[name] for row in rows] for name in ("weights", "layer", "filters")}
    shown |= {f"centre, {part}": [row["centre"][place] for row in rows] for place, part in enumerate(PARTS)}
    columns = {f"centre, {part}": st.column_config.NumberColumn(format="%.0f Hz") for part in PARTS}
    tables.draw(shown, columns, tables.ROW * (len(rows) + 1) + 3, "Centre frequencies of the filters")
    st.caption("Percentiles over filters; “untrained” is the same system before it learned.")
