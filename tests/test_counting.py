import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from genrelib.networks.counting import operations

SHAPE = (7, 5)  # steps, features


@pytest.mark.parametrize(
    "layer",
    [
        lambda: nn.LSTM(5, 4, num_layers=2, batch_first=True),
        lambda: nn.LSTM(5, 4, batch_first=True, bidirectional=True),
        lambda: nn.GRU(5, 4, num_layers=2, batch_first=True, bias=False),
        lambda: nn.RNN(5, 4),
    ],
)
def test_a_recurrent_layer_counts_as_its_steps_do_one_by_one(layer):
    with torch.device("meta"), torch.inference_mode(), FlopCounterMode(display=False) as counter:
        layer()(torch.empty(1, *SHAPE))
    with torch.device("meta"):
        network = layer()
    assert operations(network, SHAPE) == counter.get_total_flops() > 0


def test_a_linear_layer_multiplies_and_adds_once_per_weight():
    with torch.device("meta"):
        network = nn.Sequential(nn.Linear(5, 3), nn.ReLU())
    assert operations(network, SHAPE) == 2 * 7 * 5 * 3
