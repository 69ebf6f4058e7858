"""Networks of samples: each is what its paper says, loops and batches agree, and the feedback is real."""

import pytest
import torch
from torch import nn
from torch.nn.functional import batch_norm, cross_entropy, max_pool1d

from genrelib import papers
from genrelib.networks.blocks import Standardise
from genrelib.networks.feedback import FeedbackCrnn, bottleneck, one_layer
from genrelib.networks.waveform import AT_ONCE, CACHED, SampleCnn, StepNorm, WindowCrnn, windows

SIZES = {"window": 90, "widths": (4, 8, 8, 16), "dropout": 0.5, "hidden": 6}  # lengths 90, 30, 10, 3, 1
FED = {"one layer": one_layer, "bottleneck": bottleneck}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def fed(feedback=one_layer, classes=3, **sizes) -> FeedbackCrnn:
    return FeedbackCrnn(**SIZES | sizes, feedback=feedback, classes=classes)


def plain(classes=3, **sizes) -> WindowCrnn:
    return WindowCrnn(**SIZES | sizes, classes=classes)


def settled(network: nn.Module) -> nn.Module:
    """In evaluation mode, with strong weights and with means that are not the initial ones: what counts can be seen."""
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(4)
    for layer in network.modules():
        if isinstance(layer, Standardise):
            layer.fit(3 * torch.randn(8, 900) - 1)
        if isinstance(layer, nn.BatchNorm1d):
            nn.init.uniform_(layer.running_mean, -1, 1)
            nn.init.uniform_(layer.running_var, 0.5, 2)
            nn.init.uniform_(layer.weight, 0.5, 2)
            nn.init.uniform_(layer.bias, 0, 1)
    return network.eval()


def normal(norm: nn.BatchNorm1d, x: torch.Tensor) -> torch.Tensor:
    """What batch normalisation makes of one step, (batch, maps, length), moving its running means in training."""
    return batch_norm(
        x, norm.running_mean, norm.running_var, norm.weight, norm.bias, norm.training, norm.momentum, norm.eps
    )


