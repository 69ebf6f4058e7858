"""Sanity of explanations: does the map change when the network forgets what it learned?

Source: J. Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018. Their weights are drawn anew; here each
tensor's numbers are put in a random order, so that they keep their size.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy import stats
from torch import Tensor

from genrelib.interpret.methods import Explain
from genrelib.interpret.question import Question, answering
from genrelib.networks.network import Network

ALIKE = 0.5  # rank correlation of maps with and without what was learned, from which on a map says little of it


@dataclass(frozen=True)
class Sanity:
    """Rank correlation of absolute maps, mean over clips: of the network as it is with one that forgot.

    `whole`: it forgot everything. `cascade`: the name of a layer, from the top down, and the correlation once it and
    all above it have forgotten.
    """

    whole: float
    cascade: tuple[tuple[str, float], ...]

    @property
    def passes(self) -> bool:
        """False for a map that stays as it was: it shows the sound, not the network."""
        return self.whole < ALIKE

    def __str__(self) -> str:
        verdict = "passes: the map changes" if self.passes else "fails: the map hardly changes"
        return f"{verdict} without what the network learned (rank correlation {self.whole:.2f})"


def check_sanity(explain: Explain, question: Question, features: Tensor, seed: int = 0) -> Sanity:
    """Compare the maps of a method with those of the network whose weights are in a random order."""
    before = explain(question, features, seed)

    def after(layers: Sequence[str]) -> float:
        network = forgetful(question.network, layers, seed)
        changed = explain(Question(network, question.frontend, question.label), features, seed)
        return rank_correlation(np.abs(before), np.abs(changed))

    layers = layers_from_top(question.network, features[:1])
    cascade = tuple((name, after(layers[: place + 1])) for place, name in enumerate(layers))
    return Sanity(cascade[-1][1], cascade)


def layers_from_top(network: Network, features: Tensor) -> list[str]:
    """Names of the modules with weights of their own, the one that is used last in an answer first."""
    used: list[str] = []
    hooks = []
    for name, module in network.named_modules():
        if next(module.parameters(recurse=False), None) is not None:
            hooks.append(module.register_forward_pre_hook(lambda *_, name=name: used.append(name)))
    try:
        with answering(network), torch.no_grad():
            network(features)
    finally:
        for hook in hooks:
            hook.remove()
    return list(dict.fromkeys(used))[::-1]


def forgetful(network: Network, layers: Sequence[str], seed: int = 0) -> Network:
    """A copy of the network in which the numbers of each weight of these layers lie in a random order."""
    twin = copy.deepcopy(network)
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name in layers:
            for weight in twin.get_submodule(name).parameters(recurse=False):
                order = torch.randperm(weight.numel(), generator=random).to(weight.device)
                weight.copy_(weight.flatten()[order].view(weight.shape))
    return twin


def rank_correlation(first: Sequence[np.ndarray] | np.ndarray, second: Sequence[np.ndarray] | np.ndarray) -> float:
    """Mean of Spearman's rank correlation of (clips, …) over clips; of a map without differences it is 0."""
    pairs = [(a.ravel(), b.ravel()) for a, b in zip(first, second, strict=True)]
    return float(np.mean([_spearman(a, b) for a, b in pairs]))


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(stats.spearmanr(first, second).statistic)
