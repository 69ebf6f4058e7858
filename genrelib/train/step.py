"""One step of training: a batch, augmented, forwards and backwards."""

from dataclasses import dataclass

import torch
from torch import Tensor

from genrelib.recipe import Recipe
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
        for group in self.state.optimizer.param_groups:
            group["lr"] = rate
        self.note(self.learn(*self.augmented(x, targets)))

    def augmented(self, x: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """The batch as the recipe changes it, which takes chance from the state's generator."""
        for augment in self.recipe.augment:
            x, targets = augment(x, targets, self.state.generator)
        return x, targets

    def learn(self, x: Tensor, targets: Tensor) -> Tensor:
        """Move the weights, and their average, by a batch at the optimiser's rate; -> its loss, without the `l1`.

        Nothing in here waits for the device, and nothing but tensors changes: `cuda_graph` records it.
        """
        recipe, state, network = self.recipe, self.state, self.state.network
        with precision.forward(self.precision, x.device):
            logits = self.learner(self.team.share(x))
        share = self.team.share(targets)
        loss = self.task.loss(logits.float(), share, recipe.label_smoothing) * self.team.weight(len(x))
        state.optimizer.zero_grad(set_to_none=True)
        (loss + recipe.l1 * size(network) if recipe.l1 else loss).backward()
        if recipe.clip_norm:
            torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.clip_norm)
        state.optimizer.step()
        if state.average:
            state.average.follow(network)
        return loss.detach()

    def note(self, loss: Tensor) -> None:
        """Count a step that was learned from, and keep its loss."""
        if self.state.average:
            self.state.average.n_averaged += 1
        self.state.losses.append(loss)


def size(network: torch.nn.Module) -> Tensor:
    """Sum of all absolute weights; biases are spared."""
    return sum(value.abs().sum() for name, value in network.named_parameters() if "weight" in name.rsplit(".", 1)[-1])