def loop(network, x: torch.Tensor, scales_of) -> torch.Tensor:
    """Logits of one window after the other, read literally: convolve, normalise, rectify, pool, scale, recur, decide.

    `scales_of(hidden)` gives one (batch, maps) per block after the first.
    """
    recur = network.cell if isinstance(network, FeedbackCrnn) else network.gru
    cell = nn.GRUCell(recur.input_size, recur.hidden_size)
    cell.load_state_dict({name.removesuffix("_l0"): weight for name, weight in recur.state_dict().items()})
    x = (x - network.standardise.mean) / network.standardise.std
    hidden = torch.zeros(len(x), recur.hidden_size)
    logits = []
    for step in range(2 * (x.shape[1] // network.window) - 1):
        start = step * network.window // 2
        maps = x[:, None, start : start + network.window]
        for block, scale in zip(network.blocks, [None, *scales_of(hidden)], strict=True):
            maps = normal(block.normalise, block.convolve(maps)).relu()
            if scale is not None:
                maps = max_pool1d(maps, 3) * scale[:, :, None]
        hidden = cell(maps.max(dim=2).values, hidden)
        logits.append(network.classify(hidden))
    return torch.stack(logits, dim=1)


def fed_back(network):
    """The feedback of a network with one layer, written out."""
    return lambda hidden: [torch.sigmoid(hidden @ gate[0].weight.T + gate[0].bias) for gate in network.feedback]


def not_fed_back(network):
    return lambda hidden: [torch.ones(len(hidden), block.convolve.out_channels) for block in network.blocks[1:]]


# windows


@pytest.mark.parametrize(
    ("samples", "steps"),
    [(40_000, 23), (480_000, 299), (3200, 1), (6399, 1), (6400, 3)],  # 2.5 s, 30 s, one window, nearly two, two
)
def test_steps_are_twice_the_whole_windows_less_one(samples, steps):
    assert sum(part.shape[1] for part in windows(torch.zeros(1, samples), 3200)) == steps


def test_each_window_lies_half_over_the_next():
    samples = torch.cat(list(windows(torch.arange(400.0)[None], 100)), dim=1)[0, :, 0]
    assert samples[:, 0].tolist() == [0, 50, 100, 150, 200, 250, 300]
    assert samples[:, -1].tolist() == [99, 149, 199, 249, 299, 349, 399]


@pytest.mark.parametrize("clips", [1, 3, 8, 40])
def test_a_cpu_convolves_no_more_windows_together_than_its_cache_holds(clips):
    parts = [part.shape[:2].numel() for part in windows(torch.zeros(clips, 9000), 90)]
    assert sum(parts) == 199 * clips and max(parts) <= max(CACHED, clips)


@pytest.mark.parametrize("name", ["kim2019/crnn", "kim2019/tf-crnn"])
def test_kims_windows_shrink_to_one_number_per_map(name):
    network, lengths = papers.get(name).build(classes=16).eval(), []
    for block in network.blocks:
        block.register_forward_hook(lambda layer, given, maps: lengths.append(maps.shape[-1]))
    with torch.inference_mode():
        assert network(torch.zeros(1, 3200)).shape == (1, 1, 16)
    assert lengths == [1067, 355, 118, 39, 13, 4, 1]


@pytest.mark.parametrize("make", [plain, fed])
def test_a_window_network_reads_any_number_of_windows(make):
    network = make().eval()
    assert network(torch.randn(2, 90)).shape == (2, 1, 3)
    assert network(torch.randn(2, 90 * (AT_ONCE + 1))).shape == (2, 2 * AT_ONCE + 1, 3)
    assert network.embed(torch.randn(2, 900)).shape == (2, 6)


@pytest.mark.parametrize("make", [plain, fed])
def test_what_is_heard_later_changes_no_earlier_answer(make):
    network, x = settled(make()), torch.randn(2, 900)
    later = x.clone()
    later[:, 450:] = torch.randn(2, 450)  # windows 0 to 8 end at 450
    assert torch.allclose(network(later)[:, :9], network(x)[:, :9], atol=1e-6)
    assert (network(later)[:, 9:] - network(x)[:, 9:]).abs().max() > 0.01


@pytest.mark.parametrize("make", [plain, fed])
def test_the_embedding_is_the_state_after_the_last_window(make):
    network, x = settled(make()), torch.randn(2, 900)
    assert torch.allclose(network.classify(network.embed(x)), network(x)[:, -1], atol=1e-6)


# batched steps against a loop over them


@pytest.mark.parametrize(("make", "scales"), [(plain, not_fed_back), (fed, fed_back)])
def test_steps_at_once_equal_the_literal_loop_in_evaluation(make, scales):
    network, x = settled(make()), torch.randn(3, 90 * (AT_ONCE // 2 + 4))  # more steps than are heard at once
    with torch.inference_mode():
        assert torch.allclose(network(x), loop(network, x, scales(network)), atol=1e-5)


@pytest.mark.parametrize(("make", "scales"), [(plain, not_fed_back), (fed, fed_back)])
def test_steps_at_once_equal_the_literal_loop_in_training(make, scales):
    network, twin = settled(make(dropout=0.0)).train(), make(dropout=0.0).train()
    twin.load_state_dict(network.state_dict())
    x = torch.randn(5, 900)
    ours, literal = network(x), loop(twin, x, scales(twin))
    assert torch.allclose(ours, literal, atol=1e-4)
    for ours, literal in zip(network.blocks, twin.blocks, strict=True):
        assert torch.allclose(ours.normalise.running_mean, literal.normalise.running_mean, atol=1e-4)
        assert torch.allclose(ours.normalise.running_var, literal.normalise.running_var, rtol=1e-4)


def test_each_step_is_normalised_by_itself_in_training():
    loudness = torch.tensor([1.0, 10.0, 100.0])[:, None, None]
    out = StepNorm(4)(loudness * torch.randn(50, 3, 4, 20) - loudness)
    assert out.mean(dim=(0, 3)).abs().max() < 1e-4
    assert torch.allclose(out.std(dim=(0, 3)), torch.ones(3, 4), atol=1e-2)


def test_a_single_step_is_normalised_as_a_batch_is():
    ours, theirs, x = StepNorm(4).train(), nn.BatchNorm1d(4).train(), 3 + torch.randn(50, 1, 4, 20)
    for _ in range(3):
        assert torch.allclose(ours(x)[:, 0], theirs(x[:, 0]), atol=1e-5)
    for name, value in theirs.state_dict().items():
        assert torch.allclose(ours.state_dict()[name], value), name


# feedback


@pytest.mark.parametrize("feedback", FED.values(), ids=FED)
def test_gates_are_scales_between_zero_and_one_per_window_and_map(feedback):
    gates = fed(feedback).eval().inspect(torch.randn(2, 900)).gates
    assert [tuple(scale.shape) for scale in gates] == [(2, 19, maps) for maps in (8, 8, 16)]
    assert all(((scale > 0) & (scale < 1)).all() for scale in gates)


def test_the_first_window_is_heard_with_the_biases_alone():
    network = settled(fed())
    for scale, gate in zip(network.inspect(torch.randn(4, 900)).gates, network.feedback, strict=True):
        assert torch.allclose(scale[:, 0], gate[0].bias.sigmoid().expand(4, -1))


def test_what_was_heard_early_changes_how_everything_later_is_heard():
    network, x = settled(fed()), torch.randn(2, 900)
    changed = x.clone()
    changed[:, :45] = 0  # heard by the first window only
    for before, after in zip(network.inspect(x).gates, network.inspect(changed).gates, strict=True):
        moved = (after - before).abs().amax(dim=(0, 2))
        assert moved[0] == 0
        assert (moved[1:4] > 1e-3).all()


def test_a_closed_gate_silences_the_ear():
    network, x = settled(fed()), torch.randn(2, 900)
    for gate in network.feedback:
        nn.init.zeros_(gate[0].weight)
        nn.init.constant_(gate[0].bias, -100.0)
    assert torch.allclose(network(x), network(torch.randn(2, 900)), atol=1e-6)


def test_open_gates_make_it_the_network_without_feedback():
    network, without = settled(fed()), plain()
    for gate in network.feedback:
        nn.init.zeros_(gate[0].weight)
        nn.init.constant_(gate[0].bias, 100.0)
    weights = {name.replace("cell.", "gru."): weight for name, weight in network.state_dict().items()}
    weights = {f"{name}_l0" if name.startswith("gru.") else name: weight for name, weight in weights.items()}
    without.load_state_dict({name: weight for name, weight in weights.items() if not name.startswith("feedback.")})
    x = torch.randn(2, 900)
    assert torch.allclose(network(x), without.eval()(x), atol=1e-5)


# learning

NETWORKS = {
    "SampleCnn": lambda: SampleCnn(widths=(8, 8, 8, 16), dropout=0.2, classes=2),
    "WindowCrnn": lambda: plain(classes=2, dropout=0.2),
    "FeedbackCrnn": lambda: fed(classes=2, dropout=0.2),
    "FeedbackCrnn with bottleneck": lambda: fed(bottleneck, classes=2, dropout=0.2),
}


def two_tones(clips: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Noise of 360 samples with a tone of 12 or of 5 samples a period in it, and which of the two it is."""
    tones = torch.arange(clips) % 2
    phase = torch.rand(clips, 1) + torch.arange(360) / torch.tensor([12.0, 5.0])[tones, None]
    return torch.sin(2 * torch.pi * phase) + 0.3 * torch.randn(clips, 360), tones


@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
def test_every_weight_gets_a_gradient(make):
    network = make()
    network(torch.randn(4, 360)).square().sum().backward()
    for name, weight in network.named_parameters():
        assert weight.grad is not None and weight.grad.abs().sum() > 0, name


@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
def test_network_learns_to_tell_two_tones_apart(make):
    network = make()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(60):
        waveforms, tones = two_tones(32)
        steps = network(waveforms).view(32, -1, 2)  # (batch, steps, classes), or one step
        optimizer.zero_grad()
        cross_entropy(steps.transpose(1, 2), tones[:, None].expand(-1, steps.shape[1])).backward()
        optimizer.step()
    waveforms, tones = two_tones(200)
    network.eval()
    assert (network.classify(network.embed(waveforms)).argmax(dim=1) == tones).float().mean() > 0.9
