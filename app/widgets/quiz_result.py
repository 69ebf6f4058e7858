"""The result of a quiz: a person's guesses beside the network's answers, clip by clip, to be heard again."""

import streamlit as st
from load import predictions
from load.quizzes import Quiz
from state import address, quiz_progress
from state.quiz_progress import Progress
from widgets import figure, judged_track
from widgets.segment import choose_segment

from genrelib import plots
from genrelib.evaluate import Interval
from genrelib.numerals import percent
from genrelib.quiz import Score, judge, write_answers

CLEAR = 0.05  # p from which on a difference is none that can be told
SHOWN = {"all": "all clips", "differ": "where you differ"}


def show(quiz: Quiz, own: Progress) -> None:
    """Both counts with their intervals, both matrices, and the clips to hear again."""
    score = judge(quiz.clips, own.guesses, quiz.labels)
    with st.container(horizontal=True, gap="large"):
        metric("You", score.person, score.clips)
        metric(quiz.run.system, score.network, score.clips)
    st.markdown(verdict(score))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        person = st.text_input("Name in your file, if you like", key="person", max_chars=60, width=260)
        st.download_button(
            "Your answers (CSV)",
            write_answers(person, quiz.name, quiz.clips, own.guesses, own.seconds).encode(),
            "answers.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button("Correct an answer", icon=":material/undo:", on_click=quiz_progress.go, args=[own, 0, 1 << 30])
        st.button("Begin again", icon=":material/restart_alt:", on_click=quiz_progress.begin_again, args=[quiz])
    _hear_again(quiz, own, score)
    matrices(quiz.labels, dict(zip(("Your guesses", "The network's answers"), score.matrices, strict=True)))


def metric(name: str, share: Interval, clips: int) -> None:
    """A share of clips right, with its interval over clips."""
    bounds = f"{percent(share.low)} to {percent(share.high)}"
    st.metric(f"{address.plain(name)} ({bounds})", f"{round(share.value * clips)} of {clips} right", width="content")


def verdict(score: Score) -> str:
    """Words on who is better, if so few clips can tell."""
    both = score.agreement
    apart = both.first + both.second
    text = f"On {len(score.differ)} of {score.clips} clips you and the network answer differently; on {apart} only one "
    text += "of you is right"
    if both.p >= CLEAR:
        return f"{text}: so few cannot tell who hears better (McNemar's exact test, p = {both.p:.2f})."
    better = "the network" if both.first > both.second else "you"
    return f"{text}: on clips like these {better} did better (McNemar's exact test, p = {both.p:.2g})."


def matrices(labels: tuple[str, ...], counted: dict) -> None:
    """Confusion matrices side by side, each under its name."""
    with st.container(horizontal=True, gap="large"):
        for name, counts in counted.items():
            with st.container(key=f"matrix of {name}"):
                st.header(address.plain(name))
                figure.draw(plots.confusion(counts, labels, plots.as_count), f"Confusion matrix: {name}", key=name)


def _hear_again(quiz: Quiz, own: Progress, score: Score) -> None:
    st.header("Hear them again")
    kind = choose_segment("Show", "shown", SHOWN, "t")
    clips = quiz.clips if kind == "all" else quiz.clips.loc[list(score.differ)]
    if clips.empty:
        st.info("You and the network answer the same everywhere.")
        return
    number = {clip: place + 1 for place, clip in enumerate(quiz.clips.index)}
    clip = st.radio(
        "Clip",
        list(clips.index),
        format_func=lambda name: _line(number[name], clips.loc[name], own.guesses.get(name, "")),
        key=f"clip of {kind} in {quiz.name}",
        on_change=address.forget,
        args=["t"],
    )
    judge = judged_track.Judge(quiz.run, predictions.of_genres(quiz.run, "track"))
    judged_track.play({quiz.run.system: judge}, clips.loc[clip])


def _line(number: int, row, guess: str) -> str:
    yours = f"you {address.plain(guess)}{_sign(guess == row.truth)}" if guess else "you skipped it"
    network = f"network {address.plain(row.answer)} {percent(row.confidence)}{_sign(row.answer == row.truth)}"
    return f"{number} · **{address.plain(row.truth)}** · {yours} · {network}"


def _sign(right: bool) -> str:
    return " :material/check:" if right else " :material/close:"
