"""Guesses of a visitor, in the session alone: no address holds them, and no file until the visitor asks for one."""

import time
from dataclasses import dataclass, field

import streamlit as st
from load.quizzes import Quiz

_PROGRESS = "progress in quizzes"  # name of a quiz -> Progress


@dataclass
class Progress:
    """Guesses by clip, the seconds each took, the clip on show by its place, and whether the result is on show."""

    guesses: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    place: int = 0
    finished: bool = False
    shown: dict[str, float] = field(default_factory=dict)  # clip -> when it was first on show, s


def progress(quiz: Quiz) -> Progress:
    """Progress of this visitor in a quiz."""
    return st.session_state.setdefault(_PROGRESS, {}).setdefault(quiz.name, Progress())


def show(own: Progress, clip: str) -> None:
    """Note that a clip is on show."""
    own.shown.setdefault(clip, time.monotonic())


def guess(own: Progress, clip: str, genre: str, count: int) -> None:
    """Take a guess, and go on to the next clip; the seconds are those up to the first one."""
    own.seconds.setdefault(clip, time.monotonic() - own.shown.get(clip, time.monotonic()))
    own.guesses[clip] = genre
    go(own, own.place + 1, count)


def go(own: Progress, place: int, count: int) -> None:
    """Go to a clip by its place; behind the last one is the result, as soon as there is a guess."""
    own.finished = place >= count and bool(own.guesses)
    own.place = min(max(place, 0), count - 1)


def begin_again(quiz: Quiz) -> None:
    """Forget all guesses of a quiz."""
    st.session_state.get(_PROGRESS, {}).pop(quiz.name, None)
