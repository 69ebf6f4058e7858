"""Single-label decisions: accuracy, confusions, and the accuracy that a published mistake would give."""

import numpy as np

SUM_TOLERANCE = 1e-2  # of a row's sum: probabilities are also stored in half precision


def validate(truth: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Check the conventions of this package, and return both as arrays.

    Raises ValueError that names the expected and the actual shape or values.
    """
    truth, probability = np.asarray(truth), np.asarray(probability, dtype=np.float64)
    if truth.ndim != 1 or not np.issubdtype(truth.dtype, np.integer):
        raise ValueError(f"expected truth as (n,) whole numbers, got {truth.dtype} of shape {truth.shape}")
    if probability.ndim != 2 or len(probability) != len(truth):
        raise ValueError(f"expected probability of shape ({len(truth)}, classes), got {probability.shape}")
    if not len(truth):
        raise ValueError("expected at least one row, got none")
    if not np.isfinite(probability).all():
        raise ValueError(f"expected finite probabilities, got {np.sum(~np.isfinite(probability))} that are not")
    if probability.min() < 0 or np.abs(probability.sum(axis=1) - 1).max() > SUM_TOLERANCE:
        worst = probability[np.abs(probability.sum(axis=1) - 1).argmax()]
        raise ValueError(
            "expected probabilities in [0, 1] whose rows sum to 1 (apply a softmax to logits first), "
            f"got values down to {probability.min():.3g} and a row that sums to {worst.sum():.3g}"
        )
    if truth.min() < 0 or truth.max() >= probability.shape[1]:
        raise ValueError(
            f"expected truth in 0 to {probability.shape[1] - 1}, as many as probability has columns, "
            f"got {truth.min()} to {truth.max()}"
        )
    return truth, probability


def accuracy(truth: np.ndarray, probability: np.ndarray) -> float:
    """Share of the rows whose most probable class is the true one, in [0, 1]."""
    truth, probability = validate(truth, probability)
    return float((probability.argmax(axis=1) == truth).mean())  # scikit-learn's costs a bootstrap ten times as much


def confusion(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Count the answers for each class: (classes, classes) whole numbers, rows are the truth."""
    truth, probability = validate(truth, probability)
    from sklearn.metrics import confusion_matrix

    return confusion_matrix(truth, probability.argmax(axis=1), labels=np.arange(probability.shape[1]))


def paper_argmax(truth: np.ndarray, probability: np.ndarray) -> float:
    """Share of the rows that a broken arg-max gets right, in [0, 1]: the accuracy that yenney2022 printed.

    It returns the last class that is more probable than the first one, and the first if none is, because its running
    maximum is never updated. A right answer stays right only if no later class is more probable than the first.
    Source: the code behind Comparing CNNs and RNNs for Music Genre Recognition, Tables 1 and 2.
    """
    truth, probability = validate(truth, probability)
    above = probability > probability[:, :1]
    last = probability.shape[1] - 1 - above[:, ::-1].argmax(axis=1)
    return float((np.where(above.any(axis=1), last, 0) == truth).mean())
