"""The unit that is active most often where a network names a genre, and the clips that excite it most."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.interpret.recorded_clips import ReadClips


@dataclass(frozen=True)
class ActiveUnit:
    """Unit `number`, active (above 0) on the share `active` of the clips predicted so and `elsewhere` of the others."""

    number: int
    active: float
    elsewhere: float


def most_active(clips: ReadClips, label: str) -> ActiveUnit:
    """The unit that is active on most of the clips that are called `label`; among equals the strongest on average.

    Raises ValueError if no clip is called so.
    Source: Irvin, Chartock & Hollander, second of their future projects.
    """
    chosen = clips.predicted(label)
    if not chosen.any():
        raise ValueError(f"expected clips that are called {label}, got none; read others")
    active = (clips.units[chosen] > 0).mean(axis=0)
    strength = clips.units[chosen].mean(axis=0)
    number = int(np.lexsort((-strength, -active))[0])
    others = clips.units[~chosen, number] > 0
    return ActiveUnit(number, float(active[number]), float(others.mean()) if len(others) else float("nan"))


def most_exciting(clips: ReadClips, values: np.ndarray, count: int = 5) -> pd.DataFrame:
    """The clip with the largest of `values` (clips,) of each track, the largest first, with `value` and `place`."""
    table = clips.rows.assign(value=values, place=np.arange(len(values)))
    table = table.sort_values("value", ascending=False, kind="stable").drop_duplicates("track")
    return table.head(count).reset_index(drop=True)
