"""The networks that others released, against plain loops in float64 by their formulas, with random weights."""

import io

import numpy as np
import pytest
import torch
from released_files import FRAMES, PADDING, SIZES, drawn, keras_file, keras_layers, torch_file
from scipy.signal import convolve2d, correlate2d
from scipy.special import expit

from genrelib import papers
from genrelib.networks.keras_gru import KerasGru, KerasGruCell, hard_sigmoid
from genrelib.networks.released_crnn import KerasCrnn, TorchCrnn
from genrelib.released import read_keras_tagger, read_torch_tagger


def normalised(x: np.ndarray, layer: dict[str, np.ndarray], epsilon: float = 1e-3) -> np.ndarray:
    """Whatever has as many rows as the layer has numbers, normalised row by row."""
    gamma, beta, mean, variance = (
        layer[name].reshape(-1, *[1] * (x.ndim - 1)) for name in ("gamma", "beta", "running_mean", "running_std")
    )
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def maximum(maps: np.ndarray, bands: int, frames: int) -> np.ndarray:
    height, width = maps.shape[1] // bands, maps.shape[2] // frames
    kept = maps[:, : height * bands, : width * frames]
    return kept.reshape(len(maps), height, bands, width, frames).max(axis=(2, 4))


def convolved(maps: np.ndarray, kernels: np.ndarray, biases: np.ndarray, two: object) -> np.ndarray:
    return np.stack(
        [
            sum(two(one, kernel, mode="same") for one, kernel in zip(maps, row, strict=True)) + bias
            for row, bias in zip(kernels, biases, strict=True)
        ]
    )


def keras_gru(steps: np.ndarray, layer: dict[str, np.ndarray]) -> np.ndarray:
    state, states = np.zeros(5), []
    for x in steps:
        z, r = (
            np.clip(0.2 * (x @ layer[f"W_{gate}"] + layer[f"b_{gate}"] + state @ layer[f"U_{gate}"]) + 0.5, 0, 1)
            for gate in "zr"
        )
        candidate = np.tanh(x @ layer["W_h"] + layer["b_h"] + (r * state) @ layer["U_h"])
        state = z * state + (1 - z) * candidate
        states.append(state)
    return np.array(states)


def keras_logits(x: np.ndarray, layers: dict[str, dict[str, np.ndarray]]) -> np.ndarray:
    """The tagger's logits of one clip (bands, frames), as Keras 1 with Theano computes them, which convolves."""
    padded = np.pad(x.astype(np.float64), ((0, 0), (PADDING, PADDING)))
    maps = normalised(padded.T, layers["bn_0_freq"]).T[None]
    for number, pool in enumerate(SIZES["pools"], 1):
        maps = convolved(maps, layers[f"conv{number}"]["W"], layers[f"conv{number}"]["b"], convolve2d)
        maps = normalised(maps, layers[f"bn{number}"])
        maps = maximum(np.where(maps > 0, maps, np.expm1(maps)), *pool)
    steps = maps[:, 0].T  # (steps, maps)
    for name in ("gru1", "gru2"):
        steps = keras_gru(steps, layers[name])
    return steps[-1] @ layers["output"]["W"] + layers["output"]["b"]


def test_a_keras_file_is_read_as_keras_computes_it():
    layers = keras_layers()
    network = KerasCrnn(**SIZES, frames=FRAMES, padding=PADDING, dropout=0.1, state_dropout=0.3).eval()
    network.load_state_dict(read_keras_tagger(keras_file(layers)))
    for seed in range(3):
        x = drawn(8, FRAMES, seed=seed, low=-3, high=3)
        ours = network(torch.from_numpy(x)[None])[0].detach().numpy()
        np.testing.assert_allclose(ours, keras_logits(x, layers), atol=1e-5)


