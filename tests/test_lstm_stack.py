"""The stack of LSTMs with a normalisation after each is the one of the author's code."""

import pytest
import torch
from learning import learn_two_sounds
from torch import nn

from genrelib import papers
from genrelib.networks.lstm_stack import LstmStack, StandardisedLstmStack

STACK = {"bands": 12, "hidden": 10, "layers": 3, "dropout": 0.3, "units": 8}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def inputs_of(layer: nn.Module) -> list[torch.Tensor]:
    """What a layer is given from now on, a tensor per call."""
    inputs = []
    layer.register_forward_hook(lambda layer, given, out: inputs.append(given[0]))
    return inputs


def test_each_layer_of_the_stack_reads_normalised_states():
    network = LstmStack(**STACK | {"dropout": 0.0}, classes=3)
    reads = [inputs_of(lstm) for lstm in network.lstms]
    network(0.5 + torch.randn(16, 12, 20))
    assert reads[0][0].mean() > 0.4  # the input itself is not normalised
    for read in reads[1:]:
        states = read[0]  # (batch, frames, units)
        assert states.shape == (16, 20, 10)
        assert states.mean(dim=(0, 1)).abs().max() < 1e-5
        assert torch.allclose(states.std(dim=(0, 1)), torch.ones(10), atol=0.05)  # Keras' epsilon takes a little


def test_stack_decides_by_the_last_state_of_its_top_layer():
    network, x = LstmStack(**STACK, classes=3).eval(), torch.randn(2, 12, 20)
    given = inputs_of(network.lstms[2])
    embedding = network.embed(x)
    last = network.lstms[2](given[0])[0][:, -1]
    fresh = last / (1 + 1e-3) ** 0.5  # a normalisation that has seen nothing takes mean 0 and variance 1
    assert torch.allclose(embedding, network.project(fresh), atol=1e-6)


def test_stack_drops_part_of_what_every_layer_reads():
    network = LstmStack(**STACK, classes=3)
    reads = [inputs_of(lstm) for lstm in network.lstms]
    network(torch.randn(32, 12, 20))
    for read in reads:
        assert 0.25 < (read[0] == 0).float().mean() < 0.35


def test_stack_reads_clips_of_any_length():
    assert LstmStack(**STACK, classes=3).eval()(torch.randn(2, 12, 7)).shape == (2, 3)


def closed_or_open(network: LstmStack, x: torch.Tensor) -> float:
    """Share of the first layer's input, forget and output gates within 1 % of an end, at the first frame."""
    given = inputs_of(network.lstms[0])
    network(x)
    sums = given[0][:, 0] @ network.lstms[0].weight_ih_l0.T + network.lstms[0].bias_ih_l0
    gates = torch.cat([sums[:, :20], sums[:, 30:]], dim=1).sigmoid()  # torch's order: input, forget, cell, output
    return ((gates < 0.01) | (gates > 0.99)).float().mean().item()


def test_decibels_as_they_are_shut_the_gates_and_standardised_ones_do_not():
    decibels = -20 + 18 * torch.randn(64, 12, 20)
    plain, standardised = LstmStack(**STACK, classes=2).eval(), StandardisedLstmStack(**STACK, classes=2).eval()
    standardised.standardise.fit(decibels)
    assert closed_or_open(plain, decibels) > 0.6
    assert closed_or_open(standardised, decibels) < 0.01


def test_each_band_is_standardised_by_itself():
    network = StandardisedLstmStack(**STACK, classes=2).eval()
    decibels = torch.arange(12.0)[:, None] * torch.randn(32, 12, 20)
    network.standardise.fit(decibels)
    given = inputs_of(network.lstms[0])
    network(decibels)
    assert torch.allclose(given[0].std(dim=(0, 1))[1:], torch.ones(11), atol=0.01)


@pytest.mark.parametrize("stack", [LstmStack, StandardisedLstmStack])
def test_stack_learns_to_tell_two_tones_apart_with_every_weight(stack):
    accuracy, still = learn_two_sounds(stack(**STACK, classes=2))
    assert accuracy > 0.9
    assert still == []


@pytest.mark.parametrize("length", ["1s", "5s", "15s", "30s"])
def test_count_is_that_of_one_bias_per_gate_and_torchs_second_one(length):
    # three times 4 * 128 (128 + 128 + 1) and 2 * 128, then 128 * 128 + 128 and 1,290; 4 * 128 more in each LSTM
    assert papers.get(f"yenney2022/rnn-{length}").count(10) == 413_322 + 1_536
