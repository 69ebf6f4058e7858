"""A clip as one row of numbers, for scikit-learn."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin


class Flatten(TransformerMixin, BaseEstimator):
    """Lays each clip out as one row, standardised by a single mean and deviation of all training values.

    (clips, bands, frames) -> (clips, bands * frames).
    """

    def fit(self, features: np.ndarray, genres: np.ndarray | None = None) -> "Flatten":
        self.mean_ = np.float32(np.mean(features, dtype=np.float64))
        std = np.float32(np.std(features, dtype=np.float64))
        self.std_ = std if std > 0 else np.float32(1)
        return self

    def transform(self, features: np.ndarray) -> np.ndarray:
        rows = np.asarray(features, dtype=np.float32).reshape(len(features), -1)
        return (rows - self.mean_) / self.std_
