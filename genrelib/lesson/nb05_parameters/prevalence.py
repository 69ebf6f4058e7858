"""One score's curves for frequent and rare tags: two bell curves of scores, and the share of tracks under each."""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

POINTS = 4_000  # thresholds
REACH = 9.0  # deviations on either side


def curves(area: float, prevalence: float) -> pd.DataFrame:
    """False alarms, recall and precision at falling thresholds, of a score with this ROC-AUC.

    Scores of tracks with and without the tag are normal, of the same deviation; `prevalence` is the share of tracks
    with the tag.
    """
    apart = np.sqrt(2) * ndtri(area)
    threshold = np.linspace(apart + REACH, -REACH, POINTS)
    recall, wrong = ndtr(apart - threshold), ndtr(-threshold)
    precision = prevalence * recall / (prevalence * recall + (1 - prevalence) * wrong)
    return pd.DataFrame({"false_alarms": wrong, "recall": recall, "precision": precision})


def pr_area(table: pd.DataFrame) -> float:
    """Area under precision over recall of a table of `curves`."""
    return float(np.trapezoid(table.precision, table.recall))


def roc_area(table: pd.DataFrame) -> float:
    """Area under recall over false alarms of a table of `curves`."""
    return float(np.trapezoid(table.recall, table.false_alarms))


def precision(recall: float, false_alarms: float, prevalence: float) -> float:
    """Share of alarms that are right, of a threshold with this recall and share of false alarms."""
    right = prevalence * recall
    return right / (right + (1 - prevalence) * false_alarms)
