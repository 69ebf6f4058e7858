"""Each network is what its paper says, checked by hand; each family learns to tell two sounds apart."""

import io
from functools import partial

import numpy as np
import pytest
import torch
from learning import accuracy, learn, two_sounds
from scipy.fft import dct
from torch import nn

from genrelib.networks import classical
from genrelib.networks.blocks import Standardise, keras_initialise
from genrelib.networks.convolutional import Cnn
from genrelib.networks.crnn import AttentionCrnn, Crnn
from genrelib.networks.flatten import Flatten
from genrelib.networks.recurrent import AttentionLstm, Lstm
from genrelib.networks.timbre import Timbre, cosines

LSTM = {"bands": 12, "hidden": 10, "layers": 2, "dropout": 0.2}
CNN = {"widths": (8, 8), "kernel": 3, "pools": ((2, 2), (2, 2)), "dropout": 0.1, "hidden": 8}
CRNN = {"padding": 2, "widths": (8, 8), "pools": ((3, 2), (4, 2)), "dropout": 0.1, "hidden": 8}
YENNEY = {"widths": (64, 128, 128), "kernel": 3, "pools": ((2, 2), (4, 2), (4, 2)), "dropout": 0.1, "hidden": 128}
CHOI = {"padding": 37, "widths": (30, 60, 60, 60), "pools": ((2, 2), (3, 3), (4, 4), (4, 4)), "dropout": 0.1}
ATTENTION = {
    "bands": 48,
    "widths": (8, 8),
    "pools": ((4, 2), (12, 2)),
    "hidden": 8,
    "units": 6,
    "map_dropout": 0.1,
    "state_dropout": 0.4,
    "statistic_dropout": 0.1,
    "unit_dropout": 0.1,
    "alone": 0.4,
}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


# Standardise


def test_one_number_standardises_all_values():
    features = 1000 + 3 * torch.randn(50, 8, 20)
    layer = Standardise()
    layer.fit(features)
    assert layer.mean.shape == layer.std.shape == (1, 1)
    assert layer.mean.item() == pytest.approx(features.double().mean().item(), rel=1e-6)
    assert layer.std.item() == pytest.approx(features.double().std(correction=0).item(), rel=1e-5)
    assert layer(features).std().item() == pytest.approx(1, abs=1e-3)


def test_waveforms_are_standardised_by_one_mean_and_deviation():
    waveforms = 0.3 * torch.randn(20, 1000) - 2
    layer = Standardise()
    layer.fit(waveforms)
    assert layer.mean.item() == pytest.approx(waveforms.double().mean().item(), rel=1e-6)
    assert layer.std.item() == pytest.approx(waveforms.double().std(correction=0).item(), rel=1e-5)
    assert layer(waveforms).shape == (20, 1000)
    assert layer(waveforms).mean().item() == pytest.approx(0, abs=1e-4)


def test_each_band_is_standardised_by_itself():
    loudness = torch.tensor([1.0, 10.0, 100.0])[:, None]
    features = loudness * torch.randn(50, 3, 40) - loudness
    layer = Standardise(bands=3)
    layer.fit(features)
    assert layer(features).mean(dim=(0, 2)).abs().max() < 1e-4
    assert layer(features).std(dim=(0, 2)) == pytest.approx(torch.ones(3), abs=1e-3)


def test_a_constant_band_is_centred_and_not_divided_by_zero():
    features = torch.randn(10, 3, 5)
    features[:, 1] = -80.0
    layer = Standardise(bands=3)
    layer.fit(features)
    assert layer(features).isfinite().all()
    assert (layer(features)[:, 1] == 0).all()


def test_standardise_changes_nothing_before_it_is_fitted():
    features = torch.randn(2, 3, 5)
    assert torch.equal(Standardise()(features), features)


def test_mean_and_deviation_travel_with_the_weights():
    fitted, fresh = Standardise(3), Standardise(3)
    fitted.fit(torch.randn(10, 3, 5))
    fresh.load_state_dict(fitted.state_dict())
    assert torch.equal(fresh.mean, fitted.mean)


