"""The epochs: a network, its recipe and its clips in; the network that is kept and its history out."""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from genrelib import inference
from genrelib.clips import ClipSet
from genrelib.clips.device_memory import resident
from genrelib.networks.blocks import standardise
from genrelib.train.average import averaged
from genrelib.train.batches import Batches
from genrelib.train.cuda_graph import ReplayedStep, replayed
from genrelib.train.deadline import learning_ends
from genrelib.train.early_stopping import status
from genrelib.train.interruption import Interruption, catch_interruption
from genrelib.train.processes import ALONE, Processes, synchronised
from genrelib.train.progress import Progress
from genrelib.train.state import State
from genrelib.train.step import Step


def fit(
    cut: ClipSet,
    features: Mapping,
    seed: int,
    epochs: int,
    folder: Path,
    made_for: dict,
    resume: bool = False,
    deadline: float = float("inf"),
    team: Processes = ALONE,
) -> tuple[torch.nn.Module, pd.DataFrame, str]:
    """Train a network of the clip set's system by its recipe, keeping the state in `folder` after every epoch.

    `features` holds those of train and valid, as `genrelib.clips.features` has them. Returns the network of the best
    epoch by what the recipe monitors where it has patience and an epoch is over, otherwise as it is at the end; a
    history with one row per epoch that is over; and where the deadline ended it, "" if it did not. `train_loss` is
    without the recipe's `l1`, to stand beside `valid_loss`.
    """
    recipe, task = cut.system.recipe, cut.data.task
    score = _score(cut)
    ended = ""
    state = first_state(cut, features["train"], seed, made_for, team)
    if resume:
        state.restore(folder)
    if recipe.crop:
        cut = cut.near()
    batches = Batches(cut, features["train"], recipe)
    step = replayed(Step(state, team.learner(state.network), team, recipe, task, made_for["precision"]), cut.device)
    stop = learning_ends(deadline, state.network, cut)
    line = Progress(cut.system.name, epochs, len(batches.clips), len(state.history), shown=team.first)
    # several processes would each stop at another step: they go on from the last finished epoch
    with catch_interruption() if team.size == 1 else nullcontext(Interruption()) as wish, line:
        lesson = Lesson(state, step, batches, line, wish, stop if team.size == 1 else float("inf"), folder)
        for epoch in range(len(state.history) + 1, epochs + 1):
            now = status(state.history, recipe, score)
            if now.over:  # a training that was killed after its last epoch
                break
            began = time.monotonic()
            rate = recipe.learning_rate * recipe.stage_factor ** (now.stage - 1)
            if now.stage > 1 and now.began == epoch - 1 and not state.losses:
                state.restart(recipe.optimizer(state.network.parameters(), lr=rate))
            team.sow(seed, epoch)
            learned = lesson.learn(epoch, rate)
            if learned.ended:
                ended = learned.ended
                break
            row = {"epoch": epoch, "train_loss": float(team.mean(torch.stack(state.losses).mean()))}
            trained = time.monotonic() - began
            row |= {"valid_loss": None, score: None}
            if epoch % recipe.watch == 0 or epoch == epochs:
                row |= team.agreed(lambda: validate(state, cut, features["valid"]))
            row |= {"learning_rate": learned.rate, "seconds": time.monotonic() - began}
            row["clips_per_second"] = learned.clips / trained
            state.end_epoch(row)
            now = status(state.history, recipe, score)
            if now.best == epoch:
                state.keep_best()
            if team.first:
                state.save(folder)
            line.epoch(row, score, now.best)
            if wish.asked:
                raise KeyboardInterrupt(_go_on(f"after epoch {epoch}"))
            if now.over:
                break
            if epoch < epochs and team.agreed(lambda: time.monotonic() > stop):
                ended = f"after {epoch} of {epochs} epochs"
                break
    if recipe.patience is not None and state.best:
        state.judged.load_state_dict(state.best)
    return state.judged.eval(), pd.DataFrame(state.history), ended


def first_state(cut: ClipSet, features, seed: int, made_for: dict, team: Processes) -> State:
    """The state before the first step: a fresh network, standardised by the parts that its recipe names."""
    recipe = cut.system.recipe
    torch.manual_seed(seed)
    generator = torch.Generator(cut.device).manual_seed(seed)
    network = cut.system.build(len(cut.data.classes))
    parts = recipe.standardise
    standardise(network, features if parts == ("train",) else resident(cut.stream(cut.parts(parts))))
    if team.size > 1 and cut.device.type == "cuda":
        network = synchronised(network)
    network = network.to(cut.device)
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    return State(network, averaged(network, recipe.average), optimizer, generator, made_for)


@dataclass(frozen=True, eq=False)
class Lesson:
    """The steps of an epoch, which end early at the time `stop` (of time.monotonic()), or when `wish` is asked."""

    state: State
    step: Step | ReplayedStep
    batches: Batches
    line: Progress
    wish: Interruption
    stop: float
    folder: Path

    def learn(self, epoch: int, rate: float) -> "Learned":
        """Learn from the epoch's batches at a learning rate, times what the recipe's schedule makes of it.

        Raises KeyboardInterrupt, with how to go on, after Ctrl-C. The state is kept wherever the epoch ends early.
        """
        state = self.state
        learned = Learned(0, rate)
        state.network.train()
        drawn, left = self.batches.draw(state)
        for number, (x, targets) in enumerate(left, len(state.losses) + 1):
            learned = Learned(learned.clips + len(x), rate * self.batches.factor(epoch, number))
            self.step(x, targets, learned.rate)
            self.line.step(len(x))
            if self.wish.asked:
                state.save(self.folder)
                raise KeyboardInterrupt(_go_on(f"in epoch {epoch} after step {number} of {len(drawn)}"))
            if number < len(drawn) and time.monotonic() > self.stop:
                state.save(self.folder)
                return replace(learned, ended=f"in epoch {epoch} after {number} of {len(drawn)} steps")
        return learned


@dataclass(frozen=True)
class Learned:
    """Clips that were learned from in an epoch, the last step's learning rate, and where the time ended it, or ""."""

    clips: int
    rate: float
    ended: str = ""


def validate(state: State, cut: ClipSet, features) -> dict[str, float | None]:
    """Loss and score on the validation part, as columns of the history; None for a score of nothing."""
    task = cut.data.task
    truth = cut.truth(cut.part("valid"))
    together = inference.together(cut.system, state.network)
    probability = inference.probabilities(state.judged, features, together, task)
    score = task.score(truth, probability)
    return {"valid_loss": task.cost(truth, probability), _score(cut): score if np.isfinite(score) else None}


def _score(cut: ClipSet) -> str:
    return f"valid_{cut.data.task.score_name}"


def _go_on(where: str) -> str:
    return f"interrupted {where}, nothing is lost; the same command with --resume goes on from there"
