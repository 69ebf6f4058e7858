"""Neighbourhoods in a network's space: how many a plane keeps, and how often the nearest training track is right."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.evaluate.intervals import wilson
from genrelib.predictions.embedding_space import EmbeddingSpace
from genrelib.predictions.genres import GenrePredictions

AMONG = 10  # nearest points that should be among the nearest in the plane, too


@dataclass(frozen=True)
class Kept:
    """Share of a point's `among` nearest that are its nearest in the plane, too; `chance`: of points in any order."""

    share: float
    chance: float
    among: int


@dataclass(frozen=True)
class NearestAnswer:
    """Test tracks that carry the genre of their nearest training track, beside those that the network gets right.

    Shares with 95 % intervals over tracks; `gain` of the nearest track over the network, in [-1, 1]. `tracks` counts.
    """

    nearest: Interval
    network: Interval
    gain: Interval
    tracks: int


def kept(points: np.ndarray, positions: np.ndarray, among: int = AMONG) -> Kept:
    """Measure how well positions (n, 2) keep the neighbours of points (n, d), mean over points.

    Both by Euclidean distance, which for points at length one has the order of the cosine's; of few points `among` is
    less.
    """
    among = min(among, len(points) - 1)
    pairs = zip(_nearest(points, among), _nearest(positions, among), strict=True)
    share = np.mean([len(np.intersect1d(first, second)) / among for first, second in pairs])
    return Kept(float(share), among / (len(points) - 1), among)


def nearest_answer(space: EmbeddingSpace, answers: GenrePredictions, genres: pd.Series) -> NearestAnswer:
    """Count the test tracks whose nearest training track has the right genre, beside those that the network gets right.

    `genres` names the genre of each row of the space, "" an unknown one: training tracks without one do not count.
    Raises ValueError if there is no training track of known genre, or no test track.
    """
    learned = ((space.table.part == "train") & (genres != "")).to_numpy()
    tested = ((space.table.part == "test") & space.table.track.isin(answers.table.index)).to_numpy()
    if not learned.any() or not tested.any():
        raise ValueError(f"expected training and test tracks, got {learned.sum()} and {tested.sum()} of known genre")
    likeness = space.directions[tested] @ space.directions[learned].T
    answered = genres.to_numpy(str)[learned][likeness.argmax(axis=1)]
    table = answers.table.loc[space.table.track[tested]]
    near = answered == table.truth.to_numpy(str)
    network = (table.answer == table.truth).to_numpy()
    return NearestAnswer(share(near), share(network), evaluate.share_gain(network, near), len(table))


def share(right: np.ndarray) -> Interval:
    """Share of booleans (n,) that are true, with Wilson's interval; NaN of none."""
    value, low, high = wilson(np.array(right.sum()), np.array(len(right)))
    return Interval(float(value), float(low), float(high))


def _nearest(points: np.ndarray, among: int) -> np.ndarray:
    """Numbers (n, among) of the points nearest to each, nearest first, itself left out."""
    return NearestNeighbors(n_neighbors=among).fit(points).kneighbors(return_distance=False)
