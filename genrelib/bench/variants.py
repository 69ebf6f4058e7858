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
from genrelib.train.cuda_graph import WARM_UPS, ReplayedStep
from genrelib.train.determinism import deterministic
from genrelib.train.step import Step

Work = Callable[[], object]
Take = Callable[[Step], Step | ReplayedStep]
TRIED = 2  # clips; batch normalisation wants more than one


def as_it_is(step: Step) -> Step:
    """A step that is taken eagerly."""
    return step


def variants_of(step: Step, x: Tensor, targets: Tensor, take: Take = as_it_is) -> dict[str, Work | None]:
    """The step on a batch in each other way, by its name in `timing.row`; None where device or network have it not.

    `take` makes of a step what `train` takes.
    """
    eager = {} if take is as_it_is else {"eager": partial(step, x, targets, step.recipe.learning_rate)}
    return eager | {
        "bfloat16": in_bfloat16(step, x, targets, take),
        "deterministic": deterministically(step, x, targets),
        "contiguous": contiguously(step, x, targets, take),
    }


def ready(step: Step, x: Tensor, targets: Tensor, take: Take) -> Work:
    """The step on a batch as `train` takes it, recorded where it is replayed."""
    work = partial(take(step), x, targets, step.recipe.learning_rate)
    for _ in range(0 if take is as_it_is else WARM_UPS + 1):
        work()
    return work


def in_bfloat16(step: Step, x: Tensor, targets: Tensor, take: Take = as_it_is) -> Work | None:
    """The step with products of bfloat16; None on a GPU that only imitates them."""
    try:
        chosen = precision.choose("bfloat16", x.device)
    except ValueError:
        return None
    return ready(replace(step, precision=chosen), x, targets, take)


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


def contiguously(step: Step, x: Tensor, targets: Tensor, take: Take = as_it_is) -> Work | None:
    """The step of a twin whose kernels are contiguous; None for a network without two-dimensional convolutions."""
    if all(weight.dim() < 4 for weight in step.state.network.parameters()):
        return None
    twin = copy.deepcopy(step.state.network).to(memory_format=torch.contiguous_format)
    rate = step.recipe.learning_rate
    state = replace(step.state, network=twin, optimizer=step.recipe.optimizer(twin.parameters(), lr=rate))
    return ready(replace(step, state=state, learner=twin), x, targets, take)
