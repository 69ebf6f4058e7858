"""One person's guesses beside the network's answers to the same clips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.evaluate.intervals import Interval, wilson


@dataclass(frozen=True, eq=False)
class Score:
    """Counts over the clips that were guessed, and no others.

    `person` and `network`: shares right with Wilson's interval over clips. `matrices`: confusions (labels, labels) of
    both, rows are the truth. `differ`: names of clips that they answer differently. `agreement`: McNemar's, the
    network's answers first.
    """

    clips: int
    person: Interval
    network: Interval
    matrices: tuple[np.ndarray, np.ndarray]
    differ: tuple[str, ...]
    agreement: evaluate.Agreement


def judge(clips: pd.DataFrame, guesses: Mapping[str, str], labels: Sequence[str]) -> Score:
    """Judge the guesses by clip; `clips`, indexed by name, have truth and answer, the network's.

    Raises ValueError if no clip was guessed.
    """
    guessed = clips[[clip in guesses for clip in clips.index]]
    if guessed.empty:
        raise ValueError("expected a guess, got none")
    guess = np.array([guesses[clip] for clip in guessed.index])
    right = guess == guessed.truth.to_numpy()
    network = (guessed.answer == guessed.truth).to_numpy()
    return Score(
        clips=len(guessed),
        person=share_right(right),
        network=share_right(network),
        matrices=(counts(guessed.truth, guess, labels), counts(guessed.truth, guessed.answer, labels)),
        differ=tuple(guessed.index[guess != guessed.answer.to_numpy()]),
        agreement=evaluate.mcnemar(network, right),
    )


def share_right(right: np.ndarray) -> Interval:
    """Share of clips that are right, booleans (clips,), with Wilson's interval over clips."""
    value, low, high = wilson(np.array(right.sum()), np.array(len(right)))
    return Interval(float(value), float(low), float(high))


def counts(truth: Iterable[str], answer: Iterable[str], labels: Sequence[str]) -> np.ndarray:
    """Count answers, (labels, labels), rows are the truth."""
    place = {label: number for number, label in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), int)
    for pair in zip(truth, answer, strict=True):
        matrix[place[pair[0]], place[pair[1]]] += 1
    return matrix
