"""Networks of notebook 02: small ones that learn while a class waits, their running means, and an LSTM's gates."""

import copy
import math
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from genrelib import evaluate, inference, papers
from genrelib.clips import ClipSet, cut_clips
from genrelib.clips.device_memory import resident
from genrelib.datasets import Dataset
from genrelib.lesson.mode import SEED
from genrelib.networks.lstm_stack import LstmStack, StandardisedLstmStack
from genrelib.papers import yenney2022
from genrelib.store import Store
from genrelib.system import System
from genrelib.train.epochs import fit

SMALL = {"widths": (4, 8, 8), "hidden": 32}  # a sixteenth of the maps: a training takes seconds
BATCH = 32  # clips whose means are taken at once, as in training
END = 0.01  # a gate nearer to 0 or 1 than this is shut or open for good


def small_cnn(seconds: float, clips: int = 1) -> System:
    """The report's CNN for the first clips of a song, of so many seconds each, with a sixteenth of its maps."""
    whole = papers.get("yenney2022/cnn-1s")
    frames = whole.frontend.shape(seconds)[1]
    sizes = whole.sizes | SMALL | {"frames": frames}
    recipe = replace(yenney2022.RECIPE, limit=clips)
    name = f"yenney2022/small-cnn-{seconds:g}s"
    return replace(whole, name=name, clip=seconds, sizes=sizes, recipe=recipe, reported={})


@dataclass(frozen=True, eq=False)
class Learned:
    """A network as it is after its last epoch, the history of its epochs, and its clips."""

    network: nn.Module
    history: pd.DataFrame
    clips: ClipSet

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        return math.ceil(len(self.clips.part("train")) / yenney2022.RECIPE.batch)

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


def second_by_second(learned: Learned) -> np.ndarray:
    """Settled probabilities for each clip of every test track, which all have as many: (tracks, clips, classes)."""
    probability = inference.probabilities(learned.settled, learned.features)
    return probability.reshape(len(set(learned.tracks)), -1, probability.shape[1])


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


def first_gates(network: nn.Module, features: Tensor) -> Tensor:
    """Input, forget and output gates of an LstmStack's first layer at every frame: (clips, bands, frames) -> (values,).

    Raises TypeError for another network.
    """
    if not isinstance(network, LstmStack):
        raise TypeError(f"expected a stack of LSTMs, got {type(network).__name__}")
    if isinstance(network, StandardisedLstmStack):
        features = network.standardise(features)
    lstm = network.lstms[0]
    of_input, of_state, *biases = [weight for _, weight in lstm.named_parameters()]
    x = features.transpose(1, 2)  # (clips, frames, bands)
    with torch.no_grad():
        states = lstm(x)[0]
        before = torch.cat([torch.zeros_like(states[:, :1]), states[:, :-1]], dim=1)
        sums = x @ of_input.T + before @ of_state.T + sum(biases)
        put, forget, _, out = sums.chunk(4, dim=2)  # torch's order; the third is no gate
        return torch.cat([put, forget, out]).sigmoid().flatten()


def at_an_end(gates: Tensor) -> float:
    """Share of gates within 1 % of an end."""
    return float(((gates < END) | (gates > 1 - END)).float().mean())
