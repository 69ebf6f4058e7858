"""The size of type: all that is written on a page, in its figures, its tables and its player grows for a projector."""

import streamlit as st
from state import address
from state.address import companions

USUAL = "100"
SIZES = {USUAL: "100 %", "125": "125 %", "150": "150 %"}
WIDE = 70  # rem of a window from which on style.css stands columns side by side, at the usual size
STREAMLITS = 16  # px of type where no theme is set
_KEY = "size of type"


def offer() -> None:
    """Draw the control, and write its choice into the page's style."""
    asked = companions.value("type")
    if asked and asked not in SIZES:
        st.warning(f"The link asks for type “{address.plain(asked)}”, which is no size. This is the usual one instead.")
    st.session_state[_KEY] = asked if asked in SIZES else USUAL
    with st.popover("View", icon=":material/text_fields:", help="Larger type, for a projector"):
        st.segmented_control(
            "Size of type", list(SIZES), required=True, format_func=SIZES.get, key=_KEY, on_change=_change
        )
    if factor() > 1:
        st.html(f"<style>{_style()}</style>")


def factor() -> float:
    """Times that type is larger than usual."""
    asked = companions.value("type")
    return int(asked) / 100 if asked in SIZES else 1.0


def pixels(usual: float) -> int:
    """Pixels of what holds a line of type."""
    return round(usual * factor())


def _change() -> None:
    size = st.session_state[_KEY]
    companions.change("type", "" if size == USUAL else size)


def _style() -> str:
    """Sizes of Streamlit are in rem; the player has a size of its own; columns want as many letters as before."""
    base = st.get_option("theme.baseFontSize") or STREAMLITS
    sizes = f":root:root {{ font-size: {base * factor()}px; --player-size: {factor()}; }}"
    one_column = ".st-key-confusions, .st-key-map-rooms { display: flex; }"
    return f"{sizes} @media (max-width: {WIDE * factor()}rem) {{ {one_column} }}"
