"""Classifiers that are fitted in one call: scikit-learn pipelines over the features that the networks read.

`pipeline.fit(features, genres)` takes (clips, bands, frames) and whole numbers; `predict_proba` gives (clips, classes).
What fitting learned is plain arrays (`learned`), so a fitted pipeline is stored and restored without a pickle.
scikit-learn is imported where a pipeline is built: most who read the catalogue build none.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def softmax(*, C: float, max_iter: int, classes: int) -> "Pipeline":
    """Multinomial logistic regression on standardised features, fitted by Newton's method with conjugate gradients.

    `C` is the inverse of the weight decay. `classes` is told to every network; scikit-learn reads it off the genres.
    Source: Irvin, Chartock & Hollander, Figure 1, "Best Softmax Regression".
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    from genrelib.networks.flatten import Flatten

    return Pipeline(
        [("flatten", Flatten()), ("classify", LogisticRegression(C=C, solver="newton-cg", max_iter=max_iter))]
    )


def svm(*, C: float, classes: int) -> "Pipeline":
    """Support vector machine with a Gaussian kernel one over the number of values wide, on standardised features.

    `C` is the price of a clip on the wrong side. `classes` as in `softmax`.
    Source: Irvin, Chartock & Hollander, Figure 1, "Best SVM".
    """
    from sklearn.pipeline import Pipeline

    from genrelib.networks.flatten import Flatten
    from genrelib.networks.support_vectors import RbfMachine

    return Pipeline([("flatten", Flatten()), ("classify", RbfMachine(C=C))])


def learned(pipeline: "Pipeline") -> dict[str, np.ndarray]:
    """Fitted values by step and attribute: {"classify.coef_": (classes, values), ...}; arrays fit for an .npz."""
    return {
        f"{step}.{name}": np.asarray(value)
        for step, estimator in pipeline.steps
        for name, value in vars(estimator).items()
        if name.endswith("_")
    }


def tried(pipeline: "Pipeline", features: np.ndarray, classes: int) -> "Pipeline":
    """The pipeline, if it gives (clips, classes) of features (clips, ...), as what a stranger's arrays made may not.

    Raises ValueError, or what NumPy raises of arrays that do not belong together.
    """
    for answer in (pipeline.predict_proba(features), pipeline.decision_function(features)):
        if len(answer) != len(features) or not np.isfinite(answer).all():
            raise ValueError(f"arrays whose answers are no finite numbers, of shape {answer.shape}")
    if pipeline.predict_proba(features).shape[1] != classes:
        raise ValueError(f"arrays that do not tell {classes} classes apart")
    return pipeline


def restore(pipeline: "Pipeline", arrays: dict[str, np.ndarray]) -> "Pipeline":
    """A pipeline built like `pipeline` that has learned what `learned` gave: it predicts as the fitted one did."""
    from sklearn.base import clone

    fitted = clone(pipeline)
    for key, array in arrays.items():
        step, name = key.split(".")
        setattr(fitted.named_steps[step], name, array[()])  # [()]: what was a number is a number again
    return fitted
