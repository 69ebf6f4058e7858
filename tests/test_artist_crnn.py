"""The CRNN that was cut in two is the published one, layer by layer."""

import pytest
import torch
from learning import learn_two_sounds
from torch import nn

from genrelib import papers
from genrelib.networks.artist_crnn import ArtistCrnn

SMALL = {
    "bands": 12,
    "widths": (8, 8),
    "kernel": 3,
    "pools": ((3, 2), (4, 2)),
    "dropout": 0.1,
    "hidden": 8,
    "state_dropout": 0.3,
}
PUBLISHED = {
    "bands": 128,
    "widths": (64, 128, 128, 128),
    "kernel": 3,
    "pools": ((2, 2), (4, 2), (4, 2), (4, 2)),
    "dropout": 0.1,
    "hidden": 32,
    "state_dropout": 0.3,
}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


@pytest.mark.parametrize("frames, steps", [(44, 2), (216, 13), (646, 40), (1249, 78)])
def test_four_pools_leave_one_band_and_a_sixteenth_of_the_frames(frames, steps):
    network = ArtistCrnn(**PUBLISHED, classes=10).eval()
    read = []
    network.gru.register_forward_hook(lambda layer, given, out: read.append(given[0].shape))
    assert network(torch.zeros(1, 128, frames)).shape == (1, 10)
    assert read == [(1, steps, 128)]


def test_each_band_is_normalised_over_clips_and_frames():
    network = ArtistCrnn(**SMALL, classes=2)
    inputs = []
    network.convolve.register_forward_hook(lambda layer, given, maps: inputs.append(given[0][:, 0]))
    network(torch.linspace(-80, 0, 12)[:, None] + torch.linspace(1, 20, 12)[:, None] * torch.randn(64, 12, 20))
    assert inputs[0].mean(dim=(0, 2)).abs().max() < 1e-4
    assert torch.allclose(inputs[0].std(dim=(0, 2)), torch.ones(12), atol=1e-2)


def test_activation_comes_before_the_normalisation_and_maps_keep_their_size():
    for layer in ArtistCrnn(**PUBLISHED, classes=10).convolve:
        kinds = [type(step) for step in layer]
        assert kinds == [nn.Conv2d, nn.ELU, nn.BatchNorm2d, nn.MaxPool2d, nn.Dropout]
        assert layer[0].padding == (1, 1)


def test_upper_gru_decides_by_its_last_step():
    network, x = ArtistCrnn(**SMALL, classes=2).eval(), torch.randn(3, 12, 20)
    states = []
    network.gru.register_forward_hook(lambda layer, given, out: states.append(out[0]))
    assert torch.allclose(network.embed(x), states[0][:, -1])


def test_count_is_that_of_the_released_tagger_of_the_same_build():
    # Choi et al. release a tagger of these convolutions and GRUs: 393,906 parameters with 50 labels of 33 each, one
    # bias per gate. Ours has 10 labels, 2 numbers for each of 128 bands, and torch's second biases, 3 * 32 per GRU.
    assert papers.get("yenney2022/crnn-1s").count(10) == 393_906 - 50 * 33 + 10 * 33 + 2 * 128 + 2 * 3 * 32


def test_network_learns_to_tell_two_tones_apart_with_every_weight():
    accuracy, still = learn_two_sounds(ArtistCrnn(**SMALL, classes=2))
    assert accuracy > 0.9
    assert still == []
