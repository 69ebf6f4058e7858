"""Classifiers that are fitted in one call: scikit-learn pipelines over the features that the networks read.

`pipeline.fit(features, genres)` takes (clips, bands, frames) and whole numbers; `predict_proba` gives (clips, classes).
What fitting learned is plain arrays (`learned`), so a fitted pipeline is stored and restored without a pickle.
"""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from genrelib.networks.support_vectors import RbfMachine


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


def softmax(*, C: float, max_iter: int, classes: int) -> Pipeline:
    """Multinomial logistic regression on standardised features, fitted by Newton's method with conjugate gradients.

    `C` is the inverse of the weight decay. `classes` is told to every network; scikit-learn reads it off the genres.
    Source: Irvin, Chartock & Hollander, Figure 1, "Best Softmax Regression".
    """
    return Pipeline(
        [("flatten", Flatten()), ("classify", LogisticRegression(C=C, solver="newton-cg", max_iter=max_iter))]
    )


def svm(*, C: float, classes: int) -> Pipeline:
    """Support vector machine with a Gaussian kernel one over the number of values wide, on standardised features.

    `C` is the price of a clip on the wrong side. `classes` as in `softmax`.
    Source: Irvin, Chartock & Hollander, Figure 1, "Best SVM".
    """
    return Pipeline([("flatten", Flatten()), ("classify", RbfMachine(C=C))])


def learned(pipeline: Pipeline) -> dict[str, np.ndarray]:
    """Fitted values by step and attribute: {"classify.coef_": (classes, values), ...}; arrays fit for an .npz."""
    return {
        f"{step}.{name}": np.asarray(value)
        for step, estimator in pipeline.steps
        for name, value in vars(estimator).items()
        if name.endswith("_")
    }


def tried(pipeline: Pipeline, features: np.ndarray, classes: int) -> Pipeline:
    """The pipeline, if it gives (clips, classes) of features (clips, ...), as what a stranger's arrays made may not.

    Raises ValueError, or what NumPy raises of arrays that do not belong together.
    """
    for answer in (pipeline.predict_proba(features), pipeline.decision_function(features)):
        if len(answer) != len(features) or not np.isfinite(answer).all():
            raise ValueError(f"arrays whose answers are no finite numbers, of shape {answer.shape}")
    if pipeline.predict_proba(features).shape[1] != classes:
        raise ValueError(f"arrays that do not tell {classes} classes apart")
    return pipeline


def restore(pipeline: Pipeline, arrays: dict[str, np.ndarray]) -> Pipeline:
    """A pipeline built like `pipeline` that has learned what `learned` gave: it predicts as the fitted one did."""
    fitted = clone(pipeline)
    for key, array in arrays.items():
        step, name = key.split(".")
        setattr(fitted.named_steps[step], name, array[()])  # [()]: what was a number is a number again
    return fitted
