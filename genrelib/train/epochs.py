"""The epochs: a network, its recipe and the clips it hears in; the network that is kept and its history out."""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from genrelib import inference
from genrelib.clips import ClipSet
from genrelib.clips.device_memory import resident
from genrelib.networks.blocks import standardise
from genrelib.system import System
from genrelib.train.average import averaged
from genrelib.train.cuda_graph import replayed
from genrelib.train.deadline import learning_ends
from genrelib.train.early_stopping import status
from genrelib.train.interruption import Interruption, catch_interruption
from genrelib.train.processes import ALONE, Processes, synchronised
from genrelib.train.progress import Progress
from genrelib.train.state import State
from genrelib.train.step import Step


def fit(
    system: System,
    cut: ClipSet,
    heard: Mapping,
    seed: int,
    device: torch.device,
    epochs: int,
    folder: Path,
    made_for: dict,
    resume: bool = False,
    deadline: float = float("inf"),
    team: Processes = ALONE,
) -> tuple[torch.nn.Module, pd.DataFrame, str]:
    """Train a network by its system's recipe, keeping the state in `folder` after every epoch.

    `heard` holds the features of train and valid, as `genrelib.clips.features` has them. Returns the network of the
    best epoch by what the recipe monitors where it has patience and an epoch is over, otherwise as it is at the end; a
    history with one row per epoch that is over; and where the deadline ended it, "" if it did not. `train_loss` is
    without the recipe's `l1`, to stand beside `valid_loss`.
    """
    recipe, task, classes = system.recipe, cut.data.task, len(cut.data.classes)
    torch.manual_seed(seed)
    generator = torch.Generator(device).manual_seed(seed)
    network = system.build(classes)
    clips, valid = cut.part("train"), cut.part("valid")
    features, known, score = heard["train"], recipe.standardise, f"valid_{task.score_name}"
    standardise(network, features if known == ("train",) else resident(cut.stream(cut.parts(known))))
    if team.size > 1 and device.type == "cuda":
        network = synchronised(network)
    network = network.to(device)
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    state = State(network, averaged(network, recipe.average), optimizer, generator, made_for)
    if resume:
        state.restore(folder)
    if recipe.crop:
        cut, clips = cut.near(), clips.drop_duplicates("track")
    targets_of, expected = task.targets(cut.truth(clips), classes).to(device), cut.truth(valid)
    steps = -(-len(clips) // recipe.batch)

    def look() -> dict:
        probability = inference.probabilities(state.judged, heard["valid"], inference.together(system, network), task)
        found = task.score(expected, probability)
        return {"valid_loss": task.cost(expected, probability), score: found if np.isfinite(found) else None}

    learn = replayed(Step(state, team.learner(network), team, recipe, task, made_for["precision"]), device)
    stop, ended = learning_ends(deadline, network, cut), ""
    line = Progress(system.name, epochs, len(clips), len(state.history), shown=team.first)
    # several processes would each stop at another step: they go on from the last finished epoch
    with catch_interruption() if team.size == 1 else nullcontext(Interruption()) as wish, line:
        for epoch in range(len(state.history) + 1, epochs + 1):
            now = status(state.history, recipe, score)
            if now.over:  # a training that was killed after its last epoch
                break
            began, gone, factor = time.monotonic(), len(state.losses), 1.0
            rate = recipe.learning_rate * recipe.stage_factor ** (now.stage - 1)
            if now.stage > 1 and now.began == epoch - 1 and not gone:
                state.restart(recipe.optimizer(network.parameters(), lr=rate))
            team.sow(seed, epoch)
            network.train()
            with state.drawing() as draw:
                if recipe.crop:
                    features = cut.crops(clips.track.to_numpy(), recipe.crop, draw)
                batches = _batches(len(clips), recipe.batch, draw)
            ahead = zip(batches[gone:], features.batches(batches[gone:]), strict=True)
            for step, (batch, x) in enumerate(ahead, gone):
                progress = ((epoch - 1) * steps + step) / (recipe.epochs * steps)
                factor = recipe.schedule(progress) if recipe.schedule else 1.0
                learn(x, targets_of[batch], rate * factor)
                line.step(len(batch))
                if wish.asked:
                    state.save(folder)
                    raise KeyboardInterrupt(_go_on(f"in epoch {epoch} after step {step + 1} of {len(batches)}"))
                if step + 1 < len(batches) and team.size == 1 and time.monotonic() > stop:
                    ended = f"in epoch {epoch} after {step + 1} of {len(batches)} steps"
                    break
            if ended:
                state.save(folder)
                break
            row = {"epoch": epoch, "train_loss": float(team.mean(torch.stack(state.losses).mean()))}
            trained = time.monotonic() - began
            row |= {"valid_loss": None, score: None}
            if epoch % recipe.watch == 0 or epoch == epochs:
                row |= team.agreed(look)
            row["learning_rate"] = rate * factor
            row["seconds"] = time.monotonic() - began
            row["clips_per_second"] = sum(map(len, batches[gone:])) / trained
            state.history.append(row)
            state.losses = []
            now = status(state.history, recipe, score)
            if now.best == epoch:
                state.best = {name: value.detach().clone() for name, value in state.judged.state_dict().items()}
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


def _go_on(where: str) -> str:
    return f"interrupted {where}, nothing is lost; the same command with --resume goes on from there"


def _batches(examples: int, size: int, generator: torch.Generator) -> tuple[torch.Tensor, ...]:
    batches = torch.randperm(examples, generator=generator, device=generator.device).split(size)
    # batch normalisation cannot learn from a batch of one
    return batches[:-1] if len(batches) > 1 and len(batches[-1]) == 1 else batches
