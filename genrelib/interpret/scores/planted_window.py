"""A map against the truth: the label's music sounds in one window alone. Does the map point there?

Source: J. Zhang et al., Top-down Neural Attention by Excitation Backprop, ECCV 2016, for the pointing game.
"""

from typing import NamedTuple

import numpy as np

from genrelib.interpret.importance_map import ImportanceMap

TOLERANCE = 0.25  # s by which the peak may miss the window: a frame of the coarsest maps


class PlantedScore(NamedTuple):
    """Pointing at a window, and how a frame drawn by chance, and an even map, would do: each beside its `_chance`.

    `hit`: the peak lies in the window, or TOLERANCE s beside it. `share` of the importance within the window, in
    [0, 1]. `error`: s from the peak to the window, 0 inside.
    """

    hit: float
    hit_chance: float
    share: float
    share_chance: float
    error: float
    error_chance: float


def score_against(shown: ImportanceMap, start: float, end: float) -> PlantedScore:
    """Score a map by a window from `start` to `end` s."""
    away = np.maximum(np.maximum(start - shown.times, shown.times - end), 0.0)  # s to the window, of each frame
    error = max(start - shown.peak, shown.peak - end, 0.0)
    inside = max(0.0, min(end, shown.end) - max(start, shown.start))
    return PlantedScore(
        hit=float(error <= TOLERANCE),
        hit_chance=float((away <= TOLERANCE).mean()),
        share=shown.share_between(start, end),
        share_chance=inside / (shown.end - shown.start),
        error=error,
        error_chance=float(away.mean()),
    )
