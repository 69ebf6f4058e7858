"""A small network that learns while a class waits, and its running means taken anew."""

import copy
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from genrelib import evaluate, inference
from genrelib.clips import ClipSet, cut_clips
from genrelib.clips.device_memory import resident
from genrelib.datasets import Dataset
from genrelib.lesson.mode import SEED
from genrelib.recipe import Recipe
from genrelib.store import Store
from genrelib.system import System
from genrelib.train.epochs import fit

BATCH = 32  # clips whose means are taken at once, as in training


@dataclass(frozen=True, eq=False)
class Learned:
    """A network as it is after its last epoch, the history of its epochs, and its clips."""

    network: nn.Module
    history: pd.DataFrame
    clips: ClipSet

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        return math.ceil(len(self.clips.part("train")) / cast(Recipe, self.clips.system.recipe).batch)

    @property
    def weights(self) -> int:
        """Number of its trained weights."""
        return sum(weight.numel() for weight in self.network.parameters())

    @cached_property
    def settled(self) -> nn.Module:
        """The network with its means taken anew from the clips that it learned from."""
        return settled(self.network, self.clips.features(self.clips.part("train")))

    @cached_property
    def features(self) -> Tensor:
        """Features of the test clips, (clips, bands, frames)."""
        return self.clips.features(self.clips.part("test"))

    @property
    def truth(self) -> np.ndarray:
        """True genres of the test clips, (clips,)."""
        return self.clips.truth(self.clips.part("test"))

    @property
    def tracks(self) -> np.ndarray:
        """Tracks of the test clips, (clips,)."""
        return self.clips.part("test").track.to_numpy()

    def right(self, network: nn.Module) -> evaluate.Interval:
        """Share of the test clips that a network names right, with its interval over tracks."""
        probability = inference.probabilities(network, self.features)
        return evaluate.over_tracks(evaluate.accuracy, self.truth, probability, self.tracks)


def learn(system: System, data: Dataset, samples: Store, split: str, epochs: int) -> Learned:
    """Train a system that the catalogue need not have, by its recipe but for so many epochs; nothing stays on disk."""
    clips = cut_clips(system, data, samples, split)
    features = {part: resident(clips.stream(clips.part(part))) for part in ("train", "valid")}
    with TemporaryDirectory() as folder:
        network, history, _ = fit(clips, features, SEED, epochs, Path(folder), {"precision": "float32"})
    return Learned(network, history, clips)


def settled(network: nn.Module, features: Tensor) -> nn.Module:
    """A copy of a network whose normalisations know the means of these clips, (clips, *shape), and none from before.

    Not a weight is changed.
    """
    network = copy.deepcopy(network).eval()
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # the plain mean of all batches
            layer.train()
    with torch.no_grad():
        for batch in features.split(BATCH):
            network(batch)
    return network.eval()
