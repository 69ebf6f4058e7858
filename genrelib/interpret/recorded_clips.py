"""Clips of a run's test part, read again as its network reads them, and the units that they excite."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import frontends, inference
from genrelib.datasets import Dataset
from genrelib.runs import Run, RunError
from genrelib.system import System

TRACKS = 12  # read of a label, the surest first
ELSEWHERE = 1  # tracks of every other label beside them


@dataclass(frozen=True, eq=False)
class ReadClips:
    """Clips that were read: `rows` (clips) with track, start (s), truth and predicted; `features` (clips, *shape).

    `units` (clips, d) are the activations that the last layer reads.
    """

    rows: pd.DataFrame
    features: Tensor
    units: np.ndarray

    def predicted(self, label: str) -> np.ndarray:
        """True for clips that the network calls so, (clips,)."""
        return (self.rows.predicted == label).to_numpy()


def predicted_rows(run: Run) -> pd.DataFrame:
    """Test clips of a run: track, start (s), truth, the label predicted and its probability `p`.

    Raises RunError if the run has no predictions, or is about tags.
    """
    if not run.has_answers or "truth" not in run.predictions:
        raise RunError(
            f"{run.folder}: expected predictions of genres, got none; choose a run about genres that has them"
        )
    table = run.predictions
    probabilities = table[[f"p_{label}" for label in run.classes]].to_numpy()
    best = probabilities.argmax(axis=1)
    return table[["track", "start", "truth"]].assign(predicted=np.array(run.classes)[best], p=probabilities.max(axis=1))


def choose_rows(run: Run, label: str, tracks: int = TRACKS) -> pd.DataFrame:
    """Rows of clips predicted as a label, of the `tracks` that are surest of it, and of a track of every other label.

    Raises ValueError if no test clip is predicted so.
    """
    rows = predicted_rows(run)
    if not (rows.predicted == label).any():
        raise ValueError(
            f"{run.name}: expected test clips that are called {label}, got none; choose one of "
            f"{', '.join(sorted(rows.predicted.unique()))}"
        )
    parts = []
    for predicted, group in rows.groupby("predicted"):
        surest = group.groupby("track").p.max().sort_values(ascending=False, kind="stable")
        parts.append(group[group.track.isin(surest.index[: tracks if predicted == label else ELSEWHERE])])
    return pd.concat(parts).sort_index().reset_index(drop=True)


def read(
    model: inference.Model,
    data: Dataset,
    rows: pd.DataFrame,
    progress: Callable[[float], None] = lambda share: None,
) -> ReadClips:
    """Read clips of a data set, and ask the network. Rows have track and start (s).

    Raises AudioError if a track cannot be read.
    """
    features = [torch.empty(0)] * len(rows)
    places = rows.reset_index(drop=True)
    for number, (track, group) in enumerate(places.groupby("track")):
        progress(number / places.track.nunique())
        clips = clip_features(model.system, data, str(track), group.start)
        for place, clip in zip(group.index, clips, strict=True):
            features[place] = clip
    read_features = torch.stack(features)
    outputs = inference.infer(model.network, read_features.split(inference.BATCH))
    return ReadClips(places, read_features, outputs.embeddings)


def clip_features(system: System, data: Dataset, track: str, starts) -> Tensor:
    """Features of a track's clips that begin at these seconds, each computed of the clip alone, (clips, *shape)."""
    if data.frontend is not None:
        whole = torch.from_numpy(data.features(track))
        frames = frontends.excerpt_frames(system.frontend, system.clip)
        firsts = [round(start * system.frontend.frames_per_second) for start in starts]
        return torch.stack([_padded(whole[:, first : first + frames], frames) for first in firsts])
    rate = system.frontend.sample_rate
    waveform = torch.from_numpy(data.waveform(track, rate).copy())  # of a cache, it may not be written to
    length = round(system.clip * rate)
    firsts = [round(start * rate) for start in starts]
    return system.frontend(torch.stack([_padded(waveform[first : first + length], length) for first in firsts]))


def _padded(excerpt: Tensor, length: int) -> Tensor:
    return torch.nn.functional.pad(excerpt, (0, length - excerpt.shape[-1]))
