"""bfloat16 in training: every network trains in it, it learns, and what is kept is float32."""

from dataclasses import replace

import pytest
import torch

from genrelib import bench, datasets, papers, runs
from genrelib.task import GENRES
from genrelib.train import precision, train_system

CPU = torch.device("cpu")
# the smallest of each class: what bfloat16 may break is an operation, not a size
SMALLEST = {}
for system in bench.distinct(papers.CATALOG.values()):
    known = SMALLEST.setdefault(system.network, system)
    SMALLEST[system.network] = min(known, system, key=lambda s: (s.clip, s.count(s.labels)))


@pytest.mark.parametrize("system", SMALLEST.values(), ids=lambda system: system.name)
def test_every_network_takes_a_step_whose_gradients_are_close_to_those_of_float32(system):
    gradients = []
    x = torch.randn(4, *system.frontend.shape(system.clip), generator=torch.Generator().manual_seed(1))
    targets = GENRES.targets(torch.arange(4).numpy(), 10)
    for name in precision.PRECISIONS:
        torch.manual_seed(0)
        network = system.build(10).train()
        torch.manual_seed(2)  # the same units drop out
        with precision.forward(name, CPU):
            logits = network(x)
        GENRES.loss(logits.float(), targets).backward()
        gradients.append(torch.cat([weight.grad.flatten() for weight in network.parameters()]))
    # where maxima of noise nearly tie, another of them is chosen: 0.74 for the eleven of SampleCNN, above 0.9 elsewhere
    assert torch.cosine_similarity(*gradients, dim=0) > 0.6
    assert not torch.equal(*gradients)


def test_a_network_trained_in_bfloat16_learns_and_is_kept_in_float32(folder_of_music, tmp_path):
    system = papers.get("yenney2022/cnn-1s")
    short = replace(system, recipe=replace(system.recipe, epochs=6, batch=6))
    data = datasets.get("folder", folder_of_music)
    run = train_system(short, data, "track", 0, tmp_path, device="cpu", precision="bfloat16")
    assert run.history.train_loss.iloc[-1] < 0.2 * run.history.train_loss.iloc[0]
    assert run.info["precision"] == "bfloat16"
    kept = {value.dtype for value in runs.network(run).state_dict().values()}
    assert kept == {torch.float32, torch.int64}  # weights, and how many batches a normalisation has seen


def test_training_does_not_go_on_in_another_precision(folder_of_music, tmp_path):
    system = papers.get("irvin2016/mlp")
    data = datasets.get("folder", folder_of_music)
    train_system(system, data, "track", 0, tmp_path, device="cpu", epochs=1)
    with pytest.raises(ValueError, match="another precision"):
        train_system(system, data, "track", 0, tmp_path, device="cpu", precision="bfloat16", resume=True)


def test_an_unknown_precision_names_those_there_are():
    with pytest.raises(ValueError, match="expected float32, bfloat16 or auto"):
        precision.choose("float16", CPU)


@pytest.fixture
def able(monkeypatch):
    """A GPU that computes with bfloat16."""
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: True)


# by what an H200 measured of a step, bfloat16 against float32; None: within a twentieth, either will do
GAINS = {
    "choi2017/crnn-3M": 1.73, "choi2017/crnn-1M": 1.69, "choi2017/k2c2-3M": 1.33, "choi2017/k2c2-1M": 1.28,
    "yenney2022/cnn-30s": 1.17, "yenney2022/cnn-15s": 1.15, "kim2019/tf-crnn": 0.85, "kim2019/crnn": 0.94,
    "house/crnn-attention": 0.83, "pandey2023/shallow": 0.87, "irvin2016/lstm-attention": 0.73,
    "yenney2022/rnn-5s": 0.75,
}  # fmt: skip


@pytest.mark.parametrize("name", GAINS)
def test_auto_is_what_was_faster_on_a_gpu(able, name):
    system = papers.get(name)
    system = replace(system, recipe=replace(system.recipe, batch=min(32, system.recipe.batch)))  # as it was measured
    faster = "bfloat16" if GAINS[name] > 1 else "float32"
    assert precision.resolve("auto", torch.device("cuda"), system, system.labels) == faster


def test_auto_is_float32_on_the_cpu_and_for_a_gpu_that_only_imitates_bfloat16(monkeypatch):
    system = papers.get("choi2017/crnn-3M")
    assert precision.resolve("auto", CPU, system, 50) == "float32"
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: False)
    assert precision.resolve("auto", torch.device("cuda"), system, 50) == "float32"


def test_what_is_named_is_taken(able):
    small, large = papers.get("irvin2016/mlp"), papers.get("choi2017/crnn-3M")
    assert precision.resolve("bfloat16", torch.device("cuda"), small, 10) == "bfloat16"
    assert precision.resolve("float32", torch.device("cuda"), large, 10) == "float32"


def test_an_interrupted_training_keeps_the_precision_it_began_with(folder_of_music, tmp_path):
    data, system = datasets.get("folder", folder_of_music), papers.get("irvin2016/mlp")
    train_system(system, data, "track", 0, tmp_path, device="cpu", epochs=1, precision="bfloat16")
    run = train_system(system, data, "track", 0, tmp_path, device="cpu", epochs=2, resume=True)
    assert run.info["precision"] == "bfloat16" and len(run.history) == 2
