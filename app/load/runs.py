"""Runs that pages can show: which there are for what a page needs, and the one to open with."""

import threading
from collections.abc import Callable

import streamlit as st
from cachetools import TTLCache, cached
from load import scan, sounds

from genrelib import papers
from genrelib.runs import Run
from genrelib.task import GENRES, TAGS

_CATALOGUED = {system: place for place, system in enumerate(papers.CATALOG)}


def find(able: Callable[[Run], bool]) -> dict[str, Run]:
    """Every run for which `able`, one of the functions below, is true, by its name in links.

    The first is the one to open with: the most trusted of those with a test track that can be played here, or of all
    where there is none. The others follow by paper and system, our own first, the more trusted first.
    """
    return _usable(scan.places(), able)


# Asking the file system about every run's files takes 4 ms, for which a class of thirty would wait thirty times. The
# key is the function itself, which the cache holds on to: two of one name may have other values within.
@cached(TTLCache(maxsize=64, ttl=10), condition=threading.Condition())
def _usable(places: tuple[str, ...], able: Callable[[Run], bool]) -> dict[str, Run]:
    return _arranged([run for run in scan.readable() if able(run)])


def audible(run: Run) -> bool:
    """True if one of the run's test tracks, at least, can be played here."""
    here = sounds.playable(run.data)
    return bool(here) and not here.isdisjoint(_tested(run))


def own(run: Run) -> bool:
    """True if the run was trained on this computer."""
    return run.provenance == "your run" and not run.adopted


def can_judge(run: Run) -> bool:
    """True if the run's network can be asked about a sound."""
    return run.has_weights


def explainable(run: Run) -> bool:
    """True if the run's network can be asked which parts of a sound its answer rests on."""
    system = papers.CATALOG.get(run.system)
    return run.has_weights and system is not None and system.is_network and bool(system.frontend.frames_per_second)


def judged_genres(run: Run) -> bool:
    """True if the run predicted one genre for each test track."""
    return run.task == GENRES and run.has_answers


def judged_tags(run: Run) -> bool:
    """True if the run predicted tags for its test tracks."""
    return run.task == TAGS and run.has_answers and bool(all(run.metrics[metric]["value"] for metric in TAGS.headline))


def adopted_taggers(run: Run) -> bool:
    """True if the run's network gives tags, was trained by its authors, and can be asked."""
    return run.task == TAGS and bool(run.adopted) and run.has_weights


def version(run: Run) -> tuple[str, float]:
    """Name of a run's files in caches: its folder, and when it was written."""
    return str(run.folder), (run.folder / "run.json").stat().st_mtime


RUN = {Run: version}  # how caches tell runs apart: `hash_funcs` of streamlit


@st.cache_resource(max_entries=1024, show_spinner=False, hash_funcs=RUN)
def _tested(run: Run) -> frozenset[str]:
    """Test tracks of a run; none are known of one whose files are damaged, which its page tells."""
    try:
        return frozenset(run.predictions.track)
    except ValueError:
        return frozenset()


def _arranged(by_trust: list[Run]) -> dict[str, Run]:
    opening = next((run for run in by_trust if run.has_answers and audible(run)), by_trust[0] if by_trust else None)
    ordered = sorted(by_trust, key=lambda run: (run is not opening, *_shelf(run.system)))
    return {run.linked: run for run in ordered}


def _shelf(system: str) -> tuple[bool, int]:
    """Place of a system in the list: our own, then the papers' in the order of the catalogue, then what it lacks."""
    return not system.startswith("house/"), _CATALOGUED.get(system, len(_CATALOGUED))
