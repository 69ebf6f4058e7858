"""A run's answers to its validation tracks, of which it keeps the clips."""

from functools import partial

import pandas as pd

from genrelib import evaluate, papers
from genrelib.runs import Run
from genrelib.task.tables import track_table


def validation_tracks(run: Run) -> pd.DataFrame:
    """One row per validation track in order of name: the system's summary of its clips, else their mean.

    The mean also stands in for a network that reads tracks in one go: only its predictions of clips are kept.
    """
    known = papers.CATALOG.get(run.system)
    summary = known.summary if known is not None and known.summary is not None else evaluate.mean
    return track_table(run.valid, partial(run.task.summarise, summary))
