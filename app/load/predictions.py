"""Predictions of runs for their test tracks, and what is counted of them; each is read once for all sessions."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st
from load.runs import RUN

from genrelib import evaluate
from genrelib.predictions import agreement, genres, tags
from genrelib.runs import Run

ORDERS = {"name": lambda counts: np.arange(len(counts)), "alike": evaluate.alike_order}  # of genres in a matrix


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def of_genres(run: Run, level: str) -> genres.GenrePredictions:
    """Predictions for the test part's tracks, or `level` "clip" its clips. Raises RunError if files are damaged."""
    return genres.LEVELS[level](run)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def shares(run: Run, level: str) -> pd.DataFrame:
    """Recall, precision and F1 of each genre, with intervals that resample whole tracks where a track has more rows."""
    predictions = of_genres(run, level)
    tracks = predictions.table.track.to_numpy()
    alone = len(set(tracks)) == len(tracks)
    return evaluate.per_class(
        predictions.truth, predictions.probability, predictions.labels, groups=None if alone else tracks
    )


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def ordered(run: Run, level: str, order: str) -> tuple[list[str], np.ndarray]:
    """Genres of a run and their places among its classes, in an `order` of ORDERS."""
    predictions = of_genres(run, level)
    places = ORDERS[order](predictions.counts)
    return [predictions.labels[place] for place in places], places


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def reliability(run: Run, level: str) -> pd.DataFrame:
    """Share of right answers at each confidence (`evaluate.reliability`)."""
    predictions = of_genres(run, level)
    return evaluate.reliability(predictions.truth, predictions.probability)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def calibration_error(run: Run, level: str) -> evaluate.Interval:
    """Expected calibration error with its interval over tracks."""
    predictions = of_genres(run, level)
    return evaluate.gap_over_tracks(
        evaluate.calibration_error, predictions.truth, predictions.probability, predictions.table.track.to_numpy(str)
    )


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def pair(run: Run, other: Run, level: str = "track") -> agreement.GenrePair:
    """Two runs' predictions on the tracks or clips that both judged. Raises ValueError if they cannot be compared."""
    return agreement.compare(of_genres(run, level), of_genres(other, level))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def of_tags(run: Run, part: str = "test") -> tags.TagPredictions:
    """Predictions for the tracks of a part, "test" or "valid", tag by tag. Raises RunError if files are damaged."""
    return tags.PARTS[part](run)


def side_by_side(runs: Sequence[Run]) -> tuple[list[tags.TagPredictions], str]:
    """Tag predictions of the runs for the test tracks that all of them judged, and a remark if those are not all."""
    predictions = [of_tags(run) for run in runs]
    if len(predictions) < 2:
        return predictions, ""
    try:
        common = list(predictions[0].both(predictions[1]))
    except ValueError as error:
        return predictions[:1], f"{runs[0].system} is shown alone: {error}."
    tracks, labels = len(common[0].tracks), len(common[0].tags)
    if (tracks, labels) == (len(predictions[0].tracks), len(predictions[0].tags)):
        return common, ""
    return (
        common,
        f"Compared on the {tracks} test tracks and {labels} tags that both know; means above are of all its own.",
    )


@st.cache_resource(max_entries=32, show_spinner="Resampling tracks …", hash_funcs=RUN)
def areas(runs: list[Run], alone: bool) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Areas under curves of the first run's tags, and the gains of a second one or None; `alone`: of the first only."""
    predictions = side_by_side(runs)[0][: 1 if alone else 2]
    leading, *others = predictions
    table = evaluate.tag_areas(leading.truth, leading.probability, leading.tags, leading.categories)
    gains = [
        evaluate.tag_gains(leading.truth, leading.probability, other.probability, leading.tags) for other in others
    ]
    return table.per_tag, gains[0] if gains else None
