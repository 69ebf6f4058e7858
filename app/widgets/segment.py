"""A row of buttons, of which one is chosen."""

from collections.abc import Mapping

import streamlit as st
from state import address


def choose_segment(label: str, key: str, options: Mapping[str, str], *outdated: str) -> str:
    """Let one of a few be chosen, by its key; `options` gives the words. `outdated` leaves the address with it."""
    address.choose(key, list(options))
    st.segmented_control(
        label, list(options), required=True, format_func=options.get, key=key, on_change=address.forget, args=outdated
    )
    return address.keep(key)
