"""An order of classes in which those that are taken for one another stand together."""

import numpy as np
import scipy


def alike_order(counts: np.ndarray) -> np.ndarray:
    """Order of the classes of a confusion matrix (classes, classes), rows are the truth: (classes,) places.

    Two classes are near where a large share of either's rows is answered as the other, both directions alike. They are
    joined by the mean distance of groups, and the tree's leaves ordered so that neighbours are nearest; of the two
    directions of that order the one whose end comes first among the classes.
    Source: Z. Bar-Joseph, D. Gifford, T. Jaakkola, Fast optimal leaf ordering for hierarchical clustering,
    Bioinformatics 2001.
    """
    counts = np.asarray(counts, np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"expected counts (classes, classes), got shape {counts.shape}")
    if len(counts) < 3:
        return np.arange(len(counts))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    apart = 1 - (shares + shares.T) / 2
    np.fill_diagonal(apart, 0)
    tree = scipy.cluster.hierarchy.linkage(scipy.spatial.distance.squareform(apart), "average", optimal_ordering=True)
    order = scipy.cluster.hierarchy.leaves_list(tree)
    return order if order[0] < order[-1] else order[::-1]
