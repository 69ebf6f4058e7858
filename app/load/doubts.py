"""Doubts about labels, their scores and what they do to figures; computed once for all sessions."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from load import predictions, runs, sounds
from load.runs import RUN

from genrelib import evaluate, plots
from genrelib.datasets import playback_source
from genrelib.datasets.splits import leaks
from genrelib.evaluate import Interval
from genrelib.predictions import label_doubts, near_pairs
from genrelib.predictions.label_doubts import LabelDoubts, Score
from genrelib.runs import Run


def can_doubt(run: Run) -> bool:
    """True if the run judged genres of tracks that it did not learn from."""
    return runs.judged_genres(run) and not leaks(run.split)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def of_labels(run: Run) -> LabelDoubts:
    """Predictions for the tracks that a run did not learn from. Raises RunError if its files are damaged."""
    return label_doubts.doubt(run)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def suspects(run: Run, kind: str) -> pd.DataFrame:
    """A list of `label_doubts.LISTS`, the most doubtful first."""
    return label_doubts.LISTS[kind](of_labels(run))


@st.cache_resource(max_entries=32, show_spinner="Comparing all pairs of tracks …", hash_funcs=RUN)
def pairs(run: Run) -> pd.DataFrame:
    """The nearest pairs of a run's tracks. Raises RunError if its embeddings are damaged."""
    return near_pairs.nearest_pairs(run)


@st.cache_resource(max_entries=64, ttl=60, show_spinner=False, hash_funcs=RUN)
def known_pairs(run: Run) -> near_pairs.KnownPairs:
    """Known repetitions among the nearest pairs of a run's tracks, and among all."""
    return near_pairs.known_pairs(pairs(run), run.embeddings["track"].tolist(), sounds.facts(run.data).fault)


def faulty(run: Run, kind: str) -> frozenset[str]:
    """Tracks that the run did not learn from, and that are known to have a fault of a kind."""
    return label_doubts.faulty(sounds.facts(run.data).fault, of_labels(run).table.index, kind)


@st.cache_resource(max_entries=128, ttl=60, show_spinner=False, hash_funcs=RUN)
def score(run: Run, kind: str, listed: int, fault: str) -> Score | None:
    """Score of the first entries of a list of suspects, for a kind of fault; None where that is nowhere known."""
    rows = suspects(run, kind)
    known = faulty(run, fault)
    return label_doubts.score(rows.index.isin(list(known)), listed, len(known), len(of_labels(run).table))


@st.cache_resource(max_entries=128, ttl=60, show_spinner=False, hash_funcs=RUN)
def score_pairs(run: Run, listed: int) -> Score | None:
    """Score of the nearest pairs for known repetitions; None where none is known."""
    known = known_pairs(run)
    return label_doubts.score(known.ranked, listed, known.total, known.pairs)


@st.cache_resource(max_entries=128, ttl=60, show_spinner=False, hash_funcs=RUN)
def curve(run: Run, kind: str, listed: int) -> go.Figure:
    """Precision and recall of a list of suspects at every length, for wrong labels that are known."""
    known = faulty(run, label_doubts.WRONG)
    ranked = suspects(run, kind).index.isin(list(known))
    rows = len(of_labels(run).table)
    return plots.ranked_list(evaluate.ranked_shares(ranked, len(known)), len(known) / rows, rows, listed)


@st.cache_resource(max_entries=128, ttl=60, show_spinner=False, hash_funcs=RUN)
def curve_of_pairs(run: Run, listed: int) -> go.Figure:
    """Precision and recall of the nearest pairs at every length, for repetitions that are known."""
    known = known_pairs(run)
    shares = evaluate.ranked_shares(known.ranked, known.total)
    return plots.ranked_list(shares, known.total / known.pairs, known.pairs, listed)


@st.cache_resource(max_entries=512, show_spinner=False, hash_funcs=RUN)
def accuracy_without(run: Run, left_out: frozenset[str]) -> Interval:
    """Share of test tracks right without these. Raises ValueError where none remains."""
    return label_doubts.accuracy_without(predictions.of_genres(run, "track"), left_out)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def accuracy_relabelled(run: Run, labels: frozenset[tuple[str, str]]) -> Interval:
    """Share of test tracks right where these (track, genre) have another label."""
    return label_doubts.accuracy_relabelled(predictions.of_genres(run, "track"), dict(labels))


def labels(run: Run) -> dict[str, str]:
    """Label of each track that can be voted on: of the music as it is here, and of the run."""
    known = sounds.facts(run.data).genre
    return {**known[known != ""].to_dict(), **of_labels(run).table.truth.to_dict()}


def elsewhere(run: Run) -> dict[str, Run]:
    """Runs of the same system and seed on the same music and genres, split in another way."""
    home = playback_source.home_of(run.data)
    return {
        name: other
        for name, other in runs.find(runs.judged_genres).items()
        if (other.system, other.seed, other.classes) == (run.system, run.seed, run.classes)
        and other.split != run.split
        and playback_source.home_of(other.data) == home
    }
