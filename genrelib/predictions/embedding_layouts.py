"""Points of many dimensions laid out in two: by principal components, or by t-SNE; new points find their place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from openTSNE import TSNE
from sklearn.decomposition import PCA

FEWEST = 3  # points that a plane can say anything of
FEWEST_TSNE = 10  # points of which each can have three neighbours and others beyond them
PERPLEXITY = 30.0  # neighbours that t-SNE holds on to, of few points a third of them
STEPS = {"early exaggeration": 250, "descent": 500}  # openTSNE's own
EVERY = 25  # steps between two words on how far it is
TALL = 10  # points to a dimension from which on the covariance matrix is quicker than the points themselves
SPREAD = 1e-4  # standard deviation of the first coordinates of t-SNE's start: van der Maaten & Hinton 2008


class Layout(Protocol):
    """Points in the plane, `positions` (n, 2)."""

    @property
    def positions(self) -> np.ndarray: ...

    def place(self, points: np.ndarray) -> np.ndarray:
        """Positions (m, 2) of other points (m, d) among these."""


@dataclass(frozen=True, eq=False)
class PcaLayout:
    """Two principal components: `shares` of all variance that each holds; distances are shadows of the real ones."""

    positions: np.ndarray
    shares: tuple[float, float]
    components: PCA

    def place(self, points: np.ndarray) -> np.ndarray:
        return self.components.transform(points)


@dataclass(frozen=True, eq=False)
class TsneLayout:
    """A t-SNE: neighbours lie together as far as they can; distances, sizes and gaps mean nothing."""

    positions: np.ndarray
    perplexity: float
    embedding: object

    def place(self, points: np.ndarray) -> np.ndarray:
        return np.asarray(self.embedding.transform(points))  # type: ignore[attr-defined]


def pca(points: np.ndarray) -> PcaLayout:
    """Lay points (n, d) out by their first two principal components.

    Raises ValueError for fewer than FEWEST points or two dimensions, for values that are not finite, and for points
    that are all the same.
    """
    points = _checked(points, FEWEST)
    tall = len(points) > TALL * points.shape[1]
    components = PCA(2, svd_solver="covariance_eigh" if tall else "full").fit(points)
    first, second = components.explained_variance_ratio_.tolist()
    return PcaLayout(components.transform(points), (first, second), components)


def tsne(points: np.ndarray, advance: Callable[[float], None] = lambda share: None) -> TsneLayout:
    """Lay points (n, d) out by t-SNE; the same points get the same positions. `advance` is told the share done.

    It starts from the principal components, so that what lies far apart tends to stay so, and works on one core, so
    that the order of its sums is the same. Raises ValueError as `pca` does, and for fewer than FEWEST_TSNE points.
    Source: D. Kobak, P. Berens, The art of using t-SNE for single-cell transcriptomics, Nature Communications 2019;
    P. Poličar, M. Stražar, B. Zupan, openTSNE, Journal of Statistical Software 2024.
    """
    start = pca(_checked(points, FEWEST_TSNE)).positions
    start = start / start[:, 0].std() * SPREAD
    # What lies on one line would stay on it: no force leads off it.
    start = start + np.random.default_rng(0).normal(0, SPREAD / 100, start.shape)
    done = 0

    def count(step: int, error: float, positions: np.ndarray) -> None:
        nonlocal done
        done += EVERY
        advance(min(1.0, done / sum(STEPS.values())))

    perplexity = min(PERPLEXITY, (len(points) - 1) / 3)
    embedding = TSNE(
        perplexity=perplexity,
        initialization=start,
        neighbors="exact",
        negative_gradient_method="bh",
        early_exaggeration_iter=STEPS["early exaggeration"],
        n_iter=STEPS["descent"],
        n_jobs=1,
        random_state=0,
        callbacks=count,
        callbacks_every_iters=EVERY,
    ).fit(np.asarray(points, np.float64))
    embedding.gradient_descent_params["callbacks"] = None  # newcomers would count on
    return TsneLayout(np.array(embedding), perplexity, embedding)


def _checked(points: np.ndarray, fewest: int) -> np.ndarray:
    points = np.asarray(points, np.float64)
    if points.ndim != 2 or len(points) < fewest or points.shape[1] < 2:
        raise ValueError(f"expected {fewest} points or more, of two numbers or more, got shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError(f"expected finite points, got {int((~np.isfinite(points)).any(axis=1).sum())} that are not")
    if np.allclose(points, points[0]):
        raise ValueError(f"expected points that differ, got {len(points)} that are all the same: nothing to lay out")
    return points
