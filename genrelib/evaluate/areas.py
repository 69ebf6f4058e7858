"""Areas under the ROC curve and the precision-recall curve of tags, of all rows and without some of them.

`truth` is boolean (n, tags), `probability` (n, tags). An area of a tag that all rows have, or none, is NaN.
"""

import numpy as np


def weighted(truth: np.ndarray, probability: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """ROC-AUC and PR-AUC of every tag under every weighting of the rows, (weightings, n): -> (2, tags, weightings).

    Rows that are left out weigh nothing, so that each tag is sorted once for all of them.
    """
    weights = weights.astype(np.float64)  # a row moves an area by little
    areas = np.full((2, truth.shape[1], len(weights)), np.nan)
    for tag, (true, score) in enumerate(zip(truth.T, probability.T, strict=True)):
        order = np.argsort(-score, kind="stable")
        ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))  # last row of each run of equal scores
        weighted = weights[:, order]
        right = np.cumsum(weighted * true[order], axis=1)[:, ends]
        wrong = np.cumsum(weighted * ~true[order], axis=1)[:, ends]
        gain = np.diff(right, axis=1, prepend=0)
        loss = np.diff(wrong, axis=1, prepend=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            areas[0, tag] = (loss * (right - gain / 2)).sum(axis=1) / (right[:, -1] * wrong[:, -1])
            precision = np.where(gain > 0, right / (right + wrong), 0)
            areas[1, tag] = (gain * precision).sum(axis=1) / right[:, -1]
        areas[1, tag, wrong[:, -1] == 0] = np.nan
    return areas


def without_each_row(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """ROC-AUC and PR-AUC of every tag without each row: -> (2, tags, n).

    A row that is left out takes with it the pairs that it is in, and moves the precision at every score up to its own
    by one row: sums from the top and from the bottom know both, so that n rows cost no more than one sorting.
    """
    areas = np.empty((2, *truth.T.shape))
    for tag, (true, score) in enumerate(zip(truth.T, probability.T, strict=True)):
        _, place = np.unique(-score, return_inverse=True)  # of each row among the scores, the highest first
        gain = np.bincount(place, true)
        loss = np.bincount(place, ~true)
        with np.errstate(invalid="ignore", divide="ignore"):
            areas[0, tag] = _roc_without(gain, loss, place, true)
            areas[1, tag] = _pr_without(gain, loss, place, true)
    return areas


def _roc_without(gain: np.ndarray, loss: np.ndarray, place: np.ndarray, true: np.ndarray) -> np.ndarray:
    """ROC-AUC without each row, from counts of rows with the tag and without it at each score."""
    right, wrong = np.cumsum(gain), np.cumsum(loss)
    pairs = (loss * (right - gain / 2)).sum()
    with_tag = (pairs - (wrong[-1] - wrong + loss / 2)) / ((right[-1] - 1) * wrong[-1])
    without_tag = (pairs - (right - gain / 2)) / (right[-1] * (wrong[-1] - 1))
    return np.where(true, with_tag[place], without_tag[place])


def _pr_without(gain: np.ndarray, loss: np.ndarray, place: np.ndarray, true: np.ndarray) -> np.ndarray:
    """PR-AUC without each row, from counts as in `_roc_without`."""
    right, alarms = np.cumsum(gain), np.cumsum(gain + loss)
    before = np.cumsum(gain * right / alarms) - gain * right / alarms  # what scores above contribute
    with_tag = before + _share((gain - 1) * (right - 1), alarms - 1) + _below(_share(gain * (right - 1), alarms - 1))
    without_tag = before + _share(gain * right, alarms - 1) + _below(_share(gain * right, alarms - 1))
    others = loss.sum()
    with_tag = with_tag / (right[-1] - 1) if others > 0 else np.full(len(gain), np.nan)
    without_tag = without_tag / right[-1] if others > 1 else np.full(len(gain), np.nan)
    return np.where(true, with_tag[place], without_tag[place])


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _below(values: np.ndarray) -> np.ndarray:
    """Sum of the values after each one."""
    return values.sum() - np.cumsum(values)
