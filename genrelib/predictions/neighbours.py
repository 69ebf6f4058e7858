"""The training tracks that a network hears as most alike: what an answer leans on."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from genrelib.runs import Run


@dataclass(frozen=True)
class Neighbour:
    """A track of the run's data: cosine `distance` in [0, 2], 0 for the same direction; its genre, or its tags.

    `labels` is empty where the run does not know: older runs keep the truth of validation and test tracks only.
    """

    track: str
    distance: float
    labels: tuple[str, ...]


def nearest(run: Run, embedding: np.ndarray, count: int = 5, part: str = "train") -> list[Neighbour]:
    """The `count` tracks of a part whose embeddings point most nearly where `embedding` (d,) does, nearest first.

    Both are means over clips, as `predict.Prediction.embedding` and a run's embeddings are.

    Raises ValueError if the embedding is of another length, or not finite: it is of another run.
    """
    kept = run.embeddings
    directions = at_length_one(kept["vectors"])
    embedding = np.asarray(embedding, np.float64)
    if embedding.shape != directions.shape[1:] or not np.isfinite(embedding).all():
        raise ValueError(
            f"expected a finite embedding of {directions.shape[1]} numbers, as those of {run.name}, "
            f"got shape {embedding.shape}; take it from a prediction of the same run"
        )
    distance = 1 - directions @ at_length_one(embedding[None])[0]
    rows = np.flatnonzero(kept["part"] == part)
    chosen = rows[np.argsort(distance[rows], kind="stable")][:count]
    spoken = labels_of(run, chosen)
    return [Neighbour(str(kept["track"][row]), float(distance[row]), spoken[row]) for row in chosen]


def least_distance(run: Run) -> float:
    """The smallest cosine distance of any validation or test track of a run to one of training; 0 where there are none.

    What is nearer is perhaps one of the training tracks itself.
    """
    directions = at_length_one(run.embeddings["vectors"])
    learned = run.embeddings["part"] == "train"
    cosines = directions[~learned] @ directions[learned].T
    return float(1 - cosines.max()) if cosines.size else 0.0


def at_length_one(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, d) divided by their lengths, float64; a zero vector stays one, as far from all others: cosine 0."""
    vectors = np.asarray(vectors, np.float64)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float64).tiny)


def labels_of(run: Run, rows: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Genre or tags of rows of the run's embeddings; none where the run does not know (`Neighbour`)."""
    kept = run.embeddings
    if "truth" in kept:
        return {row: run.task.spoken(kept["truth"][row], run.classes) for row in rows}
    known: dict[str, tuple[str, ...]] = {}
    for table in (run.tracks, run.valid):
        chosen = table[table.track.isin(kept["track"][list(rows)])].drop_duplicates("track")
        truth = run.task.truth(chosen, run.classes)
        for track, labels in zip(chosen.track, truth, strict=True):
            known.setdefault(track, run.task.spoken(labels, run.classes))
    return {row: known.get(str(kept["track"][row]), ()) for row in rows}
