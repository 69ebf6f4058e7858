"""The one training loop: a system, a data set, a split and a seed in; a run out."""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from genrelib import determinism, predict, runs, store
from genrelib.datasets import Dataset
from genrelib.deadline import learning_ends
from genrelib.features import Held, held
from genrelib.interruption import Interruption, interruption
from genrelib.material import Material, material
from genrelib.measure import measure
from genrelib.networks.blocks import standardise
from genrelib.origin import origin, partial
from genrelib.precision import choose
from genrelib.processes import ALONE, Processes, processes, synchronised
from genrelib.progress import Progress
from genrelib.residence import laid_out, resident
from genrelib.runs.exchange import heal
from genrelib.state import State, averaged
from genrelib.step import Step
from genrelib.stopping import standing
from genrelib.system import System, describe


def train(
    system: System,
    data: Dataset,
    split: str,
    seed: int,
    root: Path,
    *,
    epochs: int | None = None,
    device: str = "auto",
    resume: bool = False,
    deterministic: bool = False,
    precision: str = "float32",
    deadline: float = float("inf"),
) -> runs.Run:
    """Train a system and keep the run below `root`.

    `epochs` cuts the recipe short, `deadline` (of time.monotonic()) ends it at the step under way, several processes at
    the end of their epoch, in time to measure what is there; either makes the run partial. `resume` goes on with an
    interrupted training: from the last finished epoch if it was killed, from the step where Ctrl-C or the deadline
    stopped it; on the CPU, with as many threads, it ends in the weights of an uninterrupted one.
    `deterministic` asks for what `determinism.PROMISE` says, `precision` for one of `precision.PRECISIONS`.

    Raises ValueError if data, split, device, precision or epochs do not fit, if a partial run would replace a finished
    one, if the deadline leaves no time to measure (OutOfReach), or if the disk is full, and KeyboardInterrupt, with how
    to go on, after Ctrl-C.
    """
    device = choose_device(device)
    precision = choose(precision, device)
    with determinism.deterministic(deterministic), processes(device) as team:
        began = time.monotonic()
        planned = _plan(system, epochs)
        cut = material(system, data, store.prepare(data, system.frontend), split).on(device)
        folder = runs.address(root, data.name, split, system.name, seed)
        if team.first:
            heal(folder.parent)
        if system.recipe and planned < system.recipe.epochs:
            runs.keep_finished(folder, f"{planned} of {system.recipe.epochs} epochs")
        made_for = {
            "declaration": runs.declaration(system),
            "recipe": describe(system.recipe),
            "fingerprint": data.fingerprint,
            "precision": precision,
        }
        heard = {part: resident(cut.stream(cut.part(part))) for part in ("train", "valid")}
        if system.recipe is None:
            network, history, ended = _fit_at_once(system, cut, held(heard["train"])), pd.DataFrame(), ""
        else:
            network, history, ended = fit(
                system, cut, heard, seed, device, planned, folder, made_for, resume, deadline, team
            )
        info = {
            "system": system.name,
            **made_for,
            "data": data.name,
            "task": data.task.name,
            "summary": describe(system.summary),
            "classes": list(data.classes),
            "categories": {name: list(tags) for name, tags in data.categories.items()},
            "split": split,
            "keeps_apart": data.splits[split],
            "seed": seed,
            "clips": cut.clips.part.value_counts().to_dict(),
            "tracks": cut.clips.groupby("part").track.nunique().to_dict(),
            "left_out": list(cut.left_out),
            "seconds": round(time.monotonic() - began, 1),
            "parameters": system.count(len(data.classes)),
            **origin(device),
            "deterministic": deterministic,
            "processes": team.size,
            "partial": partial(system, history, planned, ended),
        }
        if team.first:
            heard["test"] = resident(cut.stream(cut.part("test")))
            _keep(folder, measure(network, cut, heard, info, history))
        team.agreed(lambda: "kept")
        return runs.load(folder)


def fit(
    system: System,
    cut: Material,
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

    `heard` holds the features of train and valid, as `genrelib.features` has them. Returns the network of the best
    epoch by what the recipe monitors where it has patience and an epoch is over, otherwise as it is at the end; a
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
    network = laid_out(network.to(device), device)
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    state = State(network, averaged(network, recipe.average), optimizer, generator, made_for)
    if resume:
        state.restore(folder)
    if recipe.crop:
        cut, clips = cut.near(), clips.drop_duplicates("track")
    targets_of, expected = task.targets(cut.truth(clips), classes).to(device), cut.truth(valid)
    steps = -(-len(clips) // recipe.batch)

    def look() -> dict:
        probability = predict.probabilities(state.judged, heard["valid"], predict.together(system, network), task)
        found = task.score(expected, probability)
        return {"valid_loss": task.cost(expected, probability), score: found if np.isfinite(found) else None}

    learn = Step(state, team.learner(network), team, recipe, task, made_for["precision"])
    stop, ended = learning_ends(deadline, network, cut), ""
    line = Progress(system.name, epochs, len(clips), len(state.history), shown=team.first)
    # several processes would each stop at another step: they go on from the last finished epoch
    with interruption() if team.size == 1 else nullcontext(Interruption()) as wish, line:
        for epoch in range(len(state.history) + 1, epochs + 1):
            now = standing(state.history, recipe, score)
            if now.over:  # a training that was killed after its last epoch
                break
            began, gone = time.monotonic(), len(state.losses)
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
            row["learning_rate"] = state.optimizer.param_groups[0]["lr"]
            row["seconds"] = time.monotonic() - began
            row["clips_per_second"] = sum(map(len, batches[gone:])) / trained
            state.history.append(row)
            state.losses = []
            now = standing(state.history, recipe, score)
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


def choose_device(name: str) -> torch.device:
    """The device by its name; "auto" is CUDA where there is one. Raises ValueError if CUDA is asked for and absent."""
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError("--device cuda: expected an NVIDIA GPU that PyTorch can use, found none; use --device cpu")
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")


def _fit_at_once(system: System, cut: Material, features: Held):
    classes = len(cut.data.classes)
    pipeline = cut.data.task.pipeline(system.build(classes), classes)
    return pipeline.fit(features.values.cpu().numpy(), cut.truth(cut.part("train")))


def _keep(folder: Path, result: runs.Result) -> None:
    try:
        runs.save(folder, result)
    except OSError as reason:
        raise ValueError(
            f"{folder}: expected room for the run, got: {reason.strerror}; make room, then the same command with "
            "--resume writes it again"
        ) from reason


def _go_on(where: str) -> str:
    return f"interrupted {where}, nothing is lost; the same command with --resume goes on from there"


def _batches(examples: int, size: int, generator: torch.Generator) -> tuple[torch.Tensor, ...]:
    batches = torch.randperm(examples, generator=generator, device=generator.device).split(size)
    # batch normalisation cannot learn from a batch of one
    return batches[:-1] if len(batches) > 1 and len(batches[-1]) == 1 else batches


def _plan(system: System, epochs: int | None) -> int:
    """Epochs to train: the recipe's, or fewer if asked for; 0 for what is fitted at once and has none."""
    if system.recipe is None:
        return 0
    most = system.recipe.epochs
    if epochs is not None and epochs > most:
        raise ValueError(f"--epochs {epochs}: expected at most the {most} of {system.name}'s recipe; leave it out")
    return most if epochs is None else epochs
