"""One step of training: a batch, augmented, forwards and backwards."""

from dataclasses import dataclass

import torch
from torch import Tensor

from genrelib.system import Recipe
from genrelib.task import Task
from genrelib.train import precision
from genrelib.train.processes import Processes
from genrelib.train.state import State


@dataclass(frozen=True, eq=False)
class Step:
    """Changes the state's network by the recipe; `learner` is what is called in its place, see `Processes.learner`.

    It is not compiled: on the CPU `torch.compile` took a tenth off a step (an LSTM's 46 -> 37 ms, a CNN's 430 -> 383),
    but 18 to 20 s for each shape of batch, a C++ compiler, and other last bits than a training gone on with has.
    """

    state: State
    learner: torch.nn.Module
    team: Processes
    recipe: Recipe
    task: Task
    precision: str = "float32"

    def __call__(self, x: Tensor, targets: Tensor, rate: float) -> None:
        """Learn from a batch at a learning rate. Its loss, this process's part of it, is noted and stays unread."""
        recipe, state, network = self.recipe, self.state, self.state.network
        for augment in recipe.augment:
            x, targets = augment(x, targets, state.generator)
        for group in state.optimizer.param_groups:
            group["lr"] = rate
        with precision.forward(self.precision, x.device):
            said = self.learner(self.team.share(x))
        loss = self.task.loss(said.float(), self.team.share(targets), recipe.label_smoothing) * self.team.weight(len(x))
        state.optimizer.zero_grad(set_to_none=True)
        (loss + recipe.l1 * size(network) if recipe.l1 else loss).backward()
        if recipe.clip_norm:
            torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.clip_norm)
        state.optimizer.step()
        if state.average:
            state.average.update_parameters(network)
        state.losses.append(loss.detach())


def size(network: torch.nn.Module) -> Tensor:
    """Sum of all absolute weights; biases are spared."""
    return sum(value.abs().sum() for name, value in network.named_parameters() if "weight" in name.rsplit(".", 1)[-1])
