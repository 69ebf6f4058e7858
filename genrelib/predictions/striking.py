"""Answers worth hearing first, chosen by what they are: the most striking mistakes, and a right answer that moves."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from genrelib.predictions.genres import GenrePredictions

SURE = 0.8  # probability from which on an answer counts as a confident one


def striking_mistakes(predictions: GenrePredictions, tracks: Collection[str]) -> pd.DataFrame:
    """Mistakes on these tracks, the most striking first: surest of a wrong genre, and far from the true one.

    Ordered by the answer's probability less the truth's, but each pair of truth and answer has its turn before one
    comes again: what follows a mistake is another kind of mistake.
    """
    rows = predictions.mistakes
    rows = rows[rows.track.isin(tracks)]
    rows = rows.assign(gap=rows.confidence - rows.credence).sort_values("gap", ascending=False, kind="stable")
    turn = rows.groupby(["truth", "answer"]).cumcount()
    return rows.iloc[np.lexsort((-rows.gap, turn))].drop(columns="gap")


def moving_answer(whole: GenrePredictions, clips: GenrePredictions, tracks: Collection[str]) -> str | None:
    """The track of these, answered rightly and surely, in which the truth's probability moves most over its clips.

    `whole` and `clips` are predictions for the same tracks and for their clips. None where no track is answered so.
    """
    right = whole.table[(whole.table.truth == whole.table.answer) & (whole.table.confidence >= SURE)]
    right = right[right.track.isin(tracks)]
    if right.empty:
        return None
    credence = clips.table[clips.table.track.isin(right.track)].groupby("track").credence
    moves = (credence.max() - credence.min()).sort_index()  # of equals the first by name
    return str(moves.idxmax())
