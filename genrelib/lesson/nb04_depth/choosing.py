"""Choosing by the part that is reported on: what it gains by luck, simulated and in a training's course."""

from typing import NamedTuple

import numpy as np

from genrelib.lesson.nb04_depth.live import Course

SKILL = 0.65  # of every network of the simulation: none is better than another
TRIALS = 4_000
HALVINGS = 500


def luck(choices: int, songs: int, settled: float, seed: int = 0) -> float:
    """Mean gain over SKILL of the best of so many equal networks, each measured on the same so many songs.

    To a share `settled` of the songs all of them give the same answer: these are easy or hard for every one. The others
    each answers for itself. On songs that nobody looked at, the gain of every one of them is 0.
    """
    random = np.random.default_rng(seed)
    open_songs = songs - round(settled * songs)
    right = random.binomial(open_songs, SKILL, (TRIALS, choices)) / songs
    return float(right.max(axis=1).mean() - SKILL * open_songs / songs)


class Chosen(NamedTuple):
    """Accuracies of an epoch that was chosen, where it was chosen and elsewhere, and elsewhere of the last epoch."""

    printed: float
    honest: float
    last: float


def halved(course: Course, seed: int = 0) -> Chosen:
    """Choose the epoch on half of the validation and test songs and measure it on the others; the mean of HALVINGS."""
    songs = [per_song(course, part) for part in ("valid", "test")]
    right = np.concatenate(songs, axis=1)  # (looks, songs)
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(HALVINGS):
        order = random.permutation(right.shape[1])
        here, elsewhere = (right[:, half].mean(axis=1) for half in np.array_split(order, 2))
        best = int(here.argmax())
        rows.append((here[best], elsewhere[best], elsewhere[-1]))
    return Chosen(*(float(value) for value in np.mean(rows, axis=0)))


def per_song(course: Course, part: str) -> np.ndarray:
    """Share of each song's clips that are named right at every look, (looks, songs)."""
    songs, number = np.unique(course.tracks(part), return_inverse=True)
    sums = np.zeros((len(course.epochs), len(songs)))
    np.add.at(sums.T, number, course.right(part).T)
    return sums / np.bincount(number)
