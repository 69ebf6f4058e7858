"""The fake GPU refuses and notes what a real one would: else nothing that passes on it would say anything."""

import pytest
import torch
from factories import SYSTEM, features
from fake_cuda import CUDA, accumulators, fake_gpu
from fake_cuda_kernels import REFUSED
from torch import nn

from genrelib.networks.recurrent import AttentionLstm
from genrelib.task import GENRES, Genres
from genrelib.train.processes import ALONE
from genrelib.train.state import State
from genrelib.train.step import Step

CLIPS, CLASSES = 3, 10


@pytest.fixture
def gpu():
    with fake_gpu() as gpu:
        yield gpu


@pytest.fixture
def step(gpu):
    """A function that trains SYSTEM for a step."""
    recipe, network = SYSTEM.recipe, SYSTEM.build(CLASSES).to(CUDA)
    optimizer = recipe.optimizer(network.parameters(), lr=recipe.learning_rate)
    learn = Step(State(network, None, optimizer, torch.Generator(CUDA), {}), network, ALONE, recipe, GENRES)
    gpu.waits.clear()
    return lambda: learn(features(SYSTEM, CLIPS, CUDA), torch.zeros(CLIPS, CLASSES, device=CUDA), 0.1)


def test_a_loss_that_is_read_in_a_step_is_noted(gpu, step, monkeypatch):
    plain = Genres.loss

    def read(*asked):
        loss = plain(*asked)
        loss.item()
        return loss

    monkeypatch.setattr(Genres, "loss", read)
    step()
    assert len(gpu.waits) == 1 and "_local_scalar_dense" in gpu.waits[0] and "step.py: loss = " in gpu.waits[0]


def test_a_tensor_of_the_cpu_in_a_network_is_refused(step, monkeypatch):
    monkeypatch.setattr(AttentionLstm, "query", lambda self, hidden, cell: torch.zeros(CLIPS, 60))
    with pytest.raises(RuntimeError, match="same device"):
        step()


@pytest.mark.parametrize(
    "read",
    [
        lambda x: x.sum().item(),
        lambda x: bool(x.sum() > 0),
        lambda x: x.tolist(),
        lambda x: x.cpu(),
        lambda x: torch.zeros(4).copy_(x),
        lambda x: x + torch.tensor([1.0, 2, 3, 4], device=CUDA),
        lambda x: x + torch.zeros(4).to(CUDA),
        lambda x: x.copy_(torch.zeros(4)),
    ],
)
def test_reading_and_copying_make_the_host_wait(gpu, read):
    x = torch.ones(4, device=CUDA)
    assert gpu.waits == []
    read(x)
    assert gpu.waits


def test_a_copy_that_need_not_be_waited_for_is_not_noted(gpu):
    assert torch.zeros(4).to(CUDA, non_blocking=True).is_cuda and gpu.waits == []


def test_a_shape_that_hangs_on_values_is_refused(gpu):
    x = torch.ones(4, device=CUDA)
    with pytest.raises(Exception, match="nonzero"):
        x[x > 0]


def test_a_generator_of_the_other_device_is_refused(gpu):
    with pytest.raises(RuntimeError, match="generator of cpu"):
        torch.rand(4, generator=torch.Generator(), device=CUDA)
    with pytest.raises(RuntimeError, match="generator of cuda"):
        torch.rand(4, generator=torch.Generator("cuda"))


def test_operators_that_determinism_refuses_are_known_by_name(gpu):
    x = torch.ones(1, 1, 4, device=CUDA, requires_grad=True)
    nn.functional.interpolate(x, size=8, mode="linear").sum().backward()
    assert gpu.ran & REFUSED == {"upsample_linear1d_backward"}


def test_the_cpu_computes_as_ever(gpu):
    assert (torch.arange(4.0) + 1).sum().item() == 10 and gpu.waits == []


def test_autocast_and_gradients_are_those_of_cuda(gpu):
    layer = nn.Linear(4, 2).to("cuda")
    held = accumulators(layer)
    with torch.autocast("cuda", dtype=torch.bfloat16):
        outputs = layer(torch.ones(3, 4, device=CUDA))
    assert outputs.dtype == torch.bfloat16
    outputs.float().sum().backward()
    assert layer.weight.grad.dtype == torch.float32 and layer.weight.grad.device == CUDA and len(held) == 2


def test_nothing_is_left_of_it_afterwards():
    with fake_gpu():
        torch.zeros(1, device=CUDA)
    assert not torch.cuda.is_available() and torch.Generator().device.type == "cpu"
    with pytest.raises((AssertionError, RuntimeError)):
        torch.zeros(1, device=CUDA)
