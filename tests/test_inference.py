import numpy as np
import pytest
import torch
from factories import result

from genrelib import audio, bench, frontends, inference, papers, runs
from genrelib.task import GENRES

# of each class of network the system with the shortest clip, and of these the smallest
BY_SIZE = sorted(bench.distinct(papers.CATALOG.values()), key=lambda system: (-system.clip, -system.count(10)))
SMALLEST = {system.network: system for system in BY_SIZE}


ATTENTION = np.array([[0.0, 1.0, 0.0, 0.0]] * 2)  # of two clips to the second of their four steps only


@pytest.fixture
def model(tmp_path):
    system = papers.get("irvin2016/lstm-attention")
    run = runs.save(runs.address(tmp_path, "folder-test", "track", system.name, 0), result())
    run.info.update(temperature=2.0, temperature_clip=1.0)
    return inference.load(run)


def recording(seconds: float, sample_rate: int = 8000) -> audio.Recording:
    noise = np.random.default_rng(0).standard_normal(round(seconds * sample_rate)).astype(np.float32) * 0.1
    return audio.Recording(noise, sample_rate, seconds)


def test_clips_cover_the_track_and_end_with_it(model):
    prediction = inference.predict(model, recording(17))
    assert prediction.starts[0] == 0 and prediction.ends[-1] == pytest.approx(17, abs=1e-3)
    assert np.all(np.diff(prediction.starts) <= 2.5 + 1e-3)
    np.testing.assert_allclose(prediction.clips.sum(axis=1), 1)


def test_the_track_is_the_calibrated_mean_of_the_clips(model):
    prediction = inference.predict(model, recording(12))
    softened = np.sqrt(prediction.clips.mean(axis=0))  # temperature 2
    np.testing.assert_allclose(prediction.track, softened / softened.sum(), rtol=1e-6)


def test_a_short_recording_is_padded_and_says_so(model):
    prediction = inference.predict(model, recording(1))
    assert prediction.padded and len(prediction.clips) == 1 and prediction.ends[0] == pytest.approx(1, abs=1e-3)
    assert not inference.predict(model, recording(6)).padded


def test_silence_gets_finite_probabilities(model):
    prediction = inference.predict(model, audio.Recording(np.zeros(80_000, np.float32), 8000, 10.0))
    assert np.isfinite(prediction.track).all()


def test_attention_of_overlapping_clips_lies_on_one_time_axis():
    cut = frontends.Clips(torch.zeros(2, 1, 1), np.array([0.0, 2.0]), 4.0, False)
    attends = inference.on_one_axis(ATTENTION, cut)
    assert attends.step == 1.0
    # the second clip's attended step is at 3 s, where the first clip attends nothing: the mean there is a half
    np.testing.assert_allclose(attends.weights, np.array([0, 1, 0, 0.5, 0, 0]) / 1.5)


def test_the_predicted_class_does_not_depend_on_the_batch(model):
    features = torch.randn(5, *model.system.frontend.shape(model.system.clip))
    np.testing.assert_allclose(
        inference.probabilities(model.network, features, batch=1),
        inference.probabilities(model.network, features, batch=5),
        atol=1e-6,
    )


def test_top_is_ordered(model):
    top = inference.predict(model, recording(6)).top(2)
    assert top[0][1] >= top[1][1] and {label for label, _ in top} == set(model.run.classes)


@pytest.mark.parametrize("system", SMALLEST.values(), ids=lambda system: system.name)
def test_every_network_answers_by_what_its_last_layer_reads(system):
    torch.manual_seed(0)
    network, x = system.build(10), torch.randn(2, *system.frontend.shape(system.clip))
    outputs = inference.infer(network, [x])
    with torch.inference_mode():
        np.testing.assert_allclose(outputs.probabilities, GENRES.probabilities(network(x).double()), atol=1e-5)
        assert outputs.embeddings.shape == network.embed(x).shape


@pytest.mark.parametrize("system", SMALLEST.values(), ids=lambda system: system.name)
def test_an_upload_runs_every_network_once_for_its_clips(system, monkeypatch):
    passes = []
    network = system.build(10).eval()
    real = network.inspect
    monkeypatch.setattr(network, "inspect", lambda x: passes.append(len(x)) or real(x))
    outputs = inference.infer(network, torch.randn(2, *system.frontend.shape(system.clip)).split(2))
    assert passes == [2]
    assert (outputs.attention is not None) == network.attends
