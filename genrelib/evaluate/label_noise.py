"""Labels that predictions speak against: margins, and the thresholds and counts of confident learning.

Here `truth` (n,) is the label that a row has, which may be wrong; probabilities must come from a system that did not
learn from these rows, or it would repeat their labels.
Source: C. Northcutt, L. Jiang, I. Chuang, Confident learning: estimating uncertainty in dataset labels, Journal of
Artificial Intelligence Research 70, 2021.
"""

import numpy as np

from genrelib.evaluate.decisions import validate

UNCOUNTED = -1


def label_margin(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Margin (n,) in [-1, 1] by which the most probable other class is above the label; above 0: another one answered.

    Source: as the module, section 3.2 (normalised margin, with the sign turned).
    """
    truth, probability = validate(truth, probability)
    rows = np.arange(len(truth))
    others = probability.copy()
    others[rows, truth] = -np.inf
    return others.max(axis=1) - probability[rows, truth]


def confident_thresholds(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Mean probability (classes,) that rows with a label are given for it; NaN for a class that no row has.

    Source: as the module, equation 2.
    """
    truth, probability = validate(truth, probability)
    counts = np.bincount(truth, minlength=probability.shape[1])
    sums = np.bincount(truth, probability[np.arange(len(truth)), truth], minlength=probability.shape[1])
    return sums / np.where(counts > 0, counts, np.nan)


def confident_classes(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Class (n,) as which each row is counted: the most probable of those that reach their threshold, else UNCOUNTED.

    Source: as the module, equation 1: the confident joint counts rows by label and by this class.
    """
    truth, probability = validate(truth, probability)
    threshold = confident_thresholds(truth, probability)
    reached = probability >= np.where(np.isnan(threshold), np.inf, threshold)
    return np.where(reached.any(axis=1), np.where(reached, probability, -np.inf).argmax(axis=1), UNCOUNTED)
