"""Beat the model: do you name more genres rightly than a network, on the very same clips?"""

import streamlit as st
import words
from load import quizzes, runs
from state import address, quiz_progress
from widgets import notes, quiz_class, quiz_guess, quiz_result, quiz_setup

address.open_page("quiz")
st.title("Can you beat the model?")
able = runs.find(quizzes.playable)
if not able:
    st.info(
        "No network with answers to music that can be played is here yet. Train one on your own music, sorted into "
        "folders by genre: `python -m genrelib train house/crnn-attention --data folder --root DIR`"
    )
    st.stop()

quiz = quiz_setup.choose_quiz(able)
if quiz.clips.empty:
    st.info("Every test track of this run that can be played here has a known fault: choose another run.")
    address.stop()
own = quiz_progress.progress(quiz)
if own.finished:
    quiz_result.show(quiz, own)
else:
    st.caption("You hear whole test tracks, as the network did. Neither has met them before, unless you know the song.")
    quiz_guess.ask(quiz, own)
st.caption(address.plain(words.record(quiz.run)))
notes.cautions(words.cautions(quiz.run))

with st.expander("A class's answers", icon=":material/groups:"):
    quiz_class.compare(quiz)
address.write()
