"""SampleCNN thirds a clip down to one number per map, and its weights start as its authors draw them."""

import pytest
import torch
from torch import nn

from genrelib import papers
from genrelib.networks.waveform import SampleCnn, sample_initialise


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def test_samplecnns_thirds_end_at_one():
    network, lengths = papers.get("kim2019/samplecnn").build(classes=16).eval(), []
    network.convolve[0].register_forward_hook(lambda layer, given, maps: lengths.append(maps.shape[-1]))
    for block in list(network.convolve)[3:]:
        block.register_forward_hook(lambda layer, given, maps: lengths.append(maps.shape[-1]))
    with torch.inference_mode():
        network(torch.zeros(1, 59_049))
    assert lengths == [19_683, 6561, 2187, 729, 243, 81, 27, 9, 3, 1]


def test_samplecnn_hears_every_sample_of_a_clip_and_none_after_the_last_third():
    network = SampleCnn(widths=(4, 4, 8), dropout=0.5, classes=3).eval()
    x = torch.randn(1, 29, requires_grad=True)
    network.embed(x).square().sum().backward()
    assert (x.grad[:, 27:] == 0).all()
    x = torch.randn(64, 27, requires_grad=True)
    network.embed(x).sum().backward()
    assert (x.grad.abs().sum(dim=0) > 0).all()


def test_samplecnn_refuses_a_clip_of_less_than_its_thirds():
    with pytest.raises(RuntimeError):
        SampleCnn(widths=(4, 4, 8), dropout=0.5, classes=3)(torch.randn(2, 26))


@pytest.mark.parametrize(
    ("layer", "limit"),
    [
        (nn.Conv1d(1, 3000, 3), 1.0),  # variance 1 / (3 * 1) of a uniform, whose limit is the root of 3 variances
        (nn.Conv1d(100, 200, 3), (3 * 2 / (3 * 100**2)) ** 0.5),
        (nn.Linear(200, 100), (6 / 300) ** 0.5),  # Glorot
    ],
)
def test_samplecnns_weights_start_as_its_authors_draw_them(layer, limit):
    sample_initialise(layer)
    assert limit * 0.98 < layer.weight.abs().max() <= limit
    assert not layer.bias.any()
