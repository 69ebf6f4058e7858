"""A student's ears against a network: the same clips of three lengths, guessed by both."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from genrelib import quiz
from genrelib.datasets import Dataset
from genrelib.lesson.sounds import clip_player

LENGTHS = (0.5, 1.0, 5.0)  # s
EACH = 5  # sounds of each length
SEED = "02"


def choose(tracks: pd.DataFrame) -> pd.DataFrame:
    """Tracks to guess, each at one length only, the shortest first: indexed by a sound's name; track, truth, seconds.

    `tracks`, indexed by track, have a genre.
    """
    rows = pd.DataFrame({"track": tracks.index, "truth": tracks.genre.to_numpy()}, index=tracks.index)
    count = min(EACH, len(rows) // len(LENGTHS))
    chosen = quiz.choose_clips(rows, set(rows.track), count * len(LENGTHS), SEED)
    chosen = chosen.assign(seconds=[seconds for seconds in LENGTHS for _ in range(count)])
    names = [f"sound {number} ({seconds:g} s)" for number, seconds in enumerate(chosen.seconds, start=1)]
    return chosen.set_axis(names)


def players(sounds: pd.DataFrame, data: Dataset, frontend) -> dict[str, Callable[[], bytes]]:
    """Player of each sound, from the first second of its track, and nothing that shows the genre."""
    return {
        name: partial(clip_player, data, frontend, track, 0.0, seconds, name)
        for name, track, seconds in zip(sounds.index, sounds.track, sounds.seconds, strict=True)
    }


def beside_network(
    guesses: Mapping[str, str], sounds: pd.DataFrame, answers: Mapping[float, Mapping[str, str]], labels: tuple
) -> pd.DataFrame:
    """Shares of the guessed sounds that a person and the networks name right, by length: columns as `plots.accuracy`.

    `answers` are length (s) -> track -> genre that the network of that length says. No row where nobody guessed.
    """
    rows = []
    for seconds in sorted(sounds.seconds.unique()):
        own = sounds[sounds.seconds == seconds]
        if not set(guesses) & set(own.index):
            continue
        clips = own.assign(answer=[answers[seconds][track] for track in own.track])
        score = quiz.judge(clips, guesses, labels)
        for ears, share in (("you", score.person), ("the network", score.network)):
            rows.append({"system": f"{seconds:g} s, {score.clips} sounds: {ears}"} | vars(share))
    return pd.DataFrame(rows, columns=["system", "value", "low", "high"])
