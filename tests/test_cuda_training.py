"""Whole trainings on a fake GPU: within the steps of an epoch the host waits for nothing."""

import contextlib
from dataclasses import replace

import pytest
import torch
from fake_cuda import fake_gpu

from genrelib import datasets, papers, runs
from genrelib.frontends import LogMel
from genrelib.train import epochs, train_system
from genrelib.train.average import averaged
from genrelib.train.state import State
from genrelib.train.step import Step

pytestmark = pytest.mark.filterwarnings("ignore:'pin_memory' argument")  # there is nothing to pin it for
HOUSE = papers.get("house/crnn-attention")
FRAMES = 20
CROPS = replace(  # of a front end that is computed on the device, where GTZAN's is kept in the store
    HOUSE,
    clip=1.0,
    frontend=LogMel(22_050, n_fft=2048, hop_length=1024, n_mels=128),
    recipe=replace(
        HOUSE.recipe,
        epochs=1,
        batch=4,
        watch=1,
        crop=1.3,
        augment=(replace(HOUSE.recipe.augment[0], frames=FRAMES), *HOUSE.recipe.augment[1:]),
    ),
)
GRID = replace(CROPS, recipe=replace(CROPS.recipe, crop=None, augment=CROPS.recipe.augment[1:]))


@pytest.fixture(scope="module")
def data(folder_of_music):
    return datasets.get("folder", folder_of_music)


@pytest.fixture
def gpu():
    with fake_gpu() as gpu:
        yield gpu


@pytest.fixture
def marks(gpu, monkeypatch) -> list[int]:
    """How often the host had waited when a step began."""
    begun = []

    class Noting(Step):
        def augmented(self, *batch):
            begun.append(len(gpu.waits))
            return super().augmented(*batch)

    monkeypatch.setattr(epochs, "Step", Noting)
    return begun


def within(gpu, marks: list[int]) -> list[str]:
    """What was waited for between the first and the last step of an epoch."""
    assert len(marks) > 2
    return gpu.waits[marks[0] : marks[-1]]


@pytest.mark.parametrize("system", [CROPS, GRID], ids=["crops", "grid"])
def test_features_that_lie_on_the_gpu(gpu, marks, data, tmp_path, system):
    run = train_system(system, data, "track", 0, tmp_path, device="cuda")
    assert run.info["device"] == "a fake GPU" and len(run.history) == 1
    assert within(gpu, marks) == []


def test_features_that_do_not_fit_come_batch_by_batch(gpu, marks, data, tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device=None: (0, 0))
    train_system(GRID, data, "track", 0, tmp_path, device="cuda")
    assert within(gpu, marks) == []


def test_what_scikit_learn_fits_is_heard_on_the_cpu(gpu, data, tmp_path):
    run = train_system(papers.get("irvin2016/softmax"), data, "track", 0, tmp_path, device="cuda")
    assert run.info["device"].startswith("CPU") and gpu.waits == []


class SoonAsked:
    """Ctrl-C after the second step."""

    left = 2

    @property
    def asked(self) -> bool:
        self.left -= 1
        return self.left == 0


def test_a_training_goes_on_where_it_was_and_not_on_the_cpu(data, tmp_path, monkeypatch):
    with fake_gpu(), monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt, match="after step 2"):
        patched.setattr(epochs, "catch_interruption", lambda: contextlib.nullcontext(SoonAsked()))
        train_system(CROPS, data, "track", 0, tmp_path, device="cuda")
    with pytest.raises(ValueError, match="state of a training on the same kind of device"):
        train_system(CROPS, data, "track", 0, tmp_path, device="cpu", resume=True)
    with fake_gpu():
        assert len(train_system(CROPS, data, "track", 0, tmp_path, device="cuda", resume=True).history) == 1


def test_a_state_comes_from_the_gpu_in_one_transfer_per_dtype(gpu, tmp_path):
    network = papers.get("kim2019/samplecnn").build(10).to("cuda")
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    state = State(network, averaged(network, 0.9), optimizer, torch.Generator("cuda"), {})
    for weight in network.parameters():
        weight.grad = torch.zeros_like(weight)
    optimizer.step()
    gpu.waits.clear()
    state.save(tmp_path)
    assert len(gpu.waits) == 2  # floats, and the counts of batch normalisation
    kept, _ = runs.load_state(tmp_path)
    assert kept["network.classify.weight"].shape == network.classify.weight.shape
    assert kept["optimizer.0.momentum_buffer"].shape == next(network.parameters()).shape
