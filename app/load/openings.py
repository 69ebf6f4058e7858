"""Choices that pages open with: computed from what runs predicted, so that a newcomer meets something worth hearing."""

from collections.abc import Mapping
from typing import TypeVar

import pandas as pd
import streamlit as st
from load import predictions, runs, sounds
from load.runs import RUN
from load.sounds import JUKEBOX

from genrelib import datasets
from genrelib import runs as runs_on_disk
from genrelib.predictions import striking
from genrelib.runs import Run

Value = TypeVar("Value")


def first(name: str | None, choices: Mapping[str, Value]) -> dict[str, Value]:
    """The same choices, the one of this name before the others if it is there."""
    return {name: choices[name]} | dict(choices) if name in choices else dict(choices)


def networks(kind: str, trained: Mapping[str, Run]) -> dict[str, Run]:
    """Networks to ask about a sound, the one to open with before the others.

    About the jukebox's music the most trusted one that learned from that music, about a visitor's sound the most
    trusted of all, which learned from real music: each is asked what it can know.
    """
    suited = [run for run in trained.values() if kind != JUKEBOX or run.data == JUKEBOX]
    opening = max(suited, key=runs_on_disk.trust, default=None)
    return first(opening and opening.linked, trained)


def track() -> str | None:
    """Track of the jukebox that Clip lab opens with; None where no network has learned from that music.

    A test track without a planted fault, which the network that opens there names rightly and surely; of those the one
    in which its probability moves most from clip to clip, so that there is something to see. It shows the network at
    its best: Start and Confusions show it at its worst.
    """
    able = [run for run in runs.find(runs.can_judge).values() if run.data == JUKEBOX and runs.judged_genres(run)]
    return _moving(max(able, key=runs_on_disk.trust)) if able else None


def mistaken() -> Run | None:
    """The run whose mistakes Start plays: the most trusted one with a test track that can be played here."""
    run = next(iter(runs.find(runs.judged_genres).values()), None)
    return run if run is not None and runs.audible(run) else None


def mistakes(run: Run) -> pd.DataFrame:
    """Mistakes of a run that can be played here, on tracks without a known fault, the most striking first."""
    return _mistakes(run, sounds.playable(run.data))


def faultless(run: Run) -> frozenset[str]:
    """Tracks of a run's data set that can be played here and have no known fault."""
    fault = sounds.facts(run.data).fault
    return sounds.playable(run.data) - set(fault.index[fault != ""])


def origin(run: Run) -> str:
    """Words on a run's music."""
    return "synthetic music, composed by rule" if datasets.is_synthetic(run.data) else "real music"


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def _mistakes(run: Run, playable: frozenset[str]) -> pd.DataFrame:
    return striking.striking_mistakes(predictions.of_genres(run, "track"), faultless(run))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def _moving(run: Run) -> str | None:
    try:
        whole, clips = (predictions.of_genres(run, level) for level in ("track", "clip"))
    except ValueError:  # damaged files, which their own page tells of
        return None
    return striking.moving_answer(whole, clips, faultless(run))
