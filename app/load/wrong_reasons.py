"""Cases in which an answer hangs on something other than the music."""

import streamlit as st
from load import runs, sounds

from genrelib import wrong_reasons
from genrelib.wrong_reasons import Case


@st.cache_resource(ttl=60, show_spinner=False)
def cases() -> list[Case]:
    """Shipped cases whose music and network are here. Raises ValueError if their file is damaged."""
    here = sounds.libraries()
    able = runs.find(runs.can_judge)
    known = [case for case in wrong_reasons.cases(wrong_reasons.read()) if case.choices["sound"] in here]
    return [case for case in known if case.choices["run"] in able and case.choices["track"] in _listed(case)]


def _listed(case: Case) -> dict[str, str]:
    return sounds.listed(case.choices["sound"])
