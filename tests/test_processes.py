"""Two real processes train on the halves of every batch, over gloo; one process is what they are compared with."""

import multiprocessing
import os
import socket
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import datasets, papers, runs
from genrelib.frontends import LogMel
from genrelib.networks.blocks import FrameNorm
from genrelib.networks.network import Network, Reading
from genrelib.recipe import Recipe
from genrelib.system import System
from genrelib.train import train_system
from genrelib.train.processes import Processes, synchronised

NAME = "house/crnn-attention"  # any name of the catalogue: the children declare it anew


class Plain(Network):
    """Neither dropout nor batch normalisation: nothing that more than one process must change."""

    def __init__(self, *, bands: int, classes: int):
        super().__init__()
        self.hidden = nn.Sequential(nn.Flatten(), nn.Linear(9 * bands, 8), nn.Tanh())
        self.classify = nn.Linear(8, classes)

    def inspect(self, x):
        return Reading(self.hidden(x / 80))


RECIPE = Recipe(optimizer=torch.optim.SGD, learning_rate=0.1, batch=5, epochs=6, l1=1e-4, clip_norm=1.0, patience=5)
PLAIN = System(
    name=NAME,
    row="",
    clip=1.0,
    frontend=LogMel(4000, n_fft=512, hop_length=500, n_mels=8),
    network=Plain,
    sizes={"bands": 8},
    recipe=RECIPE,
)


def one_of_two(music: Path, root: Path, rank: int, port: int) -> None:
    """What torchrun sets and starts, without its second start of Python."""
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2"}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.set_num_threads(1)
    papers.CATALOG[NAME] = PLAIN
    train_system(PLAIN, datasets.get("folder", music), "track", 0, root, device="cpu")


def test_two_processes_train_as_one_does(bare_main, folder_of_music, tmp_path, monkeypatch):
    monkeypatch.setitem(papers.CATALOG, NAME, PLAIN)
    alone = train_system(PLAIN, datasets.get("folder", folder_of_music), "track", 0, tmp_path / "one", device="cpu")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["genrelib.train", __name__])
    places = [(folder_of_music, tmp_path / "two", rank, port) for rank in range(2)]
    both = [context.Process(target=one_of_two, args=place) for place in places]
    for process in both:
        process.start()
    for process in both:
        process.join(240)
    assert [process.exitcode for process in both] == [0, 0]
    together = runs.load(tmp_path / "two" / alone.name)
    assert together.info["processes"] == 2 and alone.info["processes"] == 1
    np.testing.assert_allclose(together.history.train_loss, alone.history.train_loss, rtol=1e-5)
    np.testing.assert_allclose(together.history.valid_loss, alone.history.valid_loss, rtol=1e-5)
    ours, theirs = (runs.network(run).state_dict() for run in (together, alone))
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-5) for name in ours)
    figures = [{name: figure["value"] for name, figure in run.metrics.items()} for run in (together, alone)]
    assert figures[0] == pytest.approx(figures[1], abs=1e-4)


@pytest.mark.parametrize("batch", [1, 2, 5, 8])
def test_shares_weigh_up_to_the_mean_of_the_batch(batch):
    values = torch.arange(1.0, batch + 1)
    team = [Processes(rank, 3) for rank in range(3)]
    total = sum(process.weight(batch) * process.share(values).mean() for process in team) / 3
    assert total == pytest.approx(values.mean().item())


def test_a_single_process_has_the_whole_batch_at_full_weight():
    values = torch.arange(4)
    assert Processes().share(values) is values and Processes().weight(4) == 1.0


def test_batch_norm_is_synchronised_and_its_odd_relatives_are_left():
    network = nn.Sequential(nn.BatchNorm2d(3), nn.Sequential(nn.BatchNorm1d(4)), FrameNorm(5))
    before = set(network.state_dict())
    network = synchronised(network)
    assert [type(layer) for layer in (network[0], network[1][0], network[2])] == [
        nn.SyncBatchNorm,
        nn.SyncBatchNorm,
        FrameNorm,
    ]
    assert set(network.state_dict()) == before
