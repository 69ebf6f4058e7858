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
    clips = whole_songs(run)
    random = np.random.default_rng(seed)
    clips["place"] = np.concatenate([random.permutation(WHOLE) for _ in range(len(clips) // WHOLE)])
    rows = []
    for count in counts:
        kept = clips[clips.place < count]
        number = np.unique(kept.track, return_inverse=True)[1]
        truth, probability = run.task.read(kept, run.classes)
        of_song = truth[np.unique(number, return_index=True)[1]]
        for way, name in WAYS.items():
            answers = run.task.summarise(SUMMARIES[way], probability, number)
            interval = evaluate.over_tracks(evaluate.accuracy, of_song, answers)
            rows.append({"way": name, "clips": count} | vars(interval))
    return pd.DataFrame(rows)
