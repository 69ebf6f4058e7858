"""Predictions of runs for their test tracks, and what is counted of them; each is read once for all sessions."""

import numpy as np
import pandas as pd
import streamlit as st
from load.runs import RUN

from genrelib import evaluate
from genrelib.predictions import agreement, genres, tag_agreement, tag_mistakes, tags, thresholds
from genrelib.runs import Run

AREAS = {"roc_auc": evaluate.roc_auc, "pr_auc": evaluate.pr_auc}
ORDERS = {"name": lambda counts: np.arange(len(counts)), "alike": evaluate.alike_order}  # of genres in a matrix


def square(truth: str, answer: str) -> str:
    """Name of a square of a confusion matrix in links."""
    return f"{truth}-as-{answer}"


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
    tracks = predictions.table.track.to_numpy(str)
    return evaluate.calibration_over_tracks(predictions.truth, predictions.probability, tracks)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def pair(run: Run, other: Run, level: str = "track") -> agreement.GenrePair:
    """Two runs' predictions on the tracks or clips that both judged. Raises ValueError if they cannot be compared."""
    return agreement.compare(of_genres(run, level), of_genres(other, level))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def of_tags(run: Run, part: str = "test") -> tags.TagPredictions:
    """Predictions for the tracks of a part, "test" or "valid", tag by tag. Raises RunError if files are damaged."""
    return tags.PARTS[part](run)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def comparable(runs: list[Run]) -> tuple[list[Run], list[str]]:
    """Those of the runs that judged some of the same tracks and tags as those before them, and why others did not."""
    kept = runs[:1]
    remarks = []
    for run in runs[1:]:
        try:
            tags.together([of_tags(one) for one in (*kept, run)])
        except ValueError as error:
            remarks.append(f"Shown without {run.system}: {error}.")
        else:
            kept = [*kept, run]
    return kept, remarks


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def together(runs: list[Run]) -> list[tags.TagPredictions]:
    """Tag predictions of comparable runs, for the test tracks and tags that all of them judged."""
    return tags.together([of_tags(run) for run in runs])


@st.cache_resource(max_entries=32, show_spinner="Resampling tracks …", hash_funcs=RUN)
def areas(runs: list[Run]) -> pd.DataFrame:
    """Areas under curves of the first run's tags, with intervals, on what it has in common with the others."""
    leading = together(runs)[0]
    return evaluate.tag_areas(leading.truth, leading.probability, leading.tags, leading.categories).per_tag


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def areas_of_others(runs: list[Run]) -> list[pd.DataFrame]:
    """Areas of the tags by each run but the first, on what all have in common."""
    return [
        pd.DataFrame({metric: area(one.truth, one.probability) for metric, area in AREAS.items()}, index=[*one.tags])
        for one in together(runs)[1:]
    ]


@st.cache_resource(max_entries=64, show_spinner="Resampling tracks …", hash_funcs=RUN)
def gains(run: Run, other: Run) -> pd.DataFrame:
    """Gains of `other` over a run in the areas of their tags, on what these two have in common."""
    mine, theirs = together([run, other])
    return evaluate.tag_gains(mine.truth, mine.probability, theirs.probability, mine.tags)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def on_track(names: tuple[str, ...], runs: list[Run], track: str) -> pd.DataFrame:
    """Probabilities that comparable runs, by these names, gave the tags of a track (`tag_agreement.on_track`)."""
    return tag_agreement.on_track(dict(zip(names, together(runs), strict=True)), track)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def wished(run: Run, tag: str, wish: str) -> evaluate.AtThreshold | None:
    """The threshold of a run's tag by a wish, chosen on validation tracks (`thresholds.wished`)."""
    return thresholds.wished(of_tags(run, "valid"), tag, wish)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def advised(run: Run, wish: str) -> dict[str, float]:
    """Thresholds of a run's tags by a wish, chosen on validation tracks, as far as there are any."""
    return thresholds.of_all(of_tags(run, "valid"), wish)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def coincidences(runs: list[Run], tag: str, threshold: float, wish: str, kind: str) -> pd.DataFrame:
    """Tags that the first of comparable runs mistakes on the same tracks as `tag`, which has this threshold.

    The others have theirs by the wish, or, where it is none of those that are chosen on validation tracks, by "f1".
    """
    others = advised(runs[0], wish if wish in thresholds.WISHES else "f1")
    return tag_mistakes.coincidences(together(runs)[0], others | {tag: threshold}, tag, kind)