def torch_logits(x: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """The logits of one clip (bands, frames) by the code of Won et al., with PyTorch's GRU written out."""

    def layer(name: str) -> dict[str, np.ndarray]:
        renamed = {"weight": "gamma", "bias": "beta", "running_mean": "running_mean", "running_var": "running_std"}
        return {keras: weights[f"{name}.{theirs}"] for theirs, keras in renamed.items()}

    maps = normalised(x[None].astype(np.float64), layer("spec_bn"), 1e-5)
    for number, pool in enumerate(SIZES["pools"], 1):
        kernels, biases = weights[f"layer{number}.conv.weight"], weights[f"layer{number}.conv.bias"]
        maps = normalised(convolved(maps, kernels, biases, correlate2d), layer(f"layer{number}.bn"), 1e-5)
        maps = maximum(np.maximum(maps, 0), *pool)
    steps = maps[:, 0].T
    for number in range(2):
        state, states = np.zeros(5), []
        for step in steps:
            read = weights[f"layer5.weight_ih_l{number}"] @ step + weights[f"layer5.bias_ih_l{number}"]
            recalled = weights[f"layer5.weight_hh_l{number}"] @ state + weights[f"layer5.bias_hh_l{number}"]
            r, z = expit(read[:5] + recalled[:5]), expit(read[5:10] + recalled[5:10])
            state = z * state + (1 - z) * np.tanh(read[10:] + r * recalled[10:])
            states.append(state)
        steps = np.array(states)
    return weights["dense.weight"] @ steps[-1] + weights["dense.bias"]


def test_a_state_dictionary_is_read_as_its_authors_compute_it():
    content = torch_file()
    network = TorchCrnn(**SIZES, dropout=0.5).eval()
    network.load_state_dict(read_torch_tagger(content))
    plain = {name: values.numpy() for name, values in torch.load(io.BytesIO(content), weights_only=True).items()}
    for seed in range(3):
        x = drawn(8, FRAMES, seed=seed, low=-3, high=3)
        ours = network(torch.from_numpy(x)[None])[0].detach().numpy()
        np.testing.assert_allclose(ours, torch_logits(x, plain), atol=1e-5)


def test_a_pickle_of_anything_but_tensors_is_not_opened():
    content = io.BytesIO()
    torch.save({"dense.weight": pytest.fail}, content)
    with pytest.raises(Exception, match="Weights only load failed"):
        read_torch_tagger(content.getvalue())


def test_the_hard_sigmoid_is_kerass_and_not_torchs():
    x = torch.tensor([-3.0, -2.5, -1.0, 0.0, 1.0, 2.5, 3.0])
    torch.testing.assert_close(hard_sigmoid(x), torch.tensor([0.0, 0.0, 0.3, 0.5, 0.7, 1.0, 1.0]))
    assert (hard_sigmoid(x) - torch.nn.functional.hardsigmoid(x)).abs().max() > 0.03


def test_a_closed_update_gate_keeps_the_state_and_a_closed_reset_gate_forgets_it():
    cell = KerasGruCell(2, 3)
    x, state = torch.randn(4, 2), torch.randn(4, 3)
    with torch.no_grad():
        cell.read.bias[:3] = 100.0
        assert torch.equal(cell(x, state), state)
        cell.read.bias[:3], cell.read.bias[3:6] = -100.0, -100.0
        assert torch.allclose(cell(x, state), cell(x, torch.zeros(4, 3)), atol=1e-6)


def test_the_layers_have_one_bias_per_gate_and_go_on_from_step_to_step():
    layers = KerasGru(7, 5, layers=2)
    assert sum(weight.numel() for weight in layers.parameters()) == 3 * 5 * (7 + 5 + 1) + 3 * 5 * (5 + 5 + 1)
    x = torch.randn(3, 6, 7)
    states, last = layers(x)
    assert states.shape == (3, 6, 5) and last.shape == (2, 3, 5)
    assert torch.equal(states[:, -1], last[1])
    torch.testing.assert_close(layers(x[:, :4])[0], states[:, :4])


@pytest.mark.parametrize("name", ["choi2017/crnn@released", "won2020/crnn-msd"])
def test_the_tags_of_a_clip_depend_on_it_alone(name):
    system = papers.get(name)
    network = system.build(classes=50).eval()
    x = torch.randn(3, *system.frontend.shape(system.clip))
    with torch.inference_mode():
        torch.testing.assert_close(network(x)[1:2], network(x[1:2]), atol=1e-5, rtol=1e-4)
