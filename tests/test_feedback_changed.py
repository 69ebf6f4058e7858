"""Scales that are put in place of a network's feedback, and the samples that a value of a network may depend on."""

import pytest
import torch
from torch import nn

from genrelib import papers
from genrelib.interpret import feedback
from genrelib.interpret.filters import stacks
from genrelib.interpret.receptive_field import ReceptiveField, field_of
from genrelib.networks.feedback import FeedbackCrnn, one_layer


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return FeedbackCrnn(window=81, widths=(4, 4, 6), dropout=0.5, hidden=5, feedback=one_layer, classes=3).eval()


@pytest.fixture(scope="module")
def clips():
    return torch.randn(3, 405, generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module")
def scales(network, clips):
    return [block.detach() for block in network.inspect(clips).gates]


def test_a_network_fed_its_own_scales_answers_as_before(network, clips, scales):
    assert torch.equal(feedback.fed(network, scales)(clips), network(clips))


def test_other_scales_change_the_answer_and_leave_the_network_alone(network, clips, scales):
    before = network(clips)
    opened = feedback.fed(network, feedback.opened(scales))
    assert not torch.allclose(opened(clips), before)
    assert all((block == 1).all() for block in opened.inspect(clips).gates)
    assert torch.equal(network(clips), before)


def test_each_treatment_does_what_it_says(scales):
    block = scales[1]
    assert torch.allclose(feedback.own_mean(scales)[1][2, 4], block[2].mean(dim=0))
    common = feedback.common_mean(scales)[1]
    assert common.shape == block.shape and torch.allclose(common[0, 0], block.mean(dim=(0, 1)))
    assert torch.equal(feedback.exchanged(scales)[1][1], block[0])
    assert torch.equal(feedback.exchanged(scales, 2)[1][0], block[1])


def test_a_network_without_feedback_is_refused(scales):
    with pytest.raises(TypeError, match="expected a network with feedback, got Linear"):
        feedback.fed(nn.Linear(2, 2), scales)


def test_a_receptive_field_holds_just_those_samples_that_move_a_value():
    layers = nn.Sequential(nn.Conv1d(1, 1, 3, stride=3), nn.Conv1d(1, 1, 3), nn.MaxPool1d(3), nn.Conv1d(1, 1, 3))
    for layer in layers:
        if isinstance(layer, nn.Conv1d):
            nn.init.ones_(layer.weight)
            nn.init.zeros_(layer.bias)
    field = field_of(layers)
    pulses = torch.zeros(120, 1, 120)
    pulses[range(120), 0, range(120)] = 1.0  # a maximum lets a pulse through, wherever it is
    moved = layers(pulses)[:, 0] > 0
    assert moved[:, 0].nonzero()[:, 0].tolist() == list(range(field.samples))
    assert moved[:, 1].nonzero()[0].item() == field.step


def test_one_step_of_samplecnns_last_maps_is_its_whole_clip_and_the_field_is_twice_as_long():
    system = papers.get("kim2019/samplecnn")
    fields = [field_of(stack) for stack in stacks(system.build(4))]
    assert fields[0] == ReceptiveField(3, 3)
    assert fields[3] == ReceptiveField(159, 81)
    assert fields[-1] == ReceptiveField(2 * 3**10 - 3, 3**10)
    assert system.frontend.shape(system.clip) == (3**10,)
