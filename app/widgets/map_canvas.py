"""The map of a network's space: a track is chosen by a click, several are gathered with a lasso or a box."""

from collections.abc import Iterable
from functools import partial

import streamlit as st
from load import maps
from load.sounds import Sound
from state import address
from widgets import figure
from widgets.segment import choose_segment

from genrelib import plots
from genrelib.runs import Run

OWN = "own"  # name of the visitor's sound among the rows: a link that has it opens with the first track
_GATHERED = "gathered tracks"  # name of the run, and names of the rows


def choose_colors(run: Run) -> tuple[str, str]:
    """Let the colouring be chosen of those that the run's tracks have, and with "tag" the tag; "" else."""
    coloring = choose_segment("Colours show", "color", maps.colorings(run))
    if coloring != "tag":
        return coloring, ""
    address.choose("tag", list(run.classes))
    st.selectbox("Tag", list(run.classes), key="tag", on_change=address.forget, width=240)
    return coloring, address.keep("tag")


def draw(run: Run, layout: str, coloring: tuple[str, str], row: str, sound: Sound | None) -> None:
    """Draw the map with the chosen row, the nearest to it, and the visitor's sound."""
    near = maps.near_sound(run, sound) if row == OWN and sound else maps.near_track(run, row)
    newcomer = maps.place(run, layout, sound) if sound else None
    marks = plots.Marks("" if row == OWN else row, tuple(near.index), newcomer)
    within = gathered(run)
    drawn = maps.figure(run, layout, *coloring, marks, within or None)
    alt = f"Map of {len(maps.tracks(run))} tracks; the list beside it has the same tracks"
    figure.draw_gatherable("map", drawn, alt, row, _clicked, partial(_lassoed, run))


def gathered(run: Run) -> tuple[str, ...]:
    """Names of the rows of the run's map that the lasso holds, in the order of the table."""
    linked, names = st.session_state.get(_GATHERED, ("", ()))
    return names if linked == run.linked else ()


def gather(run: Run, names: Iterable[str]) -> None:
    """Gather the rows of these names."""
    st.session_state[_GATHERED] = (run.linked, tuple(sorted(set(names))))
    address.forget()


def let_go() -> None:
    """Take the lasso away."""
    st.session_state.pop(_GATHERED, None)
    address.forget()


def choose_row(row: str) -> None:
    """Choose a row of the map: its place in the sound, and what was listened to beside it, mean nothing any more."""
    st.session_state.row = row
    address.renew("hear")
    address.forget("t")


def _clicked(point: list) -> None:
    choose_row(point[0])


def _lassoed(run: Run, points: list[list]) -> None:
    gather(run, (point[0] for point in points))
