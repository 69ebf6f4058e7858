"""Kim & Nam's networks are those of their code: a plain loop by its formulas, in float64, and what it gave once.

The loop goes window by window and names weights as their code does (repository tae-jun/temporal-feedback-crnn, blocks
"basic"); nothing of ours computes in it. Their code itself, run once beside ours with the same weights, gave logits
that differ by 3e-8, in training by 4e-7.
"""

from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy.special import expit

from genrelib import papers

WINDOW, CLASSES = 3200, 16
WIDTHS = (128, 128, 128, 256, 256, 256, 512)
HIDDEN = 256
SAMPLES = 2 * WINDOW + 100  # two windows and the one between them; what is left over is not read
LAST_LOGITS = {  # of the first clip after the third window, with weights and clips from the seeds below
    "kim2019/tf-crnn@bottleneck": (
        *(-0.0404, -0.1634, 0.0881, -0.1182, -0.0221, -0.0882, 0.0709, -0.1026),
        *(0.0398, 0.1442, 0.1868, -0.0472, 0.1615, -0.0599, 0.1327, -0.0101),
    ),
    "kim2019/crnn": (
        *(-0.5772, 0.065, 0.0599, -0.2944, -0.2428, 0.2893, -0.089, -0.2407),
        *(0.3728, -0.0101, 0.1127, 0.126, 0.3457, 0.2684, -0.541, 0.0609),
    ),
}


def their_weights(feedback: bool) -> dict[str, np.ndarray]:
    """Weights by the names of their code, drawn from a seed in this order, of a size that keeps signals alive."""
    random = np.random.default_rng(2019)

    def linear(name: str, *shape: int) -> dict[str, np.ndarray]:
        limit = (3 / np.prod(shape[1:])) ** 0.5
        return {
            f"{name}.weight": random.uniform(-limit, limit, shape),
            f"{name}.bias": random.uniform(-0.1, 0.1, shape[0]),
        }

    def norm(name: str, maps: int) -> dict[str, np.ndarray]:
        return {
            f"{name}.weight": random.uniform(0.8, 1.2, maps),
            f"{name}.bias": random.uniform(-0.2, 0.2, maps),
            f"{name}.running_mean": random.uniform(-0.2, 0.2, maps),
            f"{name}.running_var": random.uniform(0.5, 1.5, maps),
        }

    weights = linear("init_block.conv0", WIDTHS[0], 1, 3) | norm("init_block.norm0", WIDTHS[0])
    for number, (inputs, maps) in enumerate(pairwise(WIDTHS)):
        block = f"blocks.block{number}"
        weights |= linear(f"{block}.conv", maps, inputs, 3) | norm(f"{block}.norm", maps)
        if feedback:
            weights |= linear(f"{block}.linear0", maps // 8, HIDDEN) | linear(f"{block}.linear1", maps, maps // 8)
    weights |= linear("cell.ih", 3 * HIDDEN, WIDTHS[-1]) | linear("cell.hh", 3 * HIDDEN, HIDDEN)
    weights |= linear("classifier", CLASSES, HIDDEN)
    return {name: values.astype(np.float32) for name, values in weights.items()}


def clips() -> np.ndarray:
    return np.random.default_rng(16).normal(0, 1, (2, SAMPLES)).astype(np.float32)


def convolve(x: np.ndarray, weights: dict, name: str, stride: int = 1) -> np.ndarray:
    """Kernels of three with a zero at either end: (clips, maps, length) -> (clips, maps, length / stride)."""
    places = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (1, 1))), 3, axis=2)[:, :, ::stride]
    return (
        np.einsum("bilk,oik->bol", places, weights[f"{name}.weight"], optimize=True) + weights[f"{name}.bias"][:, None]
    )


def normalise(x: np.ndarray, weights: dict, name: str, training: bool) -> np.ndarray:
    """By the running mean and variance, in training by those of this window in all clips."""
    mean = x.mean(axis=(0, 2)) if training else weights[f"{name}.running_mean"]
    variance = x.var(axis=(0, 2)) if training else weights[f"{name}.running_var"]
    scaled = (x - mean[:, None]) / np.sqrt(variance[:, None] + 1e-5)
    return scaled * weights[f"{name}.weight"][:, None] + weights[f"{name}.bias"][:, None]


