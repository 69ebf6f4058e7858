"""Networks that read frame after frame do what their papers' equations and code say, checked by hand."""

import pytest
import torch
from learning import learn_two_sounds
from torch import nn
from torch.nn.functional import cross_entropy

from genrelib import papers
from genrelib.networks.blocks import keras_initialise
from genrelib.networks.learned_query_lstm import LearnedQueryLstm
from genrelib.networks.recurrent import EqualStartLstm, Lstm, LstmOnRnn, Rnn

SIZES = {"bands": 12, "hidden": 10, "layers": 2, "dropout": 0.2}
ON_TOP = {"bands": 12, "hidden": 10, "dropout": 0.2}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def test_rnn_is_two_tanh_layers_of_which_the_last_state_decides():
    network, x = Rnn(**SIZES, classes=3).eval(), torch.randn(2, 12, 20)
    lower = upper = torch.zeros(2, 10)
    weights = dict(network.rnn.named_parameters())
    for frame in x.unbind(dim=2):
        lower = torch.tanh(frame @ weights["weight_ih_l0"].T + lower @ weights["weight_hh_l0"].T)
        upper = torch.tanh(lower @ weights["weight_ih_l1"].T + upper @ weights["weight_hh_l1"].T)
    assert torch.allclose(network.embed(x), upper, atol=1e-5)  # all biases are zero at first


def test_tanh_layer_starts_with_orthogonal_recurrence_and_no_bias():
    rnn = nn.RNN(3, 4, num_layers=2)
    keras_initialise(rnn)
    assert torch.allclose(rnn.weight_hh_l1 @ rnn.weight_hh_l1.T, torch.eye(4), atol=1e-6)
    assert not rnn.bias_ih_l0.any() and not rnn.bias_hh_l1.any()


def test_lstm_on_rnn_reads_the_states_of_the_tanh_layer():
    network, x = LstmOnRnn(**ON_TOP, classes=3).eval(), torch.randn(2, 12, 20)
    states, _ = network.rnn(x.transpose(1, 2))
    assert states.abs().max() <= 1
    upper, _ = network.lstm(states)
    assert torch.allclose(network.embed(x), upper[:, -1], atol=1e-6)


def test_equal_rows_pass_no_gradient_down_before_the_first_step_and_some_after_it():
    network = EqualStartLstm(**SIZES | {"dropout": 0.0}, classes=4)
    assert (network.classify.weight == 0.1).all() and (network.classify.bias == 0.1).all()
    optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
    features, genres = torch.randn(16, 12, 20), torch.arange(16) % 4
    largest = []
    for _ in range(2):
        optimizer.zero_grad()
        cross_entropy(network(features), genres).backward()
        largest.append(max(weight.grad.abs().max().item() for weight in network.lstm.parameters()))
        optimizer.step()
    assert largest[0] < 1e-8 < 1e-4 < largest[1]


def test_equal_start_changes_the_output_layer_only():
    torch.manual_seed(1)
    plain = Lstm(**SIZES, classes=4)
    torch.manual_seed(1)
    equal = EqualStartLstm(**SIZES, classes=4)
    for name, weight in plain.lstm.named_parameters():
        assert torch.equal(weight, equal.lstm.get_parameter(name)), name


def test_learned_query_is_a_projection_of_the_last_state():
    network, x = LearnedQueryLstm(**SIZES, classes=3).eval(), torch.randn(2, 12, 20)
    for layer in (network.ask, network.combine):
        nn.init.normal_(layer.bias)
    states, _ = network.lstm(x.transpose(1, 2))
    for clip in range(2):
        asked = network.ask.weight @ states[clip, -1] + network.ask.bias
        scores = torch.stack([asked @ states[clip, t] for t in range(20)])
        weights = scores.exp() / scores.exp().sum()
        assert torch.allclose(network.inspect(x).attention[clip], weights, atol=1e-6)
        context = sum(weights[t] * states[clip, t] for t in range(20))
        read = torch.tanh(network.combine.weight @ torch.cat([context, asked]) + network.combine.bias)
        assert torch.allclose(network.embed(x)[clip], read, atol=1e-6)


def test_learned_query_is_asked_of_the_state_before_dropout():
    network, x = LearnedQueryLstm(**SIZES | {"dropout": 0.5}, classes=3), torch.randn(4, 12, 20)
    asked, attended = [], []
    network.ask.register_forward_hook(lambda layer, given, out: asked.append(given[0]))
    network.dropout.register_forward_hook(lambda layer, given, out: attended.append(out))
    network.inspect(x)
    (states,) = attended
    assert (asked[0] != 0).all()
    assert 0.4 < (states == 0).float().mean() < 0.6


# learning


@pytest.mark.parametrize(
    "network",
    [
        Rnn(**SIZES, classes=2),
        LstmOnRnn(**ON_TOP, classes=2),
        EqualStartLstm(**SIZES, classes=2),
        LearnedQueryLstm(**SIZES, classes=2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_network_learns_to_tell_two_tones_apart_with_every_weight(network):
    accuracy, still = learn_two_sounds(network)
    assert accuracy > 0.9
    assert still == []


@pytest.mark.parametrize(
    "name, count",
    [
        # 125 (513 + 125 + 1) + 125 (125 + 125 + 1) + 125 * 10 + 10, and 125 in either layer
        ("irvin2016/rnn", 112_510 + 250),
        # 125 (513 + 125 + 1) + 4 * 125 (125 + 125 + 1) + 1,260, and 125 + 4 * 125
        ("irvin2016/rnn@lstm-on-top", 206_635 + 625),
        # of the poster's 174,610: W_a 60 * 60, b_a and b_c 60 each; 4 * 60 in either layer
        ("irvin2016/lstm-attention@learned-query", 178_330 + 480),
    ],
)
def test_count_is_that_of_one_bias_per_gate_and_torchs_second_one(name, count):
    assert papers.get(name).count(10) == count
