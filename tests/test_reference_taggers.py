"""The authors' own weights, where they are: every figure that they print, every probability of a plain reading."""

import json

import numpy as np
import pytest
import torch

from genrelib import audio, inference, papers
from genrelib.adoption import adopt

pytestmark = pytest.mark.reference

FILES = {
    "choi2017/crnn@released": "choi2017/music_tagger_crnn_weights_theano.h5",
    "won2020/crnn-msd": "won2020/msd-crnn.pth",
    "won2020/crnn-mtat": "won2020/mtat-crnn.pth",
    "won2020/crnn-jamendo": "won2020/jamendo-crnn.pth",
}
PRINTED = {  # by Choi's README, of the features that he stored
    "cute": {
        "jazz": 0.444, "instrumental": 0.151, "folk": 0.103, "Hip-Hop": 0.103, "ambient": 0.077, "guitar": 0.068,
        "rock": 0.058, "acoustic": 0.054, "experimental": 0.051, "electronic": 0.042,
    },
    "actionable": {
        "jazz": 0.416, "instrumental": 0.181, "Hip-Hop": 0.085, "folk": 0.085, "rock": 0.081, "ambient": 0.068,
        "guitar": 0.062, "Progressive rock": 0.048, "experimental": 0.046, "acoustic": 0.046,
    },
    "dubstep": {
        "Hip-Hop": 0.245, "rock": 0.183, "alternative": 0.081, "electronic": 0.076, "alternative rock": 0.053,
        "metal": 0.051, "indie": 0.028, "instrumental": 0.027, "electronica": 0.024, "hard rock": 0.023,
    },
    "thejazzpiano": {
        "jazz": 0.299, "instrumental": 0.174, "electronic": 0.089, "ambient": 0.061, "chillout": 0.052, "rock": 0.044,
        "guitar": 0.044, "funk": 0.033, "chill": 0.032, "Progressive rock": 0.029,
    },
}  # fmt: skip
SONGS = 1  # of five, each of which takes a network nine seconds
SHIFT = 140  # samples at 12 kHz that his mp3 decoder began later


@pytest.fixture(scope="module")
def adopted(reference, tmp_path_factory):
    """Function: the model of an adopted system."""
    root = tmp_path_factory.mktemp("runs")
    return lambda name: inference.load(adopt(papers.get(name), reference / FILES[name], root))


def probabilities(model: inference.Model, features: torch.Tensor) -> dict[str, float]:
    (row,) = inference.probabilities(model.network, features[None], task=model.run.task)
    return dict(zip(model.run.classes, row.tolist(), strict=True))


@pytest.mark.parametrize("song", PRINTED)
def test_the_authors_tagger_gives_every_figure_that_they_print(adopted, reference, song):
    features = np.load(reference / "choi2017" / "melgrams.npz")[song]
    ours = probabilities(adopted("choi2017/crnn@released"), torch.from_numpy(features))
    for tag, figure in PRINTED[song].items():
        assert ours[tag] == pytest.approx(figure, abs=0.0005), tag
    leading = sorted(ours, key=ours.get, reverse=True)[:10]
    assert set(leading) == set(PRINTED[song])


def centre(reference, song: str, shift: int) -> torch.Tensor:
    """Features of the middle of one of their songs, from its mp3, `shift` samples later."""
    system = papers.get("choi2017/crnn@released")
    recording = audio.load(reference / "choi2017" / f"bensound-{song}.mp3")
    rate = system.frontend.sample_rate
    waveform = audio.resample(recording.waveform, recording.sample_rate, rate)
    length = round(system.clip * rate)
    start = (len(waveform) - length) // 2 + shift
    return system.frontend(torch.from_numpy(waveform[None, start : start + length]))[0]


@pytest.mark.parametrize("song", PRINTED)
def test_our_front_end_makes_the_features_that_they_stored(reference, song):
    stored = np.load(reference / "choi2017" / "melgrams.npz")[song]
    assert np.median(np.abs(centre(reference, song, SHIFT).numpy() - stored)) < 0.2  # dB


@pytest.mark.parametrize("song", PRINTED)
def test_from_the_mp3_to_the_tags_their_figures_come_out(adopted, reference, song):
    ours = probabilities(adopted("choi2017/crnn@released"), centre(reference, song, SHIFT))
    assert max(abs(ours[tag] - figure) for tag, figure in PRINTED[song].items()) < 0.02


def test_half_a_frame_makes_jazz_of_electronic(adopted, reference):
    model = adopted("choi2017/crnn@released")
    answers = [probabilities(model, centre(reference, "thejazzpiano", shift)) for shift in (0, SHIFT)]
    assert [max(answer, key=answer.get) for answer in answers] == ["electronic", "jazz"]


@pytest.mark.parametrize("short", ["msd", "mtat", "jamendo"])
def test_every_probability_of_wons_taggers_is_that_of_a_plain_reading(adopted, reference, music, short):
    expected = json.loads((reference / "won2020" / "expected.json").read_text())
    model = adopted(f"won2020/crnn-{short}")
    assert [tag.rpartition("---")[2] for tag in expected["tags"][short]] == list(model.run.classes)
    frontend, seconds = model.system.frontend, model.system.clip
    for song, figures in list(expected["songs"].items())[:SONGS]:
        recording = audio.load(next(music.glob(f"gtzan/audio/*/{song}")))
        waveform = audio.resample(recording.waveform, recording.sample_rate, frontend.sample_rate)
        first = torch.from_numpy(waveform[None, : round(seconds * frontend.sample_rate)])
        ours = probabilities(model, frontend(first)[0])
        np.testing.assert_allclose(list(ours.values()), figures[short], atol=1e-4)


def test_the_window_and_the_bands_beside_their_weights_are_our_front_ends(reference):
    weights = torch.load(reference / FILES["won2020/crnn-msd"], map_location="cpu", weights_only=True)
    frontend = papers.get("won2020/crnn-msd").frontend
    impulse = torch.zeros(1, 16_000)
    impulse[0, 8_000] = 1.0
    power = torch.stft(impulse, 512, 256, window=weights["spec.spectrogram.window"], return_complex=True).abs() ** 2
    theirs = 10 * (weights["spec.mel_scale.fb"].T @ power[0]).clamp_min(1e-10).log10()
    torch.testing.assert_close(frontend(impulse)[0], theirs, atol=1e-2, rtol=0)


def test_a_song_is_country_to_last_fm_and_guitar_to_magnatagatune(adopted, music):
    song = audio.load(music / "gtzan" / "audio" / "country" / "country.00003.ogg")
    predictions = [inference.predict(adopted(f"won2020/crnn-{short}"), song) for short in ("msd", "mtat")]
    assert [prediction.top(1)[0][0] for prediction in predictions] == ["country", "guitar"]
