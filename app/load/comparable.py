"""Runs that can stand beside another: the same genres and tracks in common, trained apart or with other seeds."""

from collections.abc import Mapping

import streamlit as st
from load import scan
from load.runs import RUN

from genrelib import runs
from genrelib.datasets import playback_source
from genrelib.runs import Run
from genrelib.studies import difference, seeds
from genrelib.task import GENRES

METRIC = "track_accuracy"


def find(run: Run, judged: Mapping[str, Run]) -> dict[str, Run]:
    """Those of the runs that judged some of a run's test tracks among the same genres, by name, the best first.

    Other systems stand before other seeds of the same one; of either, those on the same data and split come first,
    then those with the most tracks in common, the more trusted first.
    """
    return {name: judged[name] for name in _ranked(run, tuple(judged), judged)}


@st.cache_resource(max_entries=128, ttl=10, show_spinner=False, hash_funcs=RUN)
def _ranked(run: Run, names: tuple[str, ...], _judged: Mapping[str, Run]) -> list[str]:
    ranked = []
    for name in names:
        other = _judged[name]
        if other.linked != run.linked and common(run, other):
            elsewhere = (other.data, other.split) != (run.data, run.split)
            rank = (other.system != run.system, not elsewhere, elsewhere * common(run, other), runs.trust(other))
            ranked.append((rank, name))
    ranked.sort(key=lambda ranked: ranked[0], reverse=True)
    return [name for _, name in ranked]


def common(run: Run, other: Run) -> int:
    """Count the test tracks that both runs judged; 0 for runs on other music or other genres."""
    if set(run.classes) != set(other.classes) or _music(run) != _music(other):
        return 0
    return len(_tracks(run) & _tracks(other))


@st.cache_resource(max_entries=32, ttl=60, show_spinner=False, hash_funcs=RUN)
def over_seeds(run: Run, other: Run) -> tuple[difference.Difference, int] | None:
    """Gain of a run's system over another's with several seeds of both, and how many; None where there is one only."""
    if (run.data, run.split) != (other.data, other.split):
        return None
    groups = seeds.group_by_seed(one for one in scan.readable() if one.task == GENRES and not one.adopted)
    mine, theirs = (_group(one, groups) for one in (run, other))
    shared = {one.seed for one in mine.runs} & {one.seed for one in theirs.runs}
    if mine is theirs or len(shared) < 2:
        return None
    return -difference.compare(mine, theirs, METRIC), len(shared)


def _group(run: Run, groups: list[seeds.SeedRuns]) -> seeds.SeedRuns:
    return next(group for group in groups if run.linked in [one.linked for one in group.runs])


def _music(run: Run) -> str:
    """Data set that has the sound of the run's tracks; sets that share it name their tracks alike."""
    return playback_source.home_of(run.data)


@st.cache_resource(max_entries=512, show_spinner=False, hash_funcs=RUN)
def _tracks(run: Run) -> frozenset[str]:
    try:
        return frozenset(run.tracks.track)
    except ValueError:  # damaged: the page of that run says so
        return frozenset()
