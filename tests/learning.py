"""Forty steps on something easy: whether a network learns at all, and with all it has."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


def two_sounds(clips: int, bands: int = 12) -> tuple[Tensor, Tensor]:
    """Noise, (clips, bands, 20), with a steady tone a sixth or two thirds up the bands, and which of the two it is."""
    features, genres = torch.randn(clips, bands, 20), torch.arange(clips) % 2
    features[torch.arange(clips), bands // 6 + bands // 2 * genres] += 2.0
    return features, genres


def learn(network: nn.Module, draw: Callable[[int], tuple[Tensor, Tensor]], loss: Callable = cross_entropy) -> None:
    """Train a network on what `draw` makes of a number of clips: features and what is true of them."""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(40):
        features, truth = draw(32)
        optimizer.zero_grad()
        loss(network(features), truth).backward()
        optimizer.step()


def accuracy(network: nn.Module, draw: Callable[[int], tuple[Tensor, Tensor]]) -> float:
    """Share of fresh clips whose genre it names, in the mode it is in: 40 steps are too few for Keras' slow means."""
    features, genres = draw(200)
    return (network(features).argmax(dim=1) == genres).float().mean().item()


def learn_two_sounds(network: nn.Module) -> tuple[float, list[str]]:
    """Accuracy on fresh clips afterwards, and the names of weights that are still what they were."""
    before = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    learn(network, two_sounds)
    still = [name for name, weight in network.named_parameters() if torch.equal(weight, before[name])]
    return accuracy(network, two_sounds), still
