"""Figures that take some fifty milliseconds to build, kept for all sessions: a class looks at the same ones."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from load import explanations, opinions, predictions
from load.explanations import ASKED, Asked
from load.runs import RUN
from load.sounds import SOUND, Sound

from genrelib import evaluate, plots
from genrelib.playback import label_colors
from genrelib.runs import Run

WRITTEN = {"counts": plots.as_count, "share": plots.as_share}  # what the squares of a matrix show


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def confusion(run: Run, level: str, numbers: str, order: str, framed: tuple[str, str] | None) -> go.Figure:
    """Confusion matrix of a run's tracks or clips; the cell of that truth and answer is framed."""
    counts = predictions.of_genres(run, level).counts
    labels, places = predictions.ordered(run, level, order)
    return plots.confusion(counts[np.ix_(places, places)], labels, WRITTEN[numbers], framed)


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def confusion_difference(run: Run, other: Run, level: str, order: str, framed: tuple[str, str] | None) -> go.Figure:
    """Confusions of a run less those of another, on the tracks or clips that both judged."""
    pair = predictions.pair(run, other, level)
    labels, places = predictions.ordered(run, level, order)
    squares = np.ix_(places, places)
    return plots.confusion_difference(pair.first.counts[squares], pair.second.counts[squares], labels, framed)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def reliability(run: Run, level: str) -> go.Figure:
    """Share of right answers at each confidence, of a run's tracks or clips."""
    return plots.reliability({run.system: predictions.reliability(run, level)})


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN | SOUND)
def answers(runs: list[Run], names: list[str], sound: Sound) -> go.Figure:
    """Bars of what runs hear in a sound, in the colours of their curves; the first run's categories are named."""
    predictions = {name: opinions.predict(run, sound) for run, name in zip(runs, names, strict=True)}
    shares = {name: dict(zip(one.labels, one.track, strict=True)) for name, one in predictions.items()}
    colored = label_colors(predictions.values())
    return plots.top_labels(shares, categories=runs[0].categories, colored=colored)


@st.cache_resource(max_entries=256, show_spinner=False)
def counted(probabilities: dict[str, dict[str, float]], labels: tuple[str, ...], count: int) -> go.Figure:
    """Bars of what systems gave to the leading one's `count` strongest labels, and to these: name -> label -> share."""
    leading = next(iter(probabilities.values()))
    names = dict.fromkeys([*sorted(leading, key=leading.get, reverse=True)[:count], *labels])
    strongest = {name: leading[name] for name in names}
    return plots.top_labels(probabilities | {next(iter(probabilities)): strongest}, len(strongest))


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def four_fold(run: Run, other: Run, names: tuple[str, str], framed: str) -> go.Figure:
    """Tracks that both runs, one alone or neither gets right; the kind `framed` is framed."""
    return plots.four_fold(predictions.pair(run, other).counts, names, framed)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def recall_gains(run: Run, other: Run, names: tuple[str, str]) -> go.Figure:
    """Gain in recall of a run over another, genre by genre."""
    return plots.recall_gains(predictions.pair(run, other).recalls, names)


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def tag_areas(runs: list[Run], names: list[str], metric: str, tag: str) -> go.Figure:
    """Areas of all tags of the first of comparable runs, the gaps to a single other, or several, and a tag framed."""
    leading = predictions.together(runs)[0]
    gains = predictions.gains(*runs) if len(runs) == 2 else None
    others = predictions.areas_of_others(runs) if len(runs) > 2 else []
    ranking = plots.TagRanking(predictions.areas(runs), leading.categories, len(leading.tracks), names, gains, others)
    return plots.tag_areas(ranking, metric, tag)


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs=RUN)
def popularity(runs: list[Run], metric: str, tag: str) -> go.Figure:
    """Areas of the first run's tags against their tracks, as they are beside the others, and a tag named."""
    return plots.popularity(predictions.areas(runs), metric, tag)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def tag_curves(
    runs: list[Run], names: list[str], tag: str, alarms: float, recall: float, precision: float | None
) -> tuple[go.Figure, go.Figure]:
    """ROC and precision-recall curves of a tag, and on both the point of the first run's threshold.

    `alarms` is the share of the tracks without the tag that are false alarms there; `precision` None where it has none.
    """
    judged = predictions.together(runs)
    columns = {name: one.column(tag) for name, one in zip(names, judged, strict=True)}
    roc = {name: evaluate.roc_curve(*column) for name, column in columns.items()}
    floor = {name: evaluate.precision_recall_curve(*column) for name, column in columns.items()}
    prevalence = float(judged[0].column(tag)[0].mean())
    point = None if precision is None else (recall, precision)
    return plots.roc(roc, (alarms, recall)), plots.precision_recall(floor, prevalence, point)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def training(run: Run) -> go.Figure:
    """Curves of a run's training, its best epoch marked."""
    return plots.training(run.history)


@st.cache_resource(max_entries=256, show_spinner=False)
def before_and_after(original: dict[str, float], edited: dict[str, float]) -> go.Figure:
    """Bars of the most probable labels of a sound, original and edited."""
    return plots.before_and_after(original, edited)


@st.cache_resource(max_entries=64, show_spinner=False)
def by_strength(
    values: tuple[float, ...],
    ticks: tuple[str, ...],
    probabilities: np.ndarray,
    labels: tuple[str, ...],
    title: str,
    flip: float | None,
) -> go.Figure:
    """Probabilities at every strength of an edit."""
    return plots.by_strength(values, ticks, probabilities, labels, title, flip)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=ASKED)
def with_and_without_training(asked: Asked, method: str) -> go.Figure:
    """A method's map over time above that of the network with its weights in a random order."""
    shown = explanations.importance(asked, method)
    without = explanations.doubt(asked, method).shown
    maps = {"as it was trained": shown, "its weights in a random order": without}
    return plots.stacked({name: (one.times, one.over_time()) for name, one in maps.items()})


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=ASKED)
def speaking_for(asked: Asked, methods: tuple[str, ...]) -> go.Figure:
    """Importance over time by several methods, without what speaks against the label."""
    maps = {method: explanations.importance(asked, method) for method in methods}
    return plots.stacked({method: (shown.times, shown.for_label()) for method, shown in maps.items()})