# Keras' initialisation


def test_lstm_remembers_at_first():
    lstm = nn.LSTM(3, 4, num_layers=2)
    keras_initialise(lstm)
    for layer in range(2):
        bias = getattr(lstm, f"bias_ih_l{layer}") + getattr(lstm, f"bias_hh_l{layer}")
        assert bias.tolist() == [0] * 4 + [1] * 4 + [0] * 8  # input, forget, cell, output gate


def test_recurrent_weights_are_orthogonal():
    gru = nn.GRU(3, 4)
    keras_initialise(gru)
    assert torch.allclose(gru.weight_hh_l0.T @ gru.weight_hh_l0, torch.eye(4), atol=1e-6)


def test_linear_and_convolution_are_glorot_uniform_without_bias():
    for layer, limit in ((nn.Linear(200, 100), (6 / 300) ** 0.5), (nn.Conv2d(8, 8, 3), (6 / 144) ** 0.5)):
        keras_initialise(layer)
        assert limit * 0.95 < layer.weight.abs().max() <= limit
        assert not layer.bias.any()


# recurrent


def test_lstm_decides_by_the_last_state_of_the_top_layer():
    network, x = Lstm(**LSTM, classes=3).eval(), torch.randn(2, 12, 20)
    states, _ = network.lstm(x.permute(0, 2, 1))
    assert torch.allclose(network.embed(x), states[:, 19])
    assert torch.allclose(network(x), states[:, 19] @ network.classify.weight.T + network.classify.bias, atol=1e-6)


def test_attention_is_the_softmax_of_last_cell_times_states():
    network, x = AttentionLstm(**LSTM, classes=3).eval(), torch.randn(2, 12, 20)
    states, (_, cells) = network.lstm(x.permute(0, 2, 1))
    for clip in range(2):
        scores = torch.stack([cells[1, clip] @ states[clip, t] for t in range(20)])
        weights = scores.exp() / scores.exp().sum()
        assert torch.allclose(network.inspect(x).attention[clip], weights, atol=1e-6)
        context = sum(weights[t] * states[clip, t] for t in range(20))
        read = torch.tanh(network.combine.weight @ torch.cat([context, cells[1, clip]]))
        assert torch.allclose(network.embed(x)[clip], read, atol=1e-6)


def test_attention_sums_to_one_over_frames():
    weights = AttentionLstm(**LSTM, classes=3).inspect(torch.randn(4, 12, 22)).attention
    assert weights.shape == (4, 22)
    assert torch.allclose(weights.sum(dim=1), torch.ones(4))


def test_dropout_falls_on_what_is_attended_to():
    network, x = AttentionLstm(**(LSTM | {"dropout": 0.5}), classes=3), torch.randn(4, 12, 22)
    attended = []
    network.dropout.register_forward_hook(lambda layer, given, out: attended.append(out))
    network.inspect(x)
    (states,) = attended
    assert 0.4 < (states == 0).float().mean() < 0.6


# convolutional


@pytest.mark.parametrize(
    "frames, shapes, flat",  # of 1, 5, 15 and 29 s: 3 x 3 kernels without padding, then pools 2x2, 4x2, 4x2
    [
        (44, [(64, 63, 21), (128, 15, 9), (128, 3, 3)], 1152),
        (216, [(64, 63, 107), (128, 15, 52), (128, 3, 25)], 9600),
        (646, [(64, 63, 322), (128, 15, 160), (128, 3, 79)], 30336),
        (1249, [(64, 63, 623), (128, 15, 310), (128, 3, 154)], 59136),
    ],
)
def test_yenneys_maps_shrink_as_unpadded_kernels_and_pools_make_them(frames, shapes, flat):
    network = Cnn(**YENNEY, bands=128, frames=frames, classes=10).eval()
    x = torch.zeros(1, 1, 128, frames)
    for layer, shape in zip(network.convolve, shapes, strict=True):
        x = layer(x)
        assert x.shape[1:] == shape
    assert network.project.in_features == flat


