"""Filters of known frequency are measured right, and learned weights become sound."""

import json

import numpy as np
import pytest
import soundfile
import torch
from scipy.signal.windows import hann
from torch import nn

from genrelib import inference, papers, runs
from genrelib.__main__ import main
from genrelib.frontends import GTZAN_LOGMEL, LogMel, NaturalLog, PowerSpectrogram
from genrelib.interpret import filter_report
from genrelib.interpret.filter_sounds import REST, SECONDS, filtered_noise, kernel_sounds, one_after_another, painted
from genrelib.interpret.filters import N_FFT, Filters, first_weights, measure, response, spacing, stacks, tuning_curves

RATE = 8000
KNOWN = [300.0, 1000.0, 2500.0, 3600.0]  # Hz
POSTER = runs.shipped() / "jukebox" / "artist" / "irvin2016" / "lstm-attention" / "seed-0"


def band_passes(taps: int = 256) -> torch.Tensor:
    time = np.arange(taps) / RATE
    return torch.from_numpy(np.stack([hann(taps, sym=False) * np.cos(2 * np.pi * hz * time) for hz in KNOWN]))


def test_filters_of_known_frequency_and_width_are_measured_right():
    filters = measure(*response(band_passes().flip(0), RATE))
    assert np.abs(filters.centres - KNOWN).max() <= RATE / N_FFT
    assert np.allclose(filters.bandwidths, 1.5 * RATE / 256, rtol=0.02)  # of a Hann window 1.5 bins
    assert filters.order.tolist() == [3, 2, 1, 0]


def test_a_filter_that_lets_nothing_through_is_left_out():
    filters = measure(np.array([[0.0, 0, 0], [0, 1, 0]]), np.array([0.0, 10, 20]))
    assert filters.order.tolist() == [1] and filters.centres.tolist() == [10.0]


def test_a_tone_moves_the_map_that_is_tuned_to_it():
    convolve = nn.Conv1d(1, len(KNOWN), 256, bias=False)
    convolve.weight.data = band_passes().float()[:, None]
    curves = tuning_curves(nn.Sequential(convolve, nn.ReLU()), RATE, np.array(KNOWN))
    assert (curves.argmax(axis=1) == np.arange(len(KNOWN))).all()


def test_spacing_tells_mel_from_equal_steps():
    import librosa

    place = (np.arange(64) + 0.5) / 64
    mel = librosa.mel_to_hz(place * librosa.hz_to_mel(RATE / 2))
    order = np.arange(64)
    melodic = spacing(Filters(mel, np.gradient(mel), order), 0, RATE / 2)
    equal = spacing(Filters(place * RATE / 2, np.linspace(9, 1, 64), order), 0, RATE / 2)
    assert melodic.mel < 1e-6 < 0.05 < melodic.linear and melodic.widening > 0.9
    assert equal.linear < 1e-6 < 0.05 < equal.mel and equal.widening == pytest.approx(-1)


@pytest.mark.parametrize(
    ("name", "bands", "shape"),
    [
        ("kim2019/samplecnn", 0, (128, 3)),
        ("house/crnn-attention", 128, (16, 3, 3)),
        ("irvin2016/lstm-attention", 513, (60, 513, 1)),
        ("irvin2016/rnn", 513, (125, 513, 1)),
        ("irvin2016/mlp", 513, (125, 513, 22)),
    ],
)
def test_the_first_weights_are_those_that_meet_the_input(name, bands, shape):
    assert first_weights(papers.get(name).build(10), bands).shape == shape


def test_new_content_is_the_third_part_of_an_lstm():
    network = papers.get("irvin2016/lstm-attention").build(3)
    network.lstm.weight_ih_l0.data[120:180] = 7.0
    assert (first_weights(network, 513) == 7).all()


def test_a_network_of_something_else_has_no_filters():
    with pytest.raises(ValueError, match="expected a first layer"):
        first_weights(nn.Sequential(nn.Linear(7, 3)), 5)
    assert stacks(papers.get("house/crnn-attention").build(3)) == []


