"""One training from its plan to the run that is kept. The loop itself is in `epochs`."""

import time
import warnings
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import torch

from genrelib import runs, store
from genrelib.clips import CPU, ClipSet, cut_clips
from genrelib.clips.device_memory import resident
from genrelib.clips.features import InMemoryFeatures, in_memory
from genrelib.datasets import Dataset
from genrelib.datasets.audit.account import latest_recordings
from genrelib.datasets.audit.leaks import leaks_of
from genrelib.runs.atomic_replace import recover
from genrelib.system import System, describe
from genrelib.system_errors import explained
from genrelib.train import determinism
from genrelib.train.epochs import fit
from genrelib.train.evaluation import measure
from genrelib.train.lock import alone
from genrelib.train.origin import describe_origin, partial
from genrelib.train.precision import AUTO, resolve
from genrelib.train.processes import joined_processes


def train_system(
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
    precision: str = AUTO,
    deadline: float = float("inf"),
) -> runs.Run:
    """Train a system and keep the run below `root`.

    `epochs` cuts the recipe short, `deadline` (of time.monotonic()) ends it at the step under way, several processes at
    the end of their epoch, in time to measure what is there; either makes the run partial. `resume` goes on with an
    interrupted training: from the last finished epoch if it was killed, from the step where Ctrl-C or the deadline
    stopped it; on the CPU, with as many threads, it ends in the weights of an uninterrupted one.
    `deterministic` asks for what `determinism.PROMISE` says, `precision` for what `precision.resolve` says;
    an interrupted training keeps the one that it began with, unless another one is asked for by its name.

    Raises ValueError if the system is adopted and not trained, if data, split, device, precision or epochs do not fit,
    if no run may have the names of the data set and its genres or tags,
    if a partial run would replace a finished one, if another training of the run is under way, if the deadline leaves
    no time to measure (OutOfReach), or if the disk is full, and KeyboardInterrupt, with how to go on, after Ctrl-C.
    """
    runs.check_names(data.name, data.classes)
    recipe = system.training
    # scikit-learn computes on the CPU, whose cores then share the front end's work
    chosen = choose_device(device) if system.is_network else CPU
    folder = runs.address(root, data.name, split, system.name, seed)
    with (
        determinism.deterministic(deterministic),
        joined_processes(chosen) as team,
        alone(folder) if team.first else nullcontext(),
    ):
        began = time.monotonic()
        planned = _plan(system, epochs)
        cut = cut_clips(system, data, store.prepare(data, system.frontend), split).on(chosen)
        if team.first:
            recover(folder.parent)
            for remark in cut.remarks:
                warnings.warn(f"{data.name}: {remark}", stacklevel=2)
        begun = _begun_in(folder) if resume and precision == AUTO else ""
        precision = begun or resolve(precision, chosen, system, len(data.classes))
        if planned < recipe.epochs:
            runs.keep_finished(folder, f"{planned} of {recipe.epochs} epochs")
        made_for = {
            "declaration": runs.declaration(system),
            "recipe": describe(recipe),
            "fingerprint": data.fingerprint,
            "precision": precision,
        }
        features = {part: resident(cut.stream(cut.part(part))) for part in ("train", "valid")}
        if not system.is_network:
            network = _fit_at_once(cut, in_memory(features["train"]))
            history = pd.DataFrame()
            ended = ""
        else:
            network, history, ended = fit(cut, features, seed, planned, folder, made_for, resume, deadline, team)
        info = {
            "system": system.name,
            **made_for,
            "data": data.name,
            "task": data.task.name,
            "summary": describe(system.summary),
            "classes": list(data.classes),
            "categories": {name: list(tags) for name, tags in data.categories.items()},
            "split": split,
            "keeps_apart": data.rule(split).keeps_apart,
            "shared": {leak.relation: len(leak.pairs) for leak in leaks_of(data, split, latest_recordings(data))},
            "seed": seed,
            "clips": cut.clips.part.value_counts().to_dict(),
            "tracks": cut.clips.groupby("part").track.nunique().to_dict(),
            "left_out": list(cut.left_out),
            "unlearned": list(cut.lacking("train")),
            "untested": list(cut.lacking("test")),
            "seconds": round(time.monotonic() - began, 1),
            "parameters": system.count(len(data.classes)),
            **describe_origin(chosen),
            "deterministic": deterministic,
            "processes": team.size,
            "partial": partial(recipe, history, planned, ended),
        }
        if team.first:
            features["test"] = resident(cut.stream(cut.part("test")))
            _keep(folder, measure(network, cut, features, info, history))
        team.agreed(lambda: "kept")
        return runs.load(folder)


def choose_device(name: str) -> torch.device:
    """The device by its name; "auto" is CUDA where there is one. Raises ValueError if CUDA is asked for and absent."""
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError("--device cuda: expected an NVIDIA GPU that PyTorch can use, found none; use --device cpu")
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")


def _begun_in(folder: Path) -> str:
    """The precision of the interrupted training in a folder; "" if there is none."""
    saved = runs.load_state(folder)
    return saved[1].get("made_for", {}).get("precision", "") if saved else ""


def _fit_at_once(cut: ClipSet, features: InMemoryFeatures):
    classes = len(cut.data.classes)
    pipeline = cut.data.task.pipeline(cut.system.build(classes), classes)
    return pipeline.fit(features.values.cpu().numpy(), cut.truth(cut.part("train")))


def _keep(folder: Path, result: runs.Result) -> None:
    try:
        runs.save(folder, result)
    except OSError as reason:
        raise ValueError(
            f"{folder}: expected to keep the run, got {explained(reason)}; the same command with --resume "
            "then writes it"
        ) from reason


def _plan(system: System, epochs: int | None) -> int:
    """Epochs to train: the recipe's, or fewer if asked for; 0 for what is fitted at once and has none."""
    most = system.training.epochs
    if not most:
        return 0
    if epochs is not None and epochs > most:
        raise ValueError(f"--epochs {epochs}: expected at most the {most} of {system.name}'s recipe; leave it out")
    return most if epochs is None else epochs
