"""Runs as pages find them: which there are, and why others are left out. Looked up again after ten seconds."""

from collections.abc import Callable

import streamlit as st

from genrelib import runs
from genrelib.runs import Run
from genrelib.task import GENRES, TAGS


@st.cache_resource(ttl=10, show_spinner=False)
def _scanned(places: tuple[str, ...]) -> tuple[dict[str, Run], list[str]]:
    usable, left_out = runs.scan()
    return {run.linked: run for run in sorted(usable, key=runs.trust, reverse=True)}, [str(why) for why in left_out]


def find(able: Callable[[Run], bool]) -> dict[str, Run]:
    """Every run that a page can show, by its name in links: the most trustworthy first."""
    return {name: run for name, run in _scanned(_places())[0].items() if able(run)}


def readable() -> list[Run]:
    """Every run that can be read."""
    return list(_scanned(_places())[0].values())


def left_out() -> list[str]:
    """Reasons why runs that lie in the folders of runs are not shown, a sentence each."""
    return _scanned(_places())[1]


def can_judge(run: Run) -> bool:
    """True if the run's network can be asked about a sound."""
    return run.has_weights


def judged_genres(run: Run) -> bool:
    """True if the run predicted one genre for each test track."""
    return run.task == GENRES and run.has_answers


def judged_tags(run: Run) -> bool:
    """True if the run predicted tags for its test tracks."""
    return run.task == TAGS and run.has_answers and bool(all(run.metrics[metric]["value"] for metric in TAGS.headline))


def version(run: Run) -> tuple[str, float]:
    """Name of a run's files in caches: its folder, and when it was written."""
    return str(run.folder), (run.folder / "run.json").stat().st_mtime


RUN = {Run: version}  # how caches tell runs apart: `hash_funcs` of streamlit


def _places() -> tuple[str, ...]:
    return tuple(map(str, runs.roots()))
