"""Quizzes as their links name them, and the answers that a class hands in."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from load import openings, predictions, runs
from load.runs import RUN

from genrelib import quiz
from genrelib.datasets.splits import leaks
from genrelib.runs import Run


@dataclass(frozen=True, eq=False)
class Quiz:
    """Clips to be guessed: whole test tracks of a run that can be played here and have no known fault.

    `name` is what files of answers call it; `clips`, indexed by track, are rows of the run's predictions.
    """

    run: Run
    name: str
    clips: pd.DataFrame

    @property
    def labels(self) -> tuple[str, ...]:
        """Genres to choose from."""
        return self.run.classes


def playable(run: Run) -> bool:
    """True if a quiz can be made of the run's test tracks: they can be played here, and training has seen none."""
    return runs.judged_genres(run) and not leaks(run.split) and runs.audible(run)


def make(run: Run, count: int, seed: str) -> Quiz:
    """The quiz of so many clips of a run by a seed. Raises RunError if the run's files are damaged."""
    return Quiz(run, f"{run.linked} {count} {seed}", _clips(run, count, seed, openings.faultless(run)))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def _clips(run: Run, count: int, seed: str, tracks: frozenset[str]) -> pd.DataFrame:
    return quiz.choose_clips(predictions.of_genres(run, "track").table, tracks, count, seed)


@st.cache_resource(max_entries=256, scope="session", show_spinner=False)
def guesses(data: bytes, name: str, quiz_name: str, clips: list[str], labels: list[str]) -> dict[str, dict[str, str]]:
    """Guesses by person and clip of a file. Raises ValueError that says in a sentence why it is refused."""
    return quiz.read_answers(data, name, quiz_name, clips, labels)
