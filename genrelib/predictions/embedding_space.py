"""A network's own space: the tracks of a run by what the last layer reads of them, and which lie next to which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.predictions import neighbours
from genrelib.runs import Run


@dataclass(frozen=True, eq=False)
class EmbeddingSpace:
    """The tracks of a run as its network holds them; two are as alike as the cosine of the angle between them says.

    `table`, indexed by a name that links can carry: track, part ("train", "valid" or "test") and labels, its genre or
    its tags, () where the run does not know. `directions` (tracks, d): embeddings at length one, in the same order.
    """

    table: pd.DataFrame
    directions: np.ndarray

    def direction(self, embedding: np.ndarray) -> np.ndarray:
        """An embedding (d,) at length one. Raises ValueError if it is of another length, or not finite."""
        embedding = np.asarray(embedding, np.float64)
        if embedding.shape != self.directions.shape[1:] or not np.isfinite(embedding).all():
            raise ValueError(
                f"expected a finite embedding of {self.directions.shape[1]} numbers, as those of the tracks, "
                f"got shape {embedding.shape}; take it from a prediction of the same run"
            )
        return neighbours.at_length_one(embedding[None])[0]

    def place(self, name: str) -> np.ndarray:
        """The direction (d,) of the track of that name."""
        return self.directions[self.table.index.get_loc(name)]

    def nearest(self, direction: np.ndarray, count: int = 5, without: Sequence[str] = ()) -> pd.Series:
        """Cosine distances in [0, 2] of the `count` tracks nearest to a direction, nearest first, by name.

        `without` names tracks that do not count, such as the one that is asked about.
        """
        distance = pd.Series(1 - self.directions @ direction, index=self.table.index).drop(list(without))
        return distance.sort_values(kind="stable").iloc[:count]


def of_run(run: Run) -> EmbeddingSpace:
    """The space of a run's network. Raises RunError if its embeddings are damaged.

    A track that has clips in several parts, on a split that divides clips, is there once for each: `track@part`.
    """
    kept = run.embeddings
    tracks, parts = kept["track"], kept["part"]
    together = pd.Series(tracks).duplicated(keep=False)
    names = [
        f"{track}@{part}" if several else str(track)
        for track, part, several in zip(tracks, parts, together, strict=True)
    ]
    labels = neighbours.labels_of(run, range(len(tracks)))
    table = pd.DataFrame(
        {"track": tracks.astype(object), "part": parts.astype(object), "labels": list(labels.values())},
        index=pd.Index(names, name="row"),
    )
    return EmbeddingSpace(table, neighbours.at_length_one(kept["vectors"]))
