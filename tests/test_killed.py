"""A training that is killed, interrupted or out of disk, in real processes, ends as one that was left alone."""

import dataclasses
import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from genrelib import papers
from genrelib.__main__ import main
from genrelib.augment import Equalise, Mask
from genrelib.clips import device_memory
from genrelib.frontends import LogMel
from genrelib.networks.network import Network, Reading
from genrelib.recipe import Recipe
from genrelib.system import System

IMPORTED = ["genrelib.train", "pandas", "scipy.stats", "sklearn.metrics", "torch._dynamo", __name__]  # by a training
NAME = "house/crnn-attention"  # any name of the catalogue: the children declare it anew


class Tiny(Network):
    """Batch normalisation and dropout, whose averages and chance must survive too."""

    def __init__(self, *, bands: int, classes: int):
        super().__init__()
        self.hidden = nn.Sequential(nn.BatchNorm1d(bands), nn.Flatten(), nn.LazyLinear(8), nn.Dropout(0.5), nn.ReLU())
        self.classify = nn.Linear(8, classes)
        self.hidden(torch.zeros(2, bands, 9))

    def inspect(self, x):
        return Reading(self.hidden(x))


RECIPE = Recipe(
    optimizer=torch.optim.Adam,
    learning_rate=0.01,
    batch=2,
    epochs=60,
    patience=12,
    stages=3,
    average=0.9,
    crop=1.0,
    augment=(Equalise(knots=3, curve=2.0, gain=2.0), Mask(bands=2, frames=2)),
    watch=2,
)
TINY = System(
    name=NAME,
    row="",
    clip=1.0,
    frontend=LogMel(4000, n_fft=512, hop_length=500, n_mels=8),
    network=Tiny,
    sizes={"bands": 8},
    recipe=RECIPE,
)


def child(arguments: list[str], errors: Path, system: System, largest: int | None, room: float | None) -> None:
    """The command line in a process group of its own, as a terminal starts it.

    No file may grow beyond `largest` bytes, and `room` bytes of memory are free.
    """
    os.setpgid(0, 0)
    multiprocessing.set_start_method(None, force=True)  # readers start as they do from a terminal
    torch.set_num_threads(1)
    if room is not None:
        device_memory.room = lambda device: room
    torch.use_deterministic_algorithms(False)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    papers.CATALOG[NAME] = system
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    sys.exit(main(arguments))


class Training:
    """Starts the same training again and again, each time with --resume, in the same folder of runs."""

    def __init__(self, music: Path, runs: Path, system: System = TINY, room: float | None = None):
        self.runs, self.system, self.room, self.errors = runs, system, room, runs / "errors.txt"
        self.arguments = ["train", NAME, "--data", "folder", "--root", str(music), "--runs", str(runs), "--resume"]
        self.folder = runs / "folder-small" / "track" / NAME / "seed-0"

    def start(self, *more: str, largest: int | None = None) -> multiprocessing.Process:
        context = multiprocessing.get_context("forkserver")  # imports torch once for all of them
        context.set_forkserver_preload(IMPORTED)
        arguments = [*self.arguments, "--device", "cpu", "--json", *more]
        process = context.Process(target=child, args=(arguments, self.errors, self.system, largest, self.room))
        process.start()
        return process

    def end(self, **limits) -> int:
        """Exit status of the training, left alone."""
        process = self.start(**limits)
        process.join(120)
        return process.exitcode

    def stop(self, how: signal.Signals, moment: float) -> int:
        """Exit status after a signal, `moment` seconds after the training's next epoch."""
        state = self.folder / "state.safetensors"
        before = state.stat().st_mtime_ns if state.exists() else 0
        process = self.start()
        limit = time.monotonic() + 120
        while not (state.exists() and state.stat().st_mtime_ns > before) and time.monotonic() < limit:
            time.sleep(0.001)
        time.sleep(moment)
        os.killpg(process.pid, how)  # the whole group, as Ctrl-C in a terminal
        process.join(120)
        return process.exitcode

    @property
    def weights(self) -> dict[str, torch.Tensor]:
        return load_file(self.folder / "weights.safetensors")


@pytest.fixture(scope="module")
def alone(bare_main, folder_of_music, tmp_path_factory) -> dict[str, torch.Tensor]:
    """Weights of a training that nothing happened to."""
    training = Training(folder_of_music, tmp_path_factory.mktemp("alone"))
    assert training.end() == 0, training.errors.read_text()
    return training.weights


def same(ours: dict[str, torch.Tensor], theirs: dict[str, torch.Tensor]) -> bool:
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_killed_at_random_moments_it_ends_in_the_same_weights(alone, folder_of_music, tmp_path):
    training = Training(folder_of_music, tmp_path)
    for _ in range(3):
        assert training.stop(signal.SIGKILL, random.uniform(0, 0.1)) == -signal.SIGKILL
        assert not (training.folder / "run.json").exists()
    assert training.end() == 0, training.errors.read_text()
    assert same(training.weights, alone)


def test_ctrl_c_keeps_the_step_and_says_how_to_go_on(alone, folder_of_music, tmp_path):
    training = Training(folder_of_music, tmp_path)
    for _ in range(2):
        assert training.stop(signal.SIGINT, random.uniform(0, 0.1)) == 130
    errors = training.errors.read_text()
    assert errors.count("the same command with --resume goes on from there") == 2 and "Traceback" not in errors
    assert training.end() == 0, training.errors.read_text()
    assert same(training.weights, alone)


def test_ctrl_c_does_not_reach_the_readers_of_a_streamed_training(bare_main, folder_of_music, tmp_path):
    short = dataclasses.replace(TINY, recipe=dataclasses.replace(RECIPE, epochs=6))
    for folder in ("held", "streamed"):
        (tmp_path / folder).mkdir()
    held = Training(folder_of_music, tmp_path / "held", short)
    streamed = Training(folder_of_music, tmp_path / "streamed", short, room=0.0)
    assert held.end() == 0, held.errors.read_text()
    assert streamed.stop(signal.SIGINT, random.uniform(0, 0.1)) == 130
    assert "Traceback" not in streamed.errors.read_text()
    assert streamed.end() == 0, streamed.errors.read_text()
    assert same(streamed.weights, held.weights)


def test_a_full_disk_is_one_sentence_and_the_earlier_state_stays(alone, folder_of_music, tmp_path):
    training = Training(folder_of_music, tmp_path)
    assert training.stop(signal.SIGKILL, 0.0) == -signal.SIGKILL
    state = training.folder / "state.safetensors"
    before = state.read_bytes()
    assert training.end(largest=len(before) // 2) == 2
    errors = [line for line in training.errors.read_text().split("\n") if line.startswith("genrelib train:")]
    assert len(errors) == 1 and "expected to keep the training's state" in errors[0]
    assert "File too large; make room; what was kept before stands" in errors[0]
    assert "Traceback" not in training.errors.read_text()
    assert state.read_bytes() == before and not list(training.folder.glob("state.part*"))
    assert training.end() == 0, training.errors.read_text()
    assert same(training.weights, alone)


def test_a_training_resumes_before_its_first_look_at_the_validation_part(bare_main, folder_of_music, tmp_path):
    short = dataclasses.replace(TINY, recipe=dataclasses.replace(RECIPE, epochs=3, patience=None, watch=3))
    training = Training(folder_of_music, tmp_path, short)
    process = training.start("--epochs", "1")
    process.join(120)
    assert process.exitcode == 0 and training.end() == 0, training.errors.read_text()
