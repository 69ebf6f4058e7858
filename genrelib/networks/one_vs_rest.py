"""A scikit-learn pipeline for tags: one copy of it per tag, each asked whether its own tag is there."""

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.pipeline import Pipeline


class OneVsRest(BaseEstimator):
    """Copies of a pipeline for two classes, as many as there are labels.

    `fit(features, truth)` takes (clips, bands, frames) and booleans (clips, labels); `predict_proba` gives
    (clips, labels). `steps` lists those of all copies, so that `classical.learned` and `restore` see one pipeline.
    """

    def __init__(self, pipeline: Pipeline, labels: int):
        self.pipeline = pipeline
        self.labels = labels
        self.copies = [clone(pipeline) for _ in range(labels)]

    @property
    def steps(self) -> list[tuple[str, BaseEstimator]]:
        return [(f"{number}-{name}", step) for number, copy in enumerate(self.copies) for name, step in copy.steps]

    @property
    def named_steps(self) -> dict[str, BaseEstimator]:
        return dict(self.steps)

    def fit(self, features: np.ndarray, truth: np.ndarray) -> "OneVsRest":
        """Raises ValueError if a label is on all clips or on none: there is nothing to tell apart."""
        useless = np.flatnonzero(truth.all(axis=0) | ~truth.any(axis=0))
        if len(useless):
            raise ValueError(
                f"expected training clips with and without every label, got {len(useless)} labels that all clips have "
                f"or none (columns {', '.join(map(str, useless[:5]))}); add tracks or leave these labels out"
            )
        for copy, column in zip(self.copies, truth.T, strict=True):
            copy.fit(features, column)
        return self

    def predict_proba(self, features: np.ndarray) -> np.ndarray:
        return np.stack([copy.predict_proba(features)[:, 1] for copy in self.copies], axis=1)

    def decision_function(self, features: np.ndarray) -> np.ndarray:
        return np.stack([copy.decision_function(features) for copy in self.copies], axis=1)