def spectrum(sound: np.ndarray, rate: int) -> float:
    """Frequency in Hz that has most power."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    return float(np.fft.rfftfreq(len(sound), 1 / rate)[power.argmax()])


def test_noise_through_a_filter_lies_about_its_centre():
    sound = filtered_noise(band_passes(), RATE)
    parts = np.array_split(sound, len(KNOWN))
    assert np.abs([spectrum(part, RATE) for part in parts] - np.array(KNOWN)).max() < 100
    assert np.allclose(np.abs(sound).max(), 0.5)


@pytest.mark.parametrize(
    "frontend",
    [GTZAN_LOGMEL, PowerSpectrogram(), LogMel(8000, 512, 128, 64, scale=NaturalLog())],
    ids=["decibels", "power", "logarithm"],
)
def test_painted_bands_sound_at_their_frequencies(frontend):
    bands, rate = len(frontend.frequencies), frontend.sample_rate
    places = [bands // 3, bands // 2]
    kernels = torch.eye(bands)[places, :, None]
    sound = kernel_sounds(frontend, kernels)
    row = sound.reshape(2, -1)[:, : -round(REST * rate)]
    assert row.shape[1] / rate > 0.7 * SECONDS
    for part, place in zip(row, places, strict=True):
        width = np.gradient(frontend.frequencies)[place]
        assert spectrum(part, rate) == pytest.approx(frontend.frequencies[place], abs=2 * width)
    assert (painted(frontend, kernels[0])[0] == frontend.quietest).all()


def test_a_kernel_of_a_few_bands_lies_about_its_pitch():
    features = painted(GTZAN_LOGMEL, torch.tensor([[-1.0, 0.5], [1.0, -1.0], [0.2, 0.1]]))
    bands = np.flatnonzero((features > GTZAN_LOGMEL.quietest).any(dim=1))
    assert len(bands) == 3 and abs(GTZAN_LOGMEL.frequencies[bands[1]] - 440) < 30


def test_sounds_in_a_row_are_equally_loud():
    row = one_after_another(np.stack([np.ones(1000), 9 * np.ones(1000)]), 1000)
    first, second = row[:1000], row[1050:2050]
    assert np.allclose(first, second) and (row[1000:1050] == 0).all()


def test_training_made_the_posters_filters_narrower():
    rows = filter_report.filter_rows(inference.load(POSTER))
    assert [row["weights"] for row in rows] == ["trained", "untrained"]
    assert rows[0]["bandwidth"][1] < 0.6 * rows[1]["bandwidth"][1]


def test_of_a_network_of_samples_deeper_maps_are_measured_too():
    run = runs.shipped() / "gtzan-blues-classical-jazz-rock" / "track" / "kim2019" / "samplecnn" / "seed-0"
    rows = filter_report.filter_rows(inference.load(run))
    layers = ["first weights", *[f"maps {number}, tones" for number in range(1, 7)]]
    assert [(row["weights"], row["layer"]) for row in rows] == [
        (weights, layer) for weights in ("trained", "untrained") for layer in layers
    ]
    assert all(0 <= row["mel"] <= 0.6 and 0 <= row["linear"] <= 0.6 and row["filters"] > 20 for row in rows)


def test_the_command_prints_rows_and_writes_a_sound(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(filter_report, "SOUNDING", 3)
    asked = ["filters", "--run", str(POSTER), "--out", str(tmp_path / "of" / "weights.wav")]
    assert main([*asked, "--json"]) == 0
    assert {row["filters"] for row in json.loads(capsys.readouterr().out)} == {60}
    sound, rate = soundfile.read(tmp_path / "of" / "weights.wav")
    assert rate == 4000 and np.abs(sound).max() > 0.1
    assert main(asked) == 0 and "untrained" in capsys.readouterr().out
