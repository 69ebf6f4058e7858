"""Links from when Clip lab was the first page: they still open it."""

from collections.abc import Collection

import pages
import streamlit as st

_PASSED_ON = "addresses that were passed on"


def pass_on(own: Collection[str]) -> bool:
    """Open Clip lab with all the choices of an address that has others than a page's `own`.

    Each address is passed on once in a session: who goes back to it stays, or Back would lead nowhere. True there; then
    the address is to be left as it is, since writing another would be a step forward again.
    """
    choices = {key: st.query_params.get_all(key) for key in st.query_params}
    if set(choices) <= set(own):
        return False
    passed_on = st.session_state.setdefault(_PASSED_ON, [])
    if choices in passed_on:
        return True
    passed_on.append(choices)
    st.switch_page(pages.VIEWS / "clip_lab.py", query_params=choices)
