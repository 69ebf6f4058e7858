"""Networks of notebook 02: small ones that learn while a class waits, their running means, and an LSTM's gates."""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from genrelib import inference, papers
from genrelib.lesson.learned import Learned
from genrelib.networks.lstm_stack import LstmStack, StandardisedLstmStack
from genrelib.papers import yenney2022
from genrelib.system import System

SMALL = {"widths": (4, 8, 8), "hidden": 32}  # a sixteenth of the maps: a training takes seconds
END = 0.01  # a gate nearer to 0 or 1 than this is shut or open for good


def small_cnn(seconds: float, clips: int = 1) -> System:
    """The report's CNN for the first clips of a song, of so many seconds each, with a sixteenth of its maps."""
    whole = papers.get("yenney2022/cnn-1s")
    frames = whole.frontend.shape(seconds)[1]
    sizes = whole.sizes | SMALL | {"frames": frames}
    recipe = replace(yenney2022.RECIPE, limit=clips)
    name = f"yenney2022/small-cnn-{seconds:g}s"
    return replace(whole, name=name, clip=seconds, sizes=sizes, recipe=recipe, reported={})


def second_by_second(learned: Learned) -> np.ndarray:
    """Settled probabilities for each clip of every test track, which all have as many: (tracks, clips, classes)."""
    probability = inference.probabilities(learned.settled, learned.features)
    return probability.reshape(len(set(learned.tracks)), -1, probability.shape[1])


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