def test_yenneys_activation_comes_before_the_normalisation():
    for layer in Cnn(**YENNEY, bands=128, frames=44, classes=10).convolve:
        kinds = [type(step) for step in layer]
        assert kinds == [nn.Conv2d, nn.ELU, nn.BatchNorm2d, nn.MaxPool2d, nn.Dropout]


def test_a_clip_of_another_length_is_refused_by_torch():
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        Cnn(**CNN, bands=12, frames=20, classes=2)(torch.randn(2, 12, 40))
    with pytest.raises(RuntimeError, match="running_mean should contain 44 elements"):
        Crnn(**CRNN, bands=12, frames=20, classes=2)(torch.randn(2, 12, 40))


# crnn


def test_chois_pools_leave_fifteen_steps_of_one_band():
    network = Crnn(**CHOI, bands=96, frames=1366, hidden=30, classes=50).eval()
    shapes = {}
    network.convolve.register_forward_hook(lambda layer, given, maps: shapes.update(maps=maps.shape))
    network.gru.register_forward_hook(lambda layer, given, out: shapes.update(steps=given[0].shape))
    assert network(torch.zeros(1, 96, 1366)).shape == (1, 50)
    assert shapes == {"maps": (1, 60, 1, 15), "steps": (1, 15, 60)}


def test_chois_input_is_normalised_per_frame_of_the_padded_clip():
    network = Crnn(**CRNN, bands=12, frames=20, classes=2)
    inputs = []
    network.convolve.register_forward_hook(lambda layer, given, maps: inputs.append(given[0]))
    network(5 + 3 * torch.randn(64, 12, 20))
    frames = inputs[0][:, 0]  # (batch, bands, padded frames)
    assert frames.shape == (64, 12, 24)
    assert frames.mean(dim=(0, 1)).abs().max() < 1e-5
    assert torch.allclose(frames.std(dim=(0, 1))[2:-2], torch.ones(20), atol=1e-2)
    assert not frames[:, :, :2].any() and not frames[:, :, -2:].any()  # the zeros on either side stay zeros


def test_crnn_decides_by_the_last_step_of_the_upper_gru():
    network, x = Crnn(**CRNN, bands=12, frames=20, classes=2).eval(), torch.randn(3, 12, 20)
    states = []
    network.gru.register_forward_hook(lambda layer, given, out: states.append(out[0]))
    assert torch.allclose(network.embed(x), states[0][:, -1])


def test_attention_crnn_weighs_states_by_their_learned_score():
    network, x = AttentionCrnn(**ATTENTION, classes=3).eval(), torch.randn(2, 48, 20)
    outputs = []
    network.gru.register_forward_hook(lambda layer, given, out: outputs.append(out[0]))
    weights, embedding = network.inspect(x).attention, network.embed(x)
    states = outputs[0]
    assert states.shape == (2, 5, 16)  # 20 frames in four per step, both directions of 8
    for clip in range(2):
        scores = states[clip] @ network.score.weight[0] + network.score.bias
        assert torch.allclose(weights[clip], scores.exp() / scores.exp().sum(), atol=1e-6)
        assert torch.allclose(
            embedding[clip, :16], sum(w * h for w, h in zip(weights[clip], states[clip], strict=True)), atol=1e-6
        )


def test_attention_crnn_reads_clips_of_any_length():
    network = AttentionCrnn(**ATTENTION, classes=3).eval()
    assert network(torch.randn(2, 48, 43)).shape == (2, 3)
    assert network.inspect(torch.randn(2, 48, 43)).attention.shape == (2, 10)


