import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genrelib.train.average import averaged


def steps(network: nn.Module, count: int):
    """The network after each of some steps."""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(count):
        optimizer.zero_grad()
        network(torch.randn(4, 3)).square().sum().backward()
        optimizer.step()
        yield network


def test_the_average_is_that_of_torch_to_the_last_bit():
    network = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2))
    ours = averaged(network, 0.9)
    theirs = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.9), use_buffers=True)
    for stepped in steps(network, 5):
        ours.update_parameters(stepped)
        theirs.update_parameters(stepped)
    assert not torch.equal(ours.module[0].weight, network[0].weight)
    assert ours.state_dict().keys() == theirs.state_dict().keys()
    assert all(torch.equal(value, theirs.state_dict()[name]) for name, value in ours.state_dict().items())


def test_a_recipe_without_an_average_has_none():
    assert averaged(nn.Linear(1, 1), None) is None
