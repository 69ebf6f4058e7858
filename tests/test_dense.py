import pytest
import torch
from learning import learn_two_sounds

from genrelib import papers
from genrelib.networks.dense import Mlp

SIZES = {"bands": 12, "frames": 20, "hidden": 8}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def test_hidden_units_are_sigmoids_of_all_values_of_the_clip():
    network, x = Mlp(**SIZES, classes=3), torch.randn(2, 12, 20)
    sums = x.reshape(2, 240) @ network.project.weight.T
    assert torch.allclose(network.embed(x), 1 / (1 + torch.exp(-sums)), atol=1e-6)


def test_mlp_standardises_by_one_mean_and_deviation():
    network, x = Mlp(**SIZES, classes=3), 1000 + 3 * torch.randn(50, 12, 20)
    network.standardise.fit(x)
    assert network.standardise.mean.numel() == 1
    standardised = ((x - x.mean()) / x.std()).flatten(1)
    assert torch.allclose(network.embed(x), network.project(standardised).sigmoid(), atol=1e-3)


def test_mlp_learns_to_tell_two_tones_apart_with_every_weight():
    accuracy, still = learn_two_sounds(Mlp(**SIZES, classes=2))
    assert accuracy > 0.9
    assert still == []


def test_count_is_a_weight_per_value_and_unit():
    assert 513 * 22 == 11_286
    assert papers.get("irvin2016/mlp").count(10) == 11_286 * 125 + 125 + 125 * 10 + 10 == 1_412_135