def test_attention_crnn_trains_each_half_to_decide_alone():
    network = AttentionCrnn(**ATTENTION | {"alone": 1.0}, classes=2).train()
    learned, measured = network.part(torch.ones(1000, 16), torch.ones(1000, 6))
    kept = torch.stack([learned[:, 0], measured[:, 0]], dim=1)
    assert set(map(tuple, kept.tolist())) == {(0.0, 2.0), (2.0, 0.0)}
    assert 400 < (kept[:, 0] == 0).sum() < 600
    whole = AttentionCrnn(**ATTENTION | {"alone": 0.0}, classes=2).part(learned, measured)
    assert torch.equal(whole[0], learned) and torch.equal(whole[1], measured)


def test_timbre_is_a_linear_map_of_level_and_blind_to_it_in_motion():
    timbre, x = Timbre(48), 10 * torch.randn(2, 48, 50)
    quiet, loud = timbre(x), timbre(x + 6)
    assert quiet.shape == (2, timbre.size) == (2, 5 * 40 + 3 * 30 + 2 * 16)
    changed = (loud - quiet).abs() > 1e-3
    assert changed[:, 0].all() and not changed[:, 1:].any()  # the first cepstrum is the level


def test_timbre_of_silence_is_finite_and_has_gradients():
    x = torch.full((1, 48, 20), -80.0, requires_grad=True)
    numbers = Timbre(48)(x)
    numbers.sum().backward()
    assert numbers.isfinite().all() and x.grad.isfinite().all()


def test_cepstra_are_scipys():
    rows = cosines(32, 32)
    x = np.random.default_rng(0).standard_normal((32, 5))
    np.testing.assert_allclose(rows.double().numpy() @ x, dct(x, axis=0, norm="ortho"), atol=1e-5)


# learning


@pytest.mark.parametrize(
    ("network", "bands"),
    [
        (Lstm(**LSTM, classes=2), 12),
        (AttentionLstm(**LSTM, classes=2), 12),
        (Cnn(**CNN, bands=12, frames=20, classes=2), 12),
        (Crnn(**CRNN, bands=12, frames=20, classes=2), 12),
        (AttentionCrnn(**ATTENTION | {"alone": 0.0}, classes=2), 48),
    ],
    ids=lambda value: type(value).__name__,
)
def test_network_learns_to_tell_two_tones_apart(network, bands):
    sounds = partial(two_sounds, bands=bands)
    learn(network, sounds)
    assert accuracy(network, sounds) > 0.9


# classical


def fitted_softmax() -> tuple:
    features, genres = two_sounds(100)
    return classical.softmax(C=1.0, max_iter=100, classes=2).fit(features.numpy(), genres.numpy()), features.numpy()


def test_softmax_tells_two_tones_apart():
    pipeline, _ = fitted_softmax()
    features, genres = two_sounds(200)
    assert (pipeline.predict(features.numpy()) == genres.numpy()).mean() > 0.95


def test_softmax_has_a_weight_per_value_and_class():
    features, genres = np.random.default_rng(0).normal(size=(30, 12, 20)), np.arange(30) % 3
    learned = classical.learned(classical.softmax(C=1.0, max_iter=100, classes=3).fit(features, genres))
    assert learned["classify.coef_"].shape == (3, 240)
    assert learned["classify.intercept_"].shape == (3,)


def test_flatten_standardises_by_one_mean_and_deviation():
    features = np.random.default_rng(0).normal(7, 3, size=(10, 4, 5)).astype(np.float32)
    rows = Flatten().fit(features).transform(features)
    assert rows.shape == (10, 20)
    np.testing.assert_allclose(rows, ((features - features.mean()) / features.std()).reshape(10, 20), atol=1e-5)


def test_flatten_of_silence_is_zero():
    assert not Flatten().fit_transform(np.zeros((3, 4, 5))).any()


def test_what_was_learned_survives_a_file_of_plain_arrays():
    pipeline, features = fitted_softmax()
    file = io.BytesIO()
    np.savez(file, **classical.learned(pipeline))
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        restored = classical.restore(classical.softmax(C=1.0, max_iter=100, classes=2), dict(arrays))
    np.testing.assert_array_equal(restored.predict_proba(features), pipeline.predict_proba(features))
