"""Plotly figures as pages draw them: in the page's ink, with words for those who do not see them."""

from collections.abc import Callable
from functools import partial

import plotly.graph_objects as go
import streamlit as st

CLICKS = "clicks on figures"


def draw(figure: go.Figure, alt: str, key: str | None = None) -> None:
    """Draw a figure as `plots` made it: Streamlit's own theme would write in 12 px; style.css has the page's ink."""
    st.plotly_chart(figure, theme=None, key=key, config={"displayModeBar": False}, alt=alt)


def draw_clickable(name: str, figure: go.Figure, alt: str, chosen: str, clicked: Callable[[list], None]) -> None:
    """Draw a figure whose points can be clicked: `clicked` takes the customdata of one, `chosen` is what it shows.

    A button saves it as a picture; it is also what the tab key finds in a figure that is pushed sideways on a phone.
    """
    # a new key after each choice: a figure that keeps its selection is silent when the same point is clicked again
    key = f"{name} of {chosen} after {st.session_state.get(CLICKS, 0)} clicks"
    with st.container(key=name):
        st.plotly_chart(
            figure,
            theme=None,
            key=key,
            on_select=partial(_selected, key, clicked),
            selection_mode="points",
            config={"displayModeBar": True, "displaylogo": False, "modeBarButtons": [["toImage"]]},
            alt=alt,
        )


def _selected(key: str, clicked: Callable[[list], None]) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        st.session_state[CLICKS] = st.session_state.get(CLICKS, 0) + 1
        clicked(points[0]["customdata"])
