"""The panel of the tour, above the page: station n of so many, what to do there, and the way on."""

import pages
import streamlit as st
from load import tour
from load.tour import Stop
from state import address
from state.address import companions
from widgets import notes


def offer() -> None:
    """Draw the button that begins the tour, unless it is under way."""
    if companions.value("tour"):
        return
    if st.button("Take the tour", type="primary", icon=":material/signpost:", key="take the tour"):
        station, choices = tour.route()[0]
        st.switch_page(pages.VIEWS / f"{station.view}.py", query_params=companions.along(choices | {"tour": "1"}))


def draw(view: str) -> None:
    """Draw the panel of the station that the address names, if it names one; `view` is the page on show."""
    asked = companions.value("tour")
    if not asked:
        return
    route = tour.route()
    numbers = {str(number): stop for number, stop in enumerate(route, 1)}
    if asked not in numbers:
        st.warning(f"The link asks for station “{address.plain(asked)}” of the tour, which has {len(route)}.")
        asked = "1"
    number = int(asked)
    station = numbers[asked].station
    with st.container(border=True, key="tour"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.markdown(f"**{number} of {len(route)} · {station.title}**", width="content")
            with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content"):
                if station.view != view:
                    _way("Return", ":material/undo:", number, numbers[asked])
                if number > 1:
                    _way("Back", ":material/arrow_back:", number - 1, route[number - 2])
                if number < len(route):
                    _way("Next", ":material/arrow_forward:", number + 1, route[number])
                st.button("Leave", icon=":material/close:", type="tertiary", key="leave the tour", on_click=_leave)
        if station.view == view:
            st.markdown(f"{station.look} **{station.act}** *{station.ask}*")
        else:
            st.markdown("You have left this station: *Return* leads to it.")


def _way(words: str, icon: str, number: int, stop: Stop) -> None:
    notes.page_link(words, stop.station.view, icon, **stop.choices, tour=str(number))


def _leave() -> None:
    companions.change("tour", "")
