"""Shortcuts through a split, by a small classifier: can it tell test from training, and what do relatives give it?

It reads means and deviations of a mel spectrogram's bands over a track, and is a logistic regression. What it cannot
tell, a network may; what it tells, a network can.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.datasets.dealing import divide
from genrelib.evaluate import Interval

FOLDS = 5
FEWEST = 10  # tracks, or groups, of a part
STRENGTH = 0.1  # inverse of the regularisation


@dataclass(frozen=True)
class WithoutRelatives:
    """Accuracy on the same test tracks after a training without their relatives, and what these were worth.

    `apart`: without the `left_out` relatives. `fewer`: without as many of the same genres, drawn by chance instead.
    `gain`: fewer - apart.
    """

    apart: Interval
    fewer: Interval
    gain: Interval
    left_out: int


@dataclass(frozen=True)
class GenreScores:
    """Accuracy of the small classifier on a split's test tracks as `given`, and with all groups dealt `anew`.

    Dealt anew, the test tracks are others, so that a part of the difference is chance. `without` is of the same tracks;
    None where nothing is left to learn a genre from.
    """

    given: Interval
    anew: Interval
    without: WithoutRelatives | None


def separability(mel: pd.DataFrame, parts: pd.Series, groups: pd.Series) -> Interval | None:
    """Area under the ROC of a classifier that tells test from training tracks, cross-validated; 0.5 at random.

    `mel` (tracks, values), `parts` and `groups` by track: a group lies on one side of each fold, so that an artist who
    is recognised counts for nothing. A split dealt by chance lies at 0.5; one by date or by source above. The interval
    is of tracks alone, not of other trainings: of 24 splits by chance it held 0.5 in 20.
    None for fewer than FEWEST groups of either part.
    """
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    used = parts[parts.isin(["train", "test"])].index.intersection(mel.index, sort=False)
    test = (parts[used] == "test").to_numpy()
    if min(groups[used[test]].nunique(), groups[used[~test]].nunique()) < FEWEST:
        return None
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    names = groups[used].to_numpy()
    score = cross_val_predict(
        _classifier(), mel.loc[used].to_numpy(), test, groups=names, cv=folds, method="decision_function"
    )
    return evaluate.over_tracks(roc_auc_score, test, score, groups=names)


def genre_scores(mel: pd.DataFrame, genres: pd.Series, parts: pd.Series, groups: pd.Series) -> GenreScores | None:
    """Scores of genres as a split has it, and with groups kept apart; all by track.

    None for fewer than FEWEST test tracks, or one genre.
    """
    parts = parts[parts.index.intersection(mel.index, sort=False)]
    train, test = (parts.index[parts == part] for part in ("train", "test"))
    if len(test) < FEWEST or genres[train].nunique() < 2:
        return None
    anew = divide(groups[parts.index], genres[parts.index])
    again = anew.index[anew == "test"]
    dealt = _right(mel, genres, anew.index[anew == "train"], again)
    return GenreScores(
        evaluate.share_over_tracks(_right(mel, genres, train, test), groups[test].to_numpy()),
        evaluate.share_over_tracks(dealt, groups[again].to_numpy()),
        _without_relatives(mel, genres, train, test, groups),
    )


def _without_relatives(
    mel: pd.DataFrame, genres: pd.Series, train: pd.Index, test: pd.Index, groups: pd.Series
) -> WithoutRelatives | None:
    near = groups[train].isin(set(groups[test]))
    if not near.any() or genres[train[~near]].nunique() < genres[train].nunique():
        return None
    apart = _right(mel, genres, train[~near], test)
    fewer = _right(mel, genres, _fewer(train, near, genres), test)
    names = groups[test].to_numpy()
    gain = evaluate.mean_over_tracks(fewer.astype(float) - apart, names)
    low, high = (evaluate.share_over_tracks(right, names) for right in (apart, fewer))
    return WithoutRelatives(low, high, gain, int(near.sum()))


def _fewer(train: pd.Index, near: pd.Series, genres: pd.Series) -> pd.Index:
    """Training tracks less as many of each genre as have relatives, drawn by chance but the same ones each time."""
    random = np.random.default_rng(0)
    lost = near.groupby(genres[train]).sum()
    places = np.arange(len(train))
    labels = genres[train].to_numpy()
    chosen = [random.choice(places[labels == genre], int(count), replace=False) for genre, count in lost.items()]
    return train.delete(np.concatenate(chosen))


def _right(mel: pd.DataFrame, genres: pd.Series, train: pd.Index, test: pd.Index) -> np.ndarray:
    network = _classifier().fit(mel.loc[train].to_numpy(), genres[train].to_numpy())
    return network.predict(mel.loc[test].to_numpy()) == genres[test].to_numpy()


def _classifier():
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000, class_weight="balanced"))
