"""Tags to hear, yes or no: a person's answers beside a network's, category by category."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from genrelib.datasets import Dataset
from genrelib.lesson.sounds import clip_player
from genrelib.numerals import percent
from genrelib.predictions import thresholds
from genrelib.predictions.tags import TagPredictions
from genrelib.quiz.score import share_right

ASKED = {"metal": "genre", "calm": "mood", "saxophone": "instrument", "80s": "era"}
EACH = 3  # sounds of each tag
START, SECONDS = 8.0, 6.0
SEED = 5
YES = "yes"


def choose(predictions: TagPredictions) -> pd.DataFrame:
    """Tracks to hear, one or two of each three with the tag: indexed by a sound's name; track, tag, category, truth.

    No track is asked about twice.
    """
    random = np.random.default_rng(SEED)
    rows: list[tuple] = []
    taken: set[str] = set()
    for tag, category in ASKED.items():
        truth, _ = predictions.column(tag)
        have = int(random.integers(1, EACH))
        free = ~np.isin(predictions.tracks, list(taken))
        with_tag = random.choice(predictions.tracks[truth & free], have, replace=False)
        without = random.choice(predictions.tracks[~truth & free], EACH - have, replace=False)
        own = [(track, True) for track in with_tag] + [(track, False) for track in without]
        rows += [(str(own[place][0]), tag, category, own[place][1]) for place in random.permutation(EACH)]
        taken |= {track for track, _ in own}
    table = pd.DataFrame(rows, columns=["track", "tag", "category", "truth"])
    return table.set_axis([f"sound {number} ({tag}?)" for number, tag in enumerate(table.tag, start=1)])


def players(sounds: pd.DataFrame, data: Dataset, frontend) -> dict[str, Callable[[], bytes]]:
    """Player of each sound, from the middle of its track, and nothing that shows its tags."""
    return {
        name: partial(clip_player, data, frontend, track, START, SECONDS, name)
        for name, track in zip(sounds.index, sounds.track, strict=True)
    }


def false_alarms(
    predictions: TagPredictions, data: Dataset, frontend, seconds: float
) -> dict[str, Callable[[], bytes]]:
    """For each of the asked tags the track without it that scores highest: a label -> the player of its beginning."""
    sounds: dict[str, Callable[[], bytes]] = {}
    for tag in ASKED:
        alarms = predictions.false_alarms(tag, 0.0)
        row = alarms.iloc[0]
        own = ", ".join(row.tags.split(", ")[:6])
        title = f"{row.track} (synthetic): not {tag}, but {own}"
        label = f"“{tag}” with {percent(row.probability)}: {row.track}"
        sounds[label] = partial(clip_player, data, frontend, row.track, 0.0, seconds, title)
    return sounds


def beside_network(
    guesses: Mapping[str, str], sounds: pd.DataFrame, test: TagPredictions, valid: TagPredictions
) -> pd.DataFrame:
    """Shares of the guessed sounds that a person and a network get right, by tag: columns as `plots.accuracy`.

    The network says yes from the threshold on that is best on its validation tracks. No row where nobody guessed.
    """
    rows = []
    for tag, category in ASKED.items():
        own = sounds[(sounds.tag == tag) & sounds.index.isin(list(guesses))]
        if own.empty:
            continue
        person = np.array([guesses[name] == YES for name in own.index])
        best = thresholds.wished(valid, tag, "f1")
        _, probability = test.column(tag)
        score = pd.Series(probability, index=test.tracks)[own.track].to_numpy()
        network = score >= (best.threshold if best else 0.5)
        for ears, answer in (("you", person), ("the network", network)):
            right = share_right(answer == own.truth.to_numpy())
            rows.append({"system": f"{category} ({tag}), {len(own)} sounds: {ears}"} | vars(right))
    return pd.DataFrame(rows, columns=["system", "value", "low", "high"])
