"""Data sets as a page shows them: the chosen one is read, once for all sessions."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from genrelib import datasets, plots
from genrelib.datasets import Dataset, overview, playback_source
from genrelib.datasets.audit.account import Account, latest
from genrelib.datasets.audit.leaks import leaks_of
from genrelib.datasets.dataset import default_root
from genrelib.datasets.splits import leaks


def facts() -> dict[str, dict[str, str]]:
    """Facts of every known data set by name, those first that are here."""
    rows = {row["name"]: row for row in datasets.table()}
    return {name: rows[name] for name in sorted(rows, key=lambda name: not is_here(name))}


def is_here(name: str) -> bool:
    """True if the data set is made here, or a folder lies where it is expected."""
    return datasets.is_synthetic(name) or datasets.usual_place(playback_source.home_of(name)).is_dir()


@st.cache_resource(ttl=600, max_entries=8, show_spinner="Reading the data set …")
def read(name: str, place: str) -> Dataset:
    """The data set of that name. Raises ValueError that says what to do where it is not here."""
    return datasets.get(name)


def chosen(name: str) -> Dataset:
    """The data set of that name, as it lies here now. Raises ValueError as `read` does."""
    return read(name, str(default_root(name)))


@st.cache_resource(ttl=600, max_entries=32, show_spinner="Counting …")
def counts(fingerprint: str, _data: Dataset, split: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tracks by label, and by label and part of a split."""
    return overview.by_label(_data), overview.by_part(_data, split)


@st.cache_resource(ttl=60, max_entries=8, show_spinner=False)
def checked(fingerprint: str, _data: Dataset) -> Account | None:
    """Account that the last check made of these very files; None where there was none."""
    return latest(_data)


@st.cache_resource(ttl=60, max_entries=32, show_spinner=False)
def shared(fingerprint: str, _data: Dataset, split: str) -> list[str]:
    """Sentences on what the test part of a split shares with the others, by the last check and by published faults."""
    made = checked(fingerprint, _data)
    return [leak.sentence for leak in leaks_of(_data, split, made.recording if made else None)]


@st.cache_resource(ttl=600, max_entries=32, show_spinner=False)
def figures(fingerprint: str, _data: Dataset, split: str) -> dict[str, go.Figure]:
    """Tracks by label as "labels", parts of a split as "parts", lengths of tracks as "lengths"."""
    by_label, by_part = counts(fingerprint, _data, split)
    return {
        "labels": plots.label_counts(by_label),
        "parts": plots.divided(by_part, f"clips of {overview.CLIP:.0f} s" if leaks(split) else "tracks"),
        "lengths": plots.durations(_data.tracks.seconds),
    }
