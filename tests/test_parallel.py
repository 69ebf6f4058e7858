"""Two parallel branches, and an LSTM on them: shapes and counts by the text, who depends on whom, what is learned."""

import warnings
from dataclasses import replace

import pytest
import torch
from learning import accuracy, learn
from torch import nn
from torch.nn.functional import conv2d

from genrelib import papers
from genrelib.networks.parallel import ParallelCnn, pooled, same_padding
from genrelib.networks.parallel_lstm import LstmOverBatch, ParallelLstm
from genrelib.papers import pandey2023
from genrelib.recipe import Recipe

BRANCHES = {
    "bands": 16,
    "frames": 16,
    "widths": (4, 8),
    "left": (((3, 6), (2, 2)), ((2, 4), (1, 4))),
    "right": (((6, 5), (2, 2)), ((4, 2), (4, 1))),
    "slopes": (0.3, 0.3),
}
CNN = BRANCHES | {"hidden": 12, "dropout": 0.1}
LSTM = BRANCHES | {"hidden": 12, "layers": 2, "dropout": 0.1}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def two_small_sounds(clips: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Noise, (clips, 16, 16), with a steady tone in the third or the eleventh band, and which of the two it is."""
    features, genres = torch.randn(clips, 16, 16), torch.randint(2, (clips,))
    features[torch.arange(clips), 2 + 8 * genres] += 2.0
    return features, genres


# sizes


@pytest.mark.parametrize(
    "name, count",
    [
        # 16 * 10 * 23 + 16, 16 * 21 * 20 + 16, (2 * 5120) * 200 + 200, 200 * 10 + 10
        ("shallow", 3_696 + 6_736 + 2_048_200 + 2_010),
        # four convolutions a branch, 5120 * 200 + 200, 200 * 10 + 10
        ("deep", 1_283_362),
        # the right branch's first kernel has 16 * 21 * 10 weights less
        ("deep@kernel-21x10", 1_283_362 - 3_360),
        # deep without its hidden layer of 1,024,200; 4 gates of 200 * (128 * (10 + 2) + 200 + 2), and of 200 * 402
        ("crnn", 1_283_362 - 1_024_200 + 4 * 200 * 1_738 + 4 * 200 * 402),
        # both directions, the upper layer reads 400, and so do the 10 genres
        ("bilstm", 1_283_362 - 1_024_200 + 2 * 4 * 200 * (1_738 + 602) + 200 * 10),
        ("crnn@lstm-over-batch", 4_838_362),
    ],
)
def test_count_is_what_the_papers_layers_add_up_to(name, count):
    assert papers.get(f"pandey2023/{name}").count(10) == count


def test_a_clip_is_eighty_bands_of_eighty_frames():
    assert {tuple(system.frontend.shape(system.clip)) for system in pandey2023.SYSTEMS} == {(80, 80)}
    assert round(pandey2023.CLIP * 22_050) == 20_462


@pytest.mark.parametrize(
    "name, left, right, flat",
    [
        ("shallow", (16, 80, 4), (16, 4, 80), 10_240),  # section IV: "80x4 vertical", "4x80 horizontal", 1 x 10240
        ("deep", (128, 10, 2), (128, 2, 10), 5_120),
    ],
)
def test_branches_leave_the_maps_of_the_text(name, left, right, flat):
    network = papers.get(f"pandey2023/{name}").build(10).eval()
    maps = network.branches(torch.zeros(1, 80, 80))
    assert [tuple(m.shape[1:]) for m in maps] == [left, right]
    assert network.project.in_features == flat


def test_deep_maps_are_halved_one_convolution_after_another():
    left = papers.get("pandey2023/deep").build(10).branches.left
    x, shapes = torch.zeros(1, 1, 80, 80), []
    for convolution in left:
        x = convolution(x)
        shapes.append(tuple(x.shape[1:]))
    assert shapes == [(16, 40, 40), (32, 20, 20), (64, 10, 10), (128, 10, 2)]


def test_pools_are_counted_as_torch_rounds_them():
    assert pooled(81, 83, (((3, 3), (2, 2)), ((3, 3), (1, 5)))) == (40, 8)


# orientation


def test_left_branch_tells_a_band_and_right_branch_a_moment():
    branches = papers.get("pandey2023/shallow").build(10).branches.eval()
    kernel = branches.left[0][1].weight
    assert kernel.shape[2:] == (10, 23) and branches.right[0][1].weight.shape[2:] == (21, 20)  # bands, frames
    nn.init.constant_(kernel, 1.0)
    nn.init.constant_(branches.right[0][1].weight, 1.0)
    band, moment = torch.zeros(1, 80, 80), torch.zeros(1, 80, 80)
    band[:, 40], moment[:, :, 40] = 1.0, 1.0
    left, right = branches(band)[0][0, 0], branches(moment)[1][0, 0]  # (80, 4), (4, 80)
    assert (left.amax(dim=1) > 0).sum() == 10 and left[40].all()  # the ten bands that the kernel reaches over
    assert (right.amax(dim=0) > 0).sum() == 20 and right[:, 40].all()  # its twenty frames


@pytest.mark.parametrize("kernel", [(10, 23), (21, 20), (5, 3), (4, 2)])
def test_padding_is_that_of_torchs_same(kernel):
    x, weight = torch.randn(2, 3, 24, 26), torch.randn(5, 3, *kernel)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it says of even kernels is why we pad ourselves
        expected = conv2d(x, weight, padding="same")
    assert torch.allclose(conv2d(same_padding(kernel)(x), weight), expected, atol=1e-4)


# activations and weights


def test_a_slope_of_zero_is_a_plain_relu():
    coded, text = (papers.get(f"pandey2023/deep{suffix}").build(10).branches.right for suffix in ("@relu", ""))
    x = torch.tensor([-2.0, 3.0])
    assert [link[2](x).tolist() for link in coded][1:] == [[0.0, 3.0]] * 3
    assert coded[0][2](x).tolist() == pytest.approx([-0.6, 3.0])
    assert [link[2](x).tolist() for link in text] == [pytest.approx([-0.6, 3.0])] * 4


def test_dropout_before_or_after_the_leaky_activation_is_the_same():
    activation, dropout = ParallelCnn(**CNN, classes=2).activate
    x = torch.randn(8, 12)
    torch.manual_seed(1)
    before = activation(dropout(x))
    torch.manual_seed(1)
    assert torch.allclose(before, dropout(activation(x)))
    assert (before == 0).any()


def test_weights_are_kaiming_normal_and_biases_zero():
    network = papers.get("pandey2023/shallow").build(10)
    for layer, inputs in ((network.branches.left[0][1], 230), (network.branches.right[0][1], 420)):
        assert layer.weight.std().item() == pytest.approx((2 / inputs) ** 0.5, rel=0.05)
        assert not layer.bias.any()
    assert network.project.weight.std().item() == pytest.approx((2 / 10_240) ** 0.5, rel=0.01)
    assert not network.project.bias.any() and not network.classify.bias.any()


@pytest.mark.parametrize(
    "name, penalty",
    [
        # The mean of |w| is 0.8 deviations of a normal: of 2,048,000 weights of deviation (2 / 10240)^0.5, and others.
        ("shallow", 1e-4 * 0.798 * (2_048_000 * 0.01398 + 3_680 * 0.0933 + 6_720 * 0.069 + 2_000 * 0.1)),
        # An LSTM's weights are uniform up to 200^-0.5: its 4,576,000 alone count for more.
        ("crnn@lstm-over-batch", 1e-4 * (4_576_000 * 200**-0.5 / 2 + 257_152 * 0.05)),
    ],
)
def test_penalty_of_a_fresh_network_outweighs_the_loss_of_a_guess(name, penalty):
    network = papers.get(f"pandey2023/{name}").build(10)
    total = sum(weight.abs().sum().item() for weight in network.parameters() if weight.ndim > 1)
    assert pandey2023.RECIPE.l1 * total == pytest.approx(penalty, rel=0.1)
    assert penalty >= 2.3


# the LSTM over time


def test_each_step_holds_the_left_columns_that_cover_it():
    network, x = ParallelLstm(**LSTM, directions=1, classes=3).eval(), torch.randn(2, 16, 16)
    left, right = network.branches(x)
    assert left.shape == (2, 8, 8, 2) and right.shape == (2, 8, 2, 8)
    steps = network.steps(x)
    assert steps.shape == (2, 8, 64 + 16)
    for step in range(8):
        assert torch.equal(steps[:, step, :64], left[:, :, :, step // 4].flatten(1))
        assert torch.equal(steps[:, step, 64:], right[:, :, :, step].flatten(1))


def test_two_directions_decide_by_what_each_holds_at_its_end():
    network, x = ParallelLstm(**LSTM, directions=2, classes=3).eval(), torch.randn(2, 16, 16)
    states, _ = network.lstm(network.steps(x))  # (batch, steps, forwards and backwards)
    expected = torch.cat([states[:, -1, :12], states[:, 0, 12:]], dim=1)
    assert torch.allclose(network.embed(x), nn.functional.leaky_relu(expected, 0.3))


def test_the_papers_sequence_has_ten_steps():
    network = papers.get("pandey2023/crnn").build(10).eval()
    assert network.steps(torch.zeros(2, 80, 80)).shape == (2, 10, 128 * (10 + 2))


# who depends on whom


def test_an_lstm_over_the_batch_answers_by_who_stands_before():
    network, x = LstmOverBatch(**LSTM, classes=3).eval(), torch.randn(6, 16, 16)
    together = network(x)
    assert (network(x.flip(0)).flip(0) - together).abs().max() > 1e-3  # another order
    assert (network(x[3:])[0] - together[3]).abs().max() > 1e-3  # without those before
    assert torch.allclose(network(x[:3]), together[:3], atol=1e-6)  # those after do not matter
    assert LstmOverBatch.reads_batch


@pytest.mark.parametrize(
    "network",
    [
        ParallelCnn(**CNN, classes=3),
        ParallelLstm(**LSTM, directions=1, classes=3),
        ParallelLstm(**LSTM, directions=2, classes=3),
    ],
)
def test_all_others_answer_by_the_clip_alone(network):
    network, x = network.eval(), torch.randn(6, 16, 16)
    together = network(x)
    assert torch.allclose(network(x.flip(0)).flip(0), together, atol=1e-5)
    assert torch.allclose(network(x[3:]), together[3:], atol=1e-5)
    assert not getattr(network, "reads_batch", False)


def test_the_gradient_of_a_clip_reaches_those_before_it_in_the_batch():
    network, x = LstmOverBatch(**LSTM, classes=3).eval(), torch.randn(4, 16, 16, requires_grad=True)
    network(x)[2].sum().backward()
    assert (x.grad.abs().amax(dim=(1, 2)) > 0).tolist() == [True, True, True, False]


# learning


@pytest.mark.parametrize(
    "network",
    [
        ParallelCnn(**CNN, classes=2),
        ParallelLstm(**LSTM, directions=1, classes=2),
        ParallelLstm(**LSTM, directions=2, classes=2),
        LstmOverBatch(**LSTM, classes=2),
    ],
)
def test_network_learns_to_tell_two_tones_apart(network):
    learn(network, two_small_sounds)
    assert accuracy(network.eval(), two_small_sounds) > 0.9


# declarations


def test_each_variant_differs_from_its_plain_system_in_one_thing():
    variants = [system for system in pandey2023.SYSTEMS if "@" in system.name]
    assert len(variants) > 5
    for system in variants:
        plain = system.name.partition("@")[0]
        base = papers.get(plain)
        parts = ("clip", "frontend", "recipe") + (("network",) if system.network is not base.network else ("sizes",))
        different = [part for part in parts if getattr(system, part) != getattr(base, part)]
        assert len(different) == 1, system.name
        assert system.departs and system.departs != base.departs


def test_the_recipe_is_the_papers():
    recipe = Recipe(torch.optim.Adam, 5e-5, batch=64, epochs=100, l1=1e-4, draw=15, watch=2)
    assert papers.get("pandey2023/shallow").recipe == papers.get("pandey2023/deep").recipe == recipe
    assert papers.get("pandey2023/crnn").recipe == replace(recipe, batch=32)


def test_reported_figures_are_the_printed_ones():
    (table,) = [study for study in pandey2023.STUDIES if study.row == "Table I"]
    assert {name.removeprefix("pandey2023/"): value for name, value in table.reported.items()} == {
        "shallow": 0.6312,
        "deep": 0.6267,
        "crnn": 0.6452,
        "crnn@lstm-over-batch": 0.6452,
        "shallow@200-epochs": 0.638,
        "deep@200-epochs": 0.631,
        "crnn@200-epochs": 0.6472,
    }
    assert sum(pandey2023.REPORTED_RECALL.values()) / 10 == pytest.approx(0.617)
