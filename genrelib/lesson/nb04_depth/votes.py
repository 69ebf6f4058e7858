"""From clips to songs: three ways to sum up, for any number of a song's clips."""

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.runs import Run
from genrelib.task.genres import SUMMARIES

WHOLE = 15  # clips of a song of which all audio is at hand
WAYS = {"mean": "mean probability", "max": "largest probability", "majority": "vote of most clips"}


def whole_songs(run: Run) -> pd.DataFrame:
    """Clips of a run's test songs that have all of their fifteen, in the order of songs and starts."""
    clips = run.predictions
    counts = clips.groupby("track").track.transform("size")
    return clips[counts == WHOLE].sort_values(["track", "start"]).reset_index(drop=True)


def by_count(run: Run, counts: tuple[int, ...] = (1, 2, 3, 5, 8, 15), seed: int = 0) -> pd.DataFrame:
    """Share of whole songs named right from some of their clips: columns way, clips, value, low, high.

    The clips are drawn by chance. The clips of a smaller number are among those of a larger one.
    """
    clips = _drawn(run, seed)
    rows = []
    for count in counts:
        for way, name in WAYS.items():
            interval = evaluate.over_tracks(evaluate.accuracy, *_answers(run, clips, count, way))
            rows.append({"way": name, "clips": count} | vars(interval))
    return pd.DataFrame(rows)


def gain_of_all(run: Run, way: str, seed: int = 0) -> evaluate.Interval:
    """Gain in whole songs named right from one clip, drawn by chance, to all of them, summed up in one of WAYS."""
    clips = _drawn(run, seed)
    truth, of_one = _answers(run, clips, 1, way)
    return evaluate.paired(evaluate.accuracy, truth, of_one, _answers(run, clips, WHOLE, way)[1])


def _drawn(run: Run, seed: int) -> pd.DataFrame:
    """Clips of whole songs with the place of each in a row drawn by chance."""
    clips = whole_songs(run)
    random = np.random.default_rng(seed)
    places = [random.permutation(WHOLE) for _ in range(len(clips) // WHOLE)]
    return clips.assign(place=np.concatenate(places))


def _answers(run: Run, clips: pd.DataFrame, count: int, way: str) -> tuple[np.ndarray, np.ndarray]:
    """Truth (songs,) and probabilities (songs, classes) from so many of a song's clips."""
    kept = clips[clips.place < count]
    number = np.unique(kept.track, return_inverse=True)[1]
    truth, probability = run.task.read(kept, run.classes)
    of_song = truth[np.unique(number, return_index=True)[1]]
    return of_song, run.task.summarise(SUMMARIES[way], probability, number)
