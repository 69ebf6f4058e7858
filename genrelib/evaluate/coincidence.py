"""Mistakes that come together: the tags that are falsely alarmed, or missed, on the same tracks as a given one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy

LEAST = 5  # mistakes of either tag, on the tracks that count, from which on a coincidence can be judged


def holm(p: np.ndarray) -> np.ndarray:
    """Adjust p-values (n,) for their number: those up to a level hold it for all of them together; NaN stays NaN.

    Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 1979.
    """
    p = np.asarray(p, np.float64)
    adjusted = np.full(p.shape, np.nan)
    order = np.argsort(p, kind="stable")[: np.isfinite(p).sum()]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(factors * p[order]), 1)
    return adjusted


def coincidences(mistaken: np.ndarray, possible: np.ndarray, tags: Sequence[str], tag: str) -> pd.DataFrame:
    """Compare a tag's mistakes with those of each other tag: (n, tags) booleans twice -> one row per other tag.

    `possible` says where a mistake can be made: false alarms only on tracks without a tag, misses only on those with
    it; `mistaken` where it is. Only `tracks` on which both tags can be mistaken count, or tags that go together would
    seem to be mistaken together. Of these, `own` are mistakes of the given tag, `mistakes` of the other, `together` of
    both, and `expected` as many as chance brings together. `p` is Fisher's exact test that more come together, NaN
    where either has fewer than LEAST; `p_holm` the same for as many tests as there are. The least probable come first.

    Source: R. Fisher, The logic of inductive inference, Journal of the Royal Statistical Society 1935.
    """
    mistaken, possible = np.asarray(mistaken, bool), np.asarray(possible, bool)
    if mistaken.shape != possible.shape or mistaken.ndim != 2 or mistaken.shape[1] != len(tags):
        shapes = f"{mistaken.shape} and {possible.shape}"
        raise ValueError(f"expected mistakes and where they are possible, (n, {len(tags)}) both, got shapes {shapes}")
    if (mistaken & ~possible).any():
        raise ValueError("expected mistakes only where they are possible")
    place = list(tags).index(tag)
    both = possible & possible[:, [place]]
    tracks = both.sum(axis=0)
    own = (both & mistaken[:, [place]]).sum(axis=0)
    mistakes = (both & mistaken).sum(axis=0)
    together = (both & mistaken & mistaken[:, [place]]).sum(axis=0)
    p = scipy.stats.hypergeom.sf(together - 1, tracks, own, mistakes)
    columns = {
        "tracks": tracks,
        "own": own,
        "mistakes": mistakes,
        "together": together,
        "expected": own * mistakes / np.maximum(tracks, 1),
        "p": np.where(np.minimum(own, mistakes) >= LEAST, p, np.nan),
    }
    table = pd.DataFrame(columns, index=pd.Index(tags, name="tag")).drop(index=tag)
    table["p_holm"] = holm(table.p.to_numpy())
    order = np.lexsort((-(table.together - table.expected), table.p))
    return table.iloc[order]
