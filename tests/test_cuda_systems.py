"""Every kind of system on a fake GPU: nothing of the CPU gets in, and the host waits for nothing in a step."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from factories import features
from fake_cuda import CUDA, accumulators, fake_gpu
from fake_cuda_kernels import REFUSED
from torch import nn

from genrelib import inference, papers
from genrelib.frontends import Reference, Statistics
from genrelib.networks.artist_crnn import ArtistCrnn
from genrelib.networks.convolutional import Cnn
from genrelib.networks.crnn import AttentionCrnn, BandCrnn, Crnn
from genrelib.networks.feedback import FeedbackCrnn
from genrelib.networks.parallel import ParallelCnn
from genrelib.networks.parallel_lstm import LstmOverBatch, ParallelLstm
from genrelib.networks.pooling import PooledCnn
from genrelib.networks.waveform import WindowCrnn
from genrelib.recipe import Recipe
from genrelib.system import System
from genrelib.task import GENRES
from genrelib.train import precision
from genrelib.train.average import averaged
from genrelib.train.cuda_graph import WARM_UPS, replayed
from genrelib.train.processes import ALONE
from genrelib.train.state import State
from genrelib.train.step import Step

CLIPS, CLASSES = 3, 10
FEW_WINDOWS = 0.6  # s: networks that go from window to window do the same in five as in 23
FRONTENDS = sorted(
    {system.frontend for system in papers.CATALOG.values() if not isinstance(system.frontend, Statistics)}, key=repr
)


def kind(system: System) -> tuple:
    """What is different in the operators that a system runs, beyond their sizes."""
    recipe = system.recipe
    used = (recipe.l1 > 0, recipe.clip_norm is None, recipe.average is None, recipe.label_smoothing > 0)
    return system.network, type(system.frontend), repr(recipe.optimizer), repr(recipe.augment), *used


def size(system: System) -> tuple[float, int]:
    with torch.device("meta"):
        return system.clip, system.count(CLASSES)


def one_of_each() -> list[System]:
    """The cheapest system of each kind."""
    kinds = {}
    for system in papers.CATALOG.values():
        if isinstance(system.recipe, Recipe):
            if system.network in (WindowCrnn, FeedbackCrnn):
                system = replace(system, clip=FEW_WINDOWS)
            other = kinds.setdefault(kind(system), system)
            kinds[kind(system)] = min(other, system, key=size)
    return list(kinds.values())


SYSTEMS = one_of_each()
PICTURES = {Cnn, ArtistCrnn, ParallelCnn, ParallelLstm, LstmOverBatch, PooledCnn, Crnn, BandCrnn, AttentionCrnn}
each_system = pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)


@pytest.fixture
def gpu(monkeypatch):
    monkeypatch.setattr(nn.init, "orthogonal_", lambda weight: weight)  # it takes longer than all else
    with fake_gpu() as gpu:
        yield gpu


@pytest.mark.parametrize("frontend", FRONTENDS, ids=repr)
def test_a_front_end_follows_its_waveforms(gpu, frontend):
    waveforms = torch.zeros(2, round(1.5 * frontend.sample_rate), device=CUDA)
    features = frontend(waveforms)
    assert features.is_cuda and features.shape == (2, *frontend.shape(1.5)) and features.dtype == torch.float32
    gpu.waits.clear()
    frontend(waveforms)
    assert gpu.waits == [] or frontend.reference is Reference.TRACK  # which a store keeps: it is computed once


@pytest.mark.parametrize("bits", precision.PRECISIONS)
@each_system
def test_a_step_stays_on_the_gpu_and_nobody_waits_for_it(gpu, system, bits):
    recipe, network = system.recipe, system.build(CLASSES).to(CUDA).train()
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    state = State(network, averaged(network, recipe.average), optimizer, torch.Generator(CUDA), {})
    learn = Step(state, network, ALONE, recipe, GENRES, bits)
    x, targets, held = features(system, CLIPS, CUDA), torch.zeros(CLIPS, CLASSES, device=CUDA), accumulators(network)
    learn(x, targets, recipe.learning_rate)  # the first one makes what is kept: tables, the optimiser's state
    gpu.waits.clear()
    learn(x, targets, recipe.learning_rate)
    assert gpu.waits == [] and len(held) > 0
    assert all(weight.is_cuda and weight.grad.dtype == torch.float32 for weight in network.parameters())
    assert {value.is_cuda for value in state.judged.state_dict().values()} == {True}
    assert torch.stack(state.losses).is_cuda
    assert not gpu.ran & REFUSED


@pytest.mark.parametrize("name", ["kim2019/tf-crnn@bottleneck", "choi2017/crnn-0.1M", "house/crnn-attention"])
def test_a_step_that_is_recorded_never_reads_the_rate_nor_the_count_of_steps(gpu, name):
    system = next(system for system in SYSTEMS if system.name == name)
    recipe, network = system.recipe, system.build(CLASSES).to(CUDA).train()
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    state = State(network, averaged(network, recipe.average), optimizer, torch.Generator(CUDA), {})
    learn = replayed(Step(state, network, ALONE, recipe, GENRES), CUDA)
    x, targets, held = features(system, CLIPS, CUDA), torch.zeros(CLIPS, CLASSES, device=CUDA), accumulators(network)
    for _ in range(WARM_UPS):
        learn(x, targets, recipe.learning_rate)
    gpu.waits.clear()
    learn(x, targets, recipe.learning_rate)
    assert learn.recorded is not None and gpu.waits == [] and len(held) > 0
    assert all(group["lr"].is_cuda for group in optimizer.param_groups)
    kept = [value for values in optimizer.state.values() for value in values.values()]  # Adam's count of steps too
    assert {value.is_cuda for value in kept} == {True}


@each_system
def test_answers_are_read_in_one_go(gpu, system):
    network, x = system.build(CLASSES).to(CUDA), features(system, CLIPS, CUDA)
    gpu.waits.clear()
    outputs = inference.infer(network, [x, x, x], GENRES)
    assert outputs.probabilities.shape == (3 * CLIPS, CLASSES) and outputs.probabilities.dtype == np.float64
    assert len(outputs.embeddings) == 3 * CLIPS
    assert len(gpu.waits) == 2 + network.attends


@pytest.mark.parametrize("system", [s for s in SYSTEMS if s.network.attends], ids=lambda s: s.name)
def test_attention_stays_on_the_gpu(gpu, system):
    weights = system.build(CLASSES).to(CUDA).eval().inspect(features(system, CLIPS, CUDA)).attention
    assert weights.is_cuda and len(weights) == CLIPS


@pytest.mark.parametrize("system", [s for s in SYSTEMS if s.network in PICTURES], ids=lambda s: s.name)
def test_maps_stay_channels_last(gpu, system):
    network, lying = system.build(CLASSES).to(CUDA), []

    def look(layer, _, maps):
        lying.append((layer, maps.is_contiguous(memory_format=torch.channels_last)))

    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.BatchNorm2d | nn.MaxPool2d):
            layer.register_forward_hook(look)
    network(features(system, CLIPS, CUDA))
    assert lying and [layer for layer, last in lying if not last] == []
