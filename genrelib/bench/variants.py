"""A training step taken otherwise: as the flags of `train` would have it, and with contiguous kernels.

What bfloat16 gains hangs on the processor; what deterministic algorithms cost hangs on the network too, as where cuDNN
computes its recurrent layers. Contiguous kernels are there to see whether channels-last ones, which `System.build`
makes, pay on this machine.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from genrelib.train import precision
from genrelib.train.determinism import deterministic
from genrelib.train.step import Step

Work = Callable[[], object]
TRIED = 2  # clips; batch normalisation wants more than one


def variants_of(step: Step, x: Tensor, targets: Tensor) -> dict[str, Work | None]:
    """The step on a batch in each other way, by its name in `timing.row`; None where device or network have it not."""
    return {
        "bfloat16": in_bfloat16(step, x, targets),
        "deterministic": deterministically(step, x, targets),
        "contiguous": contiguously(step, x, targets),
    }


def in_bfloat16(step: Step, x: Tensor, targets: Tensor) -> Work | None:
    """The step with products of bfloat16; None on a GPU that only imitates them."""
    try:
        chosen = precision.choose("bfloat16", x.device)
    except ValueError:
        return None
    return partial(replace(step, precision=chosen), x, targets, step.recipe.learning_rate)


def deterministically(step: Step, x: Tensor, targets: Tensor) -> Work | None:
    """The step with deterministic algorithms; None where an operation has none, which a try with few clips shows."""

    def take(clips: int) -> None:
        with deterministic(True):
            step(x[:clips], targets[:clips], step.recipe.learning_rate)

    try:
        take(TRIED)
    except ValueError:
        return None
    return partial(take, len(x))


def contiguously(step: Step, x: Tensor, targets: Tensor) -> Work | None:
    """The step of a twin whose kernels are contiguous; None for a network without two-dimensional convolutions."""
    if all(weight.dim() < 4 for weight in step.state.network.parameters()):
        return None
    twin, rate = copy.deepcopy(step.state.network).to(memory_format=torch.contiguous_format), step.recipe.learning_rate
    state = replace(step.state, network=twin, optimizer=step.recipe.optimizer(twin.parameters(), lr=rate))
    return partial(replace(step, state=state, learner=twin), x, targets, rate)
