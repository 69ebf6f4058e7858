"""The unit that is active most often where a network names a genre, and the clips that excite it most."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import inference
from genrelib.interpret.recorded_clips import ReadClips
from genrelib.networks.network import Network

WINDOW = 1.0  # s that are silenced to see what they are worth


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


def worth_of_seconds(network: Network, objective, features: Tensor, per_second: float, quietest: float) -> np.ndarray:
    """Loss of an objective as each WINDOW of a clip (bands, frames) is silenced, half a window after another.

    (windows, 2): the middle of a window in s, and the loss. The largest loss marks the second that excites most.
    """
    length = max(1, round(WINDOW * per_second))
    starts = range(0, max(1, features.shape[-1] - length + 1), max(1, length // 2))
    silenced = features.repeat(len(starts), 1, 1)
    for row, start in zip(silenced, starts, strict=True):
        row[:, start : start + length] = quietest
    network.eval()
    with torch.inference_mode():
        whole = objective(features[None])
        values = torch.cat([objective(part) for part in silenced.split(inference.BATCH)])
    middles = (np.array(starts) + length / 2) / per_second
    return np.stack([middles, (whole - values).double().numpy()], axis=1)