def linear(x: np.ndarray, weights: dict, name: str) -> np.ndarray:
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def plain_logits(x: np.ndarray, weights: dict[str, np.ndarray], feedback: bool, training: bool) -> np.ndarray:
    """Logits after every window, (clips, windows, classes), in a loop over the windows."""
    weights = {name: values.astype(np.float64) for name, values in weights.items()}
    hidden = np.zeros((len(x), HIDDEN))
    logits = []
    for window in range(2 * (x.shape[1] // WINDOW) - 1):
        maps = x[:, None, window * WINDOW // 2 :][..., :WINDOW].astype(np.float64)
        maps = normalise(convolve(maps, weights, "init_block.conv0", 3), weights, "init_block.norm0", training)
        maps = np.maximum(maps, 0)
        for number in range(6):
            block = f"blocks.block{number}"
            maps = normalise(convolve(maps, weights, f"{block}.conv"), weights, f"{block}.norm", training)
            maps = np.maximum(maps, 0)[..., : maps.shape[2] // 3 * 3]
            maps = maps.reshape(*maps.shape[:2], -1, 3).max(axis=3)
            if feedback:
                scale = linear(np.maximum(linear(hidden, weights, f"{block}.linear0"), 0), weights, f"{block}.linear1")
                maps = maps * expit(scale)[:, :, None]
        read, recalled = linear(maps.max(axis=2), weights, "cell.ih"), linear(hidden, weights, "cell.hh")
        (r, z, n), (r_again, z_again, n_again) = np.split(read, 3, axis=1), np.split(recalled, 3, axis=1)
        update = expit(z + z_again)
        hidden = (1 - update) * np.tanh(n + expit(r + r_again) * n_again) + update * hidden
        logits.append(linear(hidden, weights, "classifier"))
    return np.stack(logits, axis=1)


def our_network(name: str, weights: dict[str, np.ndarray]) -> torch.nn.Module:
    """The catalogue's network with these weights, dropout off; every weight of either side is used."""
    system = papers.get(name)
    network = system.network(**system.sizes | {"dropout": 0.0}, classes=CLASSES)
    renamed = {"standardise.mean": np.zeros((1, 1)), "standardise.std": np.ones((1, 1))}
    for theirs, values in weights.items():
        *place, layer, kind = theirs.split(".")
        if layer in ("ih", "hh"):
            cell = next(n for n in network.state_dict() if n.startswith(("gru.", "cell."))).split(".")[0]
            ours = f"{cell}.{kind}_{layer}{'_l0' if cell == 'gru' else ''}"
        elif layer.startswith("linear"):
            ours = f"feedback.{place[1][-1]}.{2 * int(layer[-1])}.{kind}"
        elif layer == "classifier":
            ours = f"classify.{kind}"
        else:
            number = int(place[1][-1]) + 1 if place[0] == "blocks" else 0
            ours = f"blocks.{number}.{'convolve' if layer.startswith('conv') else 'normalise'}.{kind}"
        renamed[ours] = values
    tensors = {name: torch.tensor(values, dtype=torch.float32) for name, values in renamed.items()}
    for name in network.state_dict():
        if name.endswith("num_batches_tracked"):
            tensors[name] = torch.tensor(0)
    network.load_state_dict(tensors)
    return network


NETWORKS = [("kim2019/tf-crnn@bottleneck", True), ("kim2019/crnn", False)]


@pytest.mark.parametrize("training", [False, True], ids=["evaluation", "training"])
@pytest.mark.parametrize(("name", "feedback"), NETWORKS)
def test_the_network_is_that_of_the_authors_code(name, feedback, training):
    weights = their_weights(feedback)
    network = our_network(name, weights).train(training)
    with torch.no_grad():
        ours = network(torch.from_numpy(clips())).numpy()
    np.testing.assert_allclose(ours, plain_logits(clips(), weights, feedback, training), atol=5e-6)


@pytest.mark.parametrize(("name", "feedback"), NETWORKS)
def test_the_logits_are_those_that_the_plain_loop_gave_once(name, feedback):
    network = our_network(name, their_weights(feedback)).eval()
    with torch.no_grad():
        last = network(torch.from_numpy(clips()))[0, -1].numpy()
    np.testing.assert_allclose(last, LAST_LOGITS[name], atol=6e-5)
