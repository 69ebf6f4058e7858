"""The choice of a quiz, which its link carries: a run, a number of clips, a word."""

from collections.abc import Mapping
from random import choice
from urllib.parse import urlencode

import streamlit as st
from load import quizzes
from state import address
from state.runs import choose_run
from widgets.segment import choose_segment

from genrelib.runs import Run

COUNTS = {"10": "10 clips", "5": "5 clips", "20": "20 clips"}
WORD = "first"  # seed of a quiz that nobody named
LONGEST = 40  # characters of a seed
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


def choose_quiz(runs: Mapping[str, Run]) -> quizzes.Quiz:
    """Let the quiz be chosen; the same link gives the same clips in the same order to everybody."""
    with st.expander("This quiz: whose answers, how many clips, which ones", icon=":material/tune:"):
        run = choose_run(runs, "Against", outdated=("t",))
        with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
            count = choose_segment("Length", "clips", COUNTS, "t")
            address.choose_text("seed", WORD, LONGEST)
            st.text_input(
                "Word that draws the clips",
                key="seed",
                max_chars=LONGEST,
                on_change=address.forget,
                args=["t"],
                width=220,
                help="The same word draws the same clips for everybody.",
            )
            st.button("Other clips", icon=":material/shuffle:", on_click=_draw)
        seed = address.keep("seed")
        st.caption("Copy this link: it gives a class the same clips in the same order.")
        link = urlencode({"run": run.linked, "clips": count, "seed": seed})
        st.code(f"{(st.context.url or './beat-the-model').split('?')[0]}?{link}", language=None, wrap_lines=True)
    with address.refused():
        return quizzes.make(run, int(count), seed)


def _draw() -> None:
    st.session_state.seed = "".join(choice(SYLLABLES) for _ in range(3))
    address.forget("t")
