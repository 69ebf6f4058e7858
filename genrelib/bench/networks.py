"""Networks: a step of training as `train` takes it, and inference, on clips that lie on the device.

The plain way is the eager loop: clips come from the host through a DataLoader, every loss or answer is read at once,
and a network with feedback hears window after window, all of its blocks in each step.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from genrelib.bench.timing import in_turn, memory, row
from genrelib.bench.variants import Work, as_it_is, ready, variants_of
from genrelib.networks.feedback import FeedbackCrnn
from genrelib.networks.waveform import windows
from genrelib.system import System
from genrelib.task import GENRES
from genrelib.train import cuda_graph
from genrelib.train.cuda_graph import replayed
from genrelib.train.processes import ALONE
from genrelib.train.state import State
from genrelib.train.step import Step

TRAINING = 3  # times the operations of the forward pass: the gradients of inputs and of weights cost as much each
ENOUGH = 12e9  # operations of a batch on a CPU
FOREVER = 10**9  # clips


def measured(system: System, device: torch.device, limit: float, limit_bfloat16: float | None = None) -> Iterator[dict]:
    """Rows of training and of inference in clips per second; the limits are floors in operations per second.

    Of the recipe, the optimiser and its rate are used; the rest costs little or belongs to no one network.
    """
    operations = system.operations(system.labels)
    batch = clips(system, operations, device)
    network = system.build(system.labels).to(device)
    host = torch.randn(batch, *system.frontend.shape(system.clip))
    truth = GENRES.targets(np.arange(batch) % system.labels, system.labels)
    x, targets = host.to(device), truth.to(device)
    data = TensorDataset(host, truth)
    loader = iter(DataLoader(data, batch, sampler=RandomSampler(data, replacement=True, num_samples=FOREVER)))
    recipe = replace(system.recipe, augment=(), l1=0.0, clip_norm=None)
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    step = Step(State(network, None, optimizer, torch.Generator(device), {}), network, ALONE, recipe, GENRES)
    plainly = plain_forward(network)
    plain_optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    take = as_it_is
    if device.type == "cuda":
        take = partial(replayed, device=device, recorder=cuda_graph.Recorder(device))

    def learn_plainly() -> None:
        x, targets = (part.to(device) for part in next(loader))
        plain_optimizer.zero_grad()
        loss = GENRES.loss(plainly(x), targets)
        loss.backward()
        plain_optimizer.step()
        loss.item()

    @torch.inference_mode()
    def answer() -> None:
        GENRES.probabilities(network(x))

    @torch.inference_mode()
    def answer_plainly() -> None:
        GENRES.probabilities(plainly(next(loader)[0].to(device))).cpu()

    others = partial(variants_of, step, x, targets, take)
    learn = partial(ready, step, x, targets, take)
    works = (
        ("training", TRAINING, learn, learn_plainly, others),
        ("inference", 1, lambda: answer, answer_plainly, dict),
    )
    for name, factor, *done in works:
        network.train(name == "training")
        floors = {"share": factor * operations / limit}
        if limit_bfloat16:
            floors["share_bfloat16"] = factor * operations / limit_bfloat16
        yield _row(f"{system.name} {name}", batch, floors, device, *done)


def _row(
    title: str,
    batch: int,
    floors: dict[str, float],
    device: torch.device,
    make: Callable[[], Work],
    plain: Work,
    others: Callable[[], dict],
) -> dict:
    """A row of one work beside the plain way and others of its column's name; `floors` are a clip's times in s."""
    made = []

    def first() -> None:
        made.append(make())
        made[0]()

    most = memory(first, device)  # before the other ways exist, which take memory of their own
    times = in_turn(device, ours=made[0], plain=plain, **others())
    seconds = {way: median(taken) for way, taken in times.items()}
    own, plainly = seconds.pop("ours"), seconds.pop("plain")
    return row(
        title,
        batch / own,
        "clips/s",
        batch=batch,
        plain=plainly / own,
        memory=most,
        **{name: floor * batch / own for name, floor in floors.items()},
        **{way: own / taken for way, taken in seconds.items()},
    )


def clips(system: System, operations: int, device: torch.device) -> int:
    """Clips in a batch: the recipe's up to 32 on a GPU; on a CPU what ENOUGH operations allow, from 2 to 8."""
    if device.type == "cuda":
        return min(system.recipe.batch, 32)
    return int(min(8, max(2, ENOUGH // operations)))


def plain_forward(network: nn.Module) -> Callable[[Tensor], Tensor]:
    """The network as its paper describes it, (batch, ...) -> logits, where it computes the same in another order."""
    if not isinstance(network, FeedbackCrnn):
        return network

    def window_by_window(x: Tensor) -> Tensor:
        hidden = x.new_zeros(len(x), network.cell.hidden_size)
        logits = []
        for part in windows(network.standardise(x), network.window):
            for maps in part.unbind(1):  # (batch, 1, window)
                for block, scale in zip(network.blocks, [None, *network.feedback], strict=True):
                    maps = nn.BatchNorm1d.forward(block.normalise, block.convolve(maps)).relu()
                    if scale:
                        maps = functional.max_pool1d(maps, block.pool) * scale(hidden)[:, :, None]
                hidden = network.cell(network.dropout(maps.amax(dim=2)), hidden)
                logits.append(network.classify(hidden))
        return torch.stack(logits, dim=1)  # (batch, steps, classes)

    return window_by_window
