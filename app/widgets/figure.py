"""Plotly figures as pages draw them: in the page's ink, with words for those who do not see them."""

from collections.abc import Callable
from functools import partial

import plotly.graph_objects as go
import streamlit as st
from widgets import type_size

from genrelib import plots

_CLICKS = "clicks on figures"


def draw(figure: go.Figure, alt: str, key: str | None = None) -> None:
    """Draw a figure as `plots` made it: Streamlit's own theme would write in 12 px; style.css has the page's ink."""
    drawn = plots.enlarged(figure, type_size.factor())
    st.plotly_chart(drawn, theme=None, key=key, config={"displayModeBar": False}, alt=alt)


def draw_clickable(name: str, figure: go.Figure, alt: str, chosen: str, clicked: Callable[[list], None]) -> None:
    """Draw a figure whose points can be clicked: `clicked` takes the customdata of one, `chosen` is what it shows.

    A button saves it as a picture; it is also what the tab key finds in a figure that is pushed sideways on a phone.
    """
    _draw_selectable(name, figure, alt, chosen, ("points",), ["toImage"], partial(_pick, clicked))


def draw_gatherable(
    name: str,
    figure: go.Figure,
    alt: str,
    chosen: str,
    clicked: Callable[[list], None],
    gathered: Callable[[list[list]], None],
) -> None:
    """Draw a figure as `draw_clickable` does, whose points can also be gathered with a lasso or a box.

    `gathered` takes the customdata of those within; what it means is drawn by the caller, not by Plotly.
    """
    buttons = ["lasso2d", "select2d", "toImage"]
    modes = ("points", "box", "lasso")
    _draw_selectable(name, figure, alt, chosen, modes, buttons, partial(_pick_or_gather, clicked, gathered))


def _draw_selectable(
    name: str,
    figure: go.Figure,
    alt: str,
    chosen: str,
    modes: tuple[str, ...],
    buttons: list[str],
    take: Callable[[dict], None],
) -> None:
    # a new key after each choice: a figure that keeps its selection is silent when the same point is clicked again
    key = f"{name} of {chosen} after {st.session_state.get(_CLICKS, 0)} clicks"
    with st.container(key=name):
        st.plotly_chart(
            plots.enlarged(figure, type_size.factor()),
            theme=None,
            key=key,
            on_select=partial(_selected, key, take),
            selection_mode=modes,
            config={"displayModeBar": True, "displaylogo": False, "modeBarButtons": [buttons]},
            alt=alt,
        )


def let_go() -> None:
    """Draw clickable figures anew: a choice was made or taken back that is none of Plotly's."""
    st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1


def _selected(key: str, take: Callable[[dict], None]) -> None:
    selection = st.session_state[key]["selection"]
    if selection["points"]:
        let_go()
        take(selection)


def _pick(clicked: Callable[[list], None], selection: dict) -> None:
    clicked(selection["points"][0]["customdata"])


def _pick_or_gather(clicked: Callable[[list], None], gathered: Callable[[list[list]], None], selection: dict) -> None:
    points = [point["customdata"] for point in selection["points"] if point.get("customdata")]
    if not points:  # only marks, which are no points
        return
    if selection.get("box") or selection.get("lasso"):
        gathered(points)
    else:
        clicked(points[0])
