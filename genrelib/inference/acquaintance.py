"""The music that a network learned from, and whether a sound is anything like it."""

from dataclasses import dataclass

import numpy as np

from genrelib.runs import Run

USUAL = 0.99  # share of the validation tracks that are as near: of music like theirs one track in a hundred is not
ENOUGH = 20  # validation tracks, or there is no telling what is usual


@dataclass(frozen=True, eq=False)
class Acquaintance:
    """Embeddings of a network's training tracks, `known` (tracks, d), and the distance `usual` of others from them."""

    known: np.ndarray
    usual: float

    def covers(self, embedding: np.ndarray) -> bool:
        """True if a sound lies no further from the nearest training track than USUAL of the validation tracks.

        An embedding (d,) of another length is of another network: ValueError.
        """
        if embedding.shape != self.known.shape[1:]:
            raise ValueError(
                f"expected an embedding of {self.known.shape[1]} numbers, as of the training tracks, "
                f"got {embedding.shape}; train the run again"
            )
        return _nearest(self.known, embedding) <= self.usual


def of_run(run: Run) -> Acquaintance | None:
    """The tracks that a run's network learned from; None where too few of its embeddings are here.

    Raises RunError if they are damaged.
    """
    if not run.has_embeddings:
        return None
    part = run.embeddings["part"]
    vectors = run.embeddings["vectors"].astype(np.float64)
    known, others = (vectors[part == name] for name in ("train", "valid"))
    if not len(known) or len(others) < ENOUGH:
        return None
    return Acquaintance(known, float(np.quantile([_nearest(known, other) for other in others], USUAL)))


def _nearest(known: np.ndarray, embedding: np.ndarray) -> float:
    # Not the cosine: pure tones and clicks point where classical music does, only ten times as far.
    return float(np.linalg.norm(known - embedding, axis=1).min())
