"""A classifier of what `frontends.Statistics` says of a clip: a row of numbers, each with a unit of its own."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def svm(*, C: float, classes: int) -> "Pipeline":
    """Support vector machine with a Gaussian kernel one over the number of statistics wide, each first standardised.

    `pipeline.fit(statistics, genres)` takes (clips, statistics) and whole numbers; `predict_proba` gives (clips,
    classes), a softmax of decision values. `C` is the price of a clip on the wrong side. `classes` is told to every
    network; the machine reads it off the genres.
    Source: Defferrard, Benzi, Vandergheynst & Bresson, FMA: a dataset for music analysis, ISMIR 2017, and their code.
    """
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    from genrelib.networks.support_vectors import RbfMachine

    return Pipeline([("standardise", StandardScaler()), ("classify", RbfMachine(C=C))])
