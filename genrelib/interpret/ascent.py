"""Gradient ascent on what a network reads: the input that excites a unit, or a label, most.

Inputs climb together, a row each; the network's weights stay. Values are deviations from what real clips hold.
Source: D. Erhan, Y. Bengio, A. Courville & P. Vincent, Visualizing higher-layer features of a deep network, 2009; total
variation and jitter as in A. Mordvintsev, C. Olah & M. Tyka, Inceptionism, 2015.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genrelib import inference
from genrelib.networks.network import Network

Objective = Callable[[Tensor], Tensor]  # inputs (batch, …) -> values (batch,)


@dataclass(frozen=True)
class Climb:
    """Manner of an ascent: so many `steps`, the first of them `step` large (root mean square), the last nearly 0.

    `time` and `frequency` weigh the total variation along either axis, `shift` is the most that an input is moved in
    time before a step, in frames or samples.
    """

    steps: int = 120
    step: float = 0.2
    time: float = 2.0
    frequency: float = 2.0
    shift: int = 4


CLIMB = Climb()


@dataclass(frozen=True, eq=False)
class Ascent:
    """Inputs at the end of an ascent, and the objective before each step and after the last, (steps + 1, batch)."""

    inputs: Tensor
    values: np.ndarray


def unit(network: Network, number: int) -> Objective:
    """Activation of one of the units that the last layer reads, after the last step of a step-wise network."""
    return lambda features: network.inspect(features).embedding[:, number]


def label(network: Network, number: int) -> Objective:
    """Logit of a label."""
    return lambda features: network.classify(network.inspect(features).embedding)[:, number]


def with_gradients(network: object) -> Network:
    """The network, which lets gradients through to what it reads, a clip at a time; otherwise raises ValueError."""
    if not isinstance(network, Network):
        raise ValueError(
            f"expected a network with gradients, got {type(network).__name__} of scikit-learn, which has none; choose "
            "a system of kind network"
        )
    if inference.reads_batch(network):
        raise ValueError(
            f"expected a network that answers a clip by itself, got {type(network).__name__}, whose answer hangs on "
            "the clips beside it; choose another system"
        )
    return network


def roughness(inputs: Tensor, climb: Climb) -> Tensor:
    """Mean absolute difference of neighbours, weighed: (batch, bands, frames) or (batch, samples) -> (batch,)."""
    along = climb.time * _variation(inputs, -1)
    return along if inputs.ndim == 2 else along + climb.frequency * _variation(inputs, -2)


def ascend(
    objective: Objective,
    start: Tensor,
    project: Callable[[Tensor], Tensor],
    climb: Climb = CLIMB,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> Ascent:
    """Climb from `start`, (batch, …) with time as its last axis; `project` puts each step back among what is allowed.

    A step has the gradient's direction and a length of its own, so that a steep network is not climbed faster.
    `progress` is called with the share that is done; what it raises ends the ascent. Equal seeds give equal inputs.

    Raises ValueError if the objective has no gradient, or none that is finite.
    """
    with _one_core():
        return _ascend(objective, start, project, climb, torch.Generator().manual_seed(seed), progress)


def _ascend(
    objective: Objective,
    start: Tensor,
    project: Callable[[Tensor], Tensor],
    climb: Climb,
    generator: torch.Generator,
    progress: Callable[[float], None],
) -> Ascent:
    inputs = project(start.detach().float().clone())
    values = []
    for number in range(climb.steps):
        shift = int(torch.randint(-climb.shift, climb.shift + 1, (1,), generator=generator)) if climb.shift else 0
        value, gradient = _gradient(objective, inputs.roll(shift, dims=-1))
        values.append(value)
        size = gradient.flatten(1).square().mean(dim=1).sqrt().clamp_min(1e-20)
        size = size.reshape(-1, *[1] * (inputs.ndim - 1))
        length = climb.step * (1 - number / climb.steps)
        inputs = project(inputs + length * gradient.roll(-shift, dims=-1) / size)
        progress((number + 1) / climb.steps)
    with torch.no_grad():
        values.append(objective(inputs))
    return Ascent(inputs, torch.stack(values).double().numpy())


@contextmanager
def _one_core() -> Iterator[None]:
    """One core while it lasts: of one clip cores would wait for one another, and last bits hang on their number."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(cores)


def _gradient(objective: Objective, inputs: Tensor) -> tuple[Tensor, Tensor]:
    inputs = inputs.detach().requires_grad_()
    with torch.enable_grad():
        value = objective(inputs)
        if not value.requires_grad:
            raise ValueError("expected an objective with a gradient, got one that does not depend on its input")
        (gradient,) = torch.autograd.grad(value.sum(), inputs)
    if not gradient.isfinite().all():
        raise ValueError("expected finite gradients, got NaN or infinity; begin elsewhere, or climb in smaller steps")
    return value.detach(), gradient


def _variation(inputs: Tensor, dim: int) -> Tensor:
    return inputs.diff(dim=dim).abs().flatten(1).mean(dim=1)
