"""Other networks of the same genres, asked about a sound that one of them was made to like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from genrelib import audio, inference, runs
from genrelib.runs import Run


@dataclass(frozen=True)
class Opinion:
    """A run's answer about a sound: its most probable label, and the probability of the genre that was meant."""

    run: str
    top: str
    probability: float


def others(run: Run, candidates: Iterable[Run] | None = None) -> list[inference.Model]:
    """Networks of other runs with the same genres, by default all shipped ones, and never another seed of the same.

    They may have learned from other music: run.data says which.
    """
    candidates = runs.find(runs.shipped()) if candidates is None else candidates
    same = [
        other
        for other in candidates
        if other.task == run.task and other.classes == run.classes and other.has_weights and not other.partial
    ]
    return [inference.load(other) for other in same if (other.data, other.split, other.system) != _identity(run)]


def ask(models: Sequence[inference.Model], recording: audio.Recording, genre: str) -> list[Opinion]:
    """Opinion of each network about a recording; none of one that has nothing to judge."""
    opinions = []
    for model in models:
        prediction = inference.predict(model, recording)
        if not prediction.silent:
            probability = float(prediction.track[prediction.labels.index(genre)])
            opinions.append(Opinion(model.run.name, prediction.top(1)[0][0], probability))
    return opinions


def _identity(run: Run) -> tuple[str, str, str]:
    return run.data, run.split, run.system
