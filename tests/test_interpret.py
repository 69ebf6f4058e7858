"""Whether changed attention and changed clips are what they are called, on networks whose answers are known."""

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import interpret
from genrelib.networks.learned_query_lstm import LearnedQueryLstm
from genrelib.networks.network import Network, Reading
from genrelib.networks.recurrent import AttentionLstm

CLIPS, BANDS, FRAMES = 5, 7, 6
KINDS = (AttentionLstm, LearnedQueryLstm)


@pytest.fixture
def features() -> torch.Tensor:
    return torch.rand(CLIPS, BANDS, FRAMES, generator=torch.Generator().manual_seed(1))


def attentive(kind=AttentionLstm) -> AttentionLstm:
    torch.manual_seed(2)
    return kind(bands=BANDS, hidden=4, layers=1, dropout=0.0, classes=3).eval()


class Loudest(Network):
    """Two classes: the third frame's share of all power, and the rest."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Identity()

    def inspect(self, x):
        share = x[:, :, 2].sum(1) / x.sum((1, 2)).clamp_min(1e-9)
        return Reading(torch.stack([share, 1 - share], dim=1).clamp_min(1e-9).log())


@pytest.mark.parametrize("kind", KINDS)
def test_own_weights_change_nothing_and_others_do(kind, features):
    network = attentive(kind)
    same = interpret.attending(network, torch.Tensor.clone)
    assert torch.equal(same(features), network(features))
    assert not torch.allclose(interpret.attending(network, interpret.even)(features), network(features))


def test_the_network_itself_attends_as_before(features):
    network = attentive()
    before = network(features)
    interpret.attending(network, interpret.latest)(features)
    assert torch.equal(network(features), before)


@pytest.mark.parametrize("weigh", [interpret.even, interpret.latest, interpret.turned])
def test_changed_weights_still_sum_to_one(weigh, features):
    twin = interpret.attending(attentive(), weigh)
    attention = interpret.weights(twin, features)
    assert attention.shape == (CLIPS, FRAMES)
    assert np.allclose(attention.sum(axis=1), 1)


def test_changed_weights_are_what_they_are_called(features):
    network = attentive()
    own = interpret.weights(network, features)
    ways = {"even": interpret.even, "latest": interpret.latest, "turned": interpret.turned}
    changed = {name: interpret.weights(interpret.attending(network, way), features) for name, way in ways.items()}
    assert np.allclose(changed["even"], 1 / FRAMES)
    assert np.array_equal(changed["latest"], np.tile([0, 0, 0, 0, 0, 1], (CLIPS, 1)))
    assert np.allclose(changed["turned"], own[:, ::-1])


def test_a_random_order_is_one_per_clip_and_the_same_again():
    order = interpret.random_order(50, FRAMES)
    assert torch.equal(order.sort(dim=1).values, torch.arange(FRAMES).expand(50, -1))
    assert len(order.unique(dim=0)) > 25
    assert torch.equal(order, interpret.random_order(50, FRAMES))
    assert not torch.equal(order, interpret.random_order(50, FRAMES, seed=1))


def test_reordered_frames_are_the_same_frames_elsewhere(features):
    backwards = torch.arange(FRAMES - 1, -1, -1).expand(CLIPS, -1)
    assert torch.equal(interpret.reordered(features, backwards), features.flip(2))


def test_silenced_frames_and_no_others_are_silent(features):
    frames = torch.tensor([[0, 5], [1, 1], [2, 3], [4, 0], [5, 2]])
    changed = interpret.silenced(features, frames, -1.0)
    silent = (changed == -1).all(dim=1)
    assert [row.nonzero().flatten().tolist() for row in silent] == [[0, 5], [1], [2, 3], [0, 4], [2, 5]]
    assert torch.equal(changed[~silent[:, None].expand_as(changed)], features[~silent[:, None].expand_as(changed)])
    assert features.min() >= 0


def test_occlusion_finds_the_frame_that_decides():
    features = torch.full((1, 4, FRAMES), 0.01)
    features[:, :, 2] = 1.0
    deciding, others = torch.tensor([[2, 0, 1, 3, 4, 5]]), torch.tensor([[0, 1, 3, 4, 5, 2]])
    lost = interpret.occlusion(Loudest(), features, deciding, (1, 2), 0.0)
    assert lost.shape == (1, 2)
    assert np.allclose(lost, 1 / 1.05, atol=1e-3)
    assert (interpret.occlusion(Loudest(), features, others, (1, 5), 0.0) < 0).all()  # surer without them
