"""A clip to be guessed: nothing that reaches the browser names its genre, its track or its artist."""

import streamlit as st
from load import playback, sounds
from load.quizzes import Quiz
from state import address, quiz_progress
from state.quiz_progress import Progress

from genrelib import player
from genrelib.player import Place

KEYS = "1234567890"  # of the first ten genres, where no field has the focus


def ask(quiz: Quiz, own: Progress) -> None:
    """A button for each genre, the ways back and on, and the clip on show: in this order all stand above the fold."""
    count = len(quiz.clips)
    clip = quiz.clips.index[own.place]
    st.markdown(f"**Which genre is it?** Clip {own.place + 1} of {count}, {len(own.guesses)} guessed.")
    quiz_progress.show(own, clip)
    with st.container(horizontal=True, gap="small", key="genres"):
        for number, genre in enumerate(quiz.labels):
            st.button(
                address.plain(genre),
                key=f"genre {number}",
                type="primary" if own.guesses.get(clip) == genre else "secondary",
                shortcut=KEYS[number] if number < len(KEYS) else None,
                on_click=quiz_progress.guess,
                args=[own, clip, genre, count],
            )
    with st.container(horizontal=True, gap="small"):
        _step("Back", ":material/arrow_back:", own, own.place - 1, count, own.place == 0)
        _step("Skip", ":material/arrow_forward:", own, own.place + 1, count, own.place + 1 == count)
        _step("See the result", ":material/flag:", own, count, count, not own.guesses)
    with address.refused():
        sound = sounds.track(quiz.run.data, quiz.clips.track[clip])
    player.streamlit(
        playback.nameless(sound, quiz.run.system, f"Clip {own.place + 1}"),
        key="quiz-player",
        start=Place(0.0),
    )


def _step(words: str, icon: str, own: Progress, place: int, count: int, disabled: bool) -> None:
    st.button(words, icon=icon, on_click=quiz_progress.go, args=[own, place, count], disabled=disabled)
