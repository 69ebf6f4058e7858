"""The report's helper, which reads a network's scores, and networks of known skill to try it on."""

import numpy as np
import pandas as pd

from genrelib import datasets

GENRES = datasets.get("jukebox").classes  # GTZAN's ten, in the order of their names
TRIALS = 2_000  # songs of each genre


def answers(scores: np.ndarray) -> np.ndarray:
    """Answers of the helper to (songs, genres): the last genre whose score is larger than the first one's, else 0."""
    above = scores > scores[:, :1]
    last = scores.shape[1] - 1 - above[:, ::-1].argmax(axis=1)
    return np.where(above.any(axis=1), last, 0)


def scores_of(skill: float, genres: int = len(GENRES), seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Truth (songs,) and scores (songs, genres) of a network that ranks the true genre first in this share of songs.

    All other scores are in random order; of each genre there are as many songs.
    """
    random = np.random.default_rng(seed)
    truth = np.repeat(np.arange(genres), TRIALS)
    scores = random.random((len(truth), genres))
    rows = np.arange(len(truth))
    right = np.tile(np.arange(TRIALS) < round(skill * TRIALS), genres)
    best = scores.argmax(axis=1)
    other = (truth + random.integers(1, genres, len(truth))) % genres
    place = np.where(right, truth, np.where(best == truth, other, best))  # of the highest score
    scores[rows, best], scores[rows, place] = scores[rows, place], scores[rows, best]
    return truth, scores / scores.sum(axis=1, keepdims=True)


def by_genre(skill: float) -> pd.DataFrame:
    """Share of each genre's songs that a network of this skill names right, and the share that the helper counts.

    Columns: genre, right, printed.
    """
    truth, scores = scores_of(skill)
    table = pd.DataFrame({"truth": truth, "right": scores.argmax(axis=1) == truth, "printed": answers(scores) == truth})
    return table.groupby("truth").mean().set_axis(GENRES).rename_axis("genre").reset_index()


def perfect(genres: int) -> float:
    """Share that the helper counts of a perfect network whose wrong scores are in random order.

    Songs of the first genre all count. Songs of a later one count if none of the genres behind it scores above the
    first: one chance in as many as there are behind it, and the first.
    """
    return float((1 + sum(1 / (genres - genre) for genre in range(1, genres))) / genres)
