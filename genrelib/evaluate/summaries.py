"""Summaries of clips per track: (clips, classes) probabilities and each clip's track, numbered from 0.

Each returns (tracks, classes) float64. The number of clips of a track has no weight: every track counts once.
"""

import numpy as np


def mean(probability: np.ndarray, track: np.ndarray) -> np.ndarray:
    """Mean probability over the clips of each track."""
    return _sums(probability, track) / np.bincount(track)[:, None]


def maximum(probability: np.ndarray, track: np.ndarray) -> np.ndarray:
    """Highest probability of each label in any clip of the track; rows of genres no longer sum to one."""
    highest = np.zeros((track.max() + 1, probability.shape[1]))
    np.maximum.at(highest, track, probability)
    return highest


def majority(probability: np.ndarray, track: np.ndarray) -> np.ndarray:
    """Share of the clips that vote for each genre; among genres with equal votes the mean probability decides.

    The mean counts as one more vote, spread over the genres: less than any vote, enough to break a tie.
    """
    votes = np.eye(probability.shape[1])[probability.argmax(axis=1)]
    clips = np.bincount(track)[:, None]
    return (_sums(votes, track) + mean(probability, track)) / (clips + 1)


def _sums(values: np.ndarray, track: np.ndarray) -> np.ndarray:
    sums = np.zeros((track.max() + 1, values.shape[1]))
    np.add.at(sums, track, values)
    return sums
