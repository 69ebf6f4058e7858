"""The runs in assets are whole, small, and say of themselves what their predictions say."""

import numpy as np
import pytest
import torch

from genrelib import audio, datasets, inference, papers, runs
from genrelib.clips import cut_clips
from genrelib.store import prepare

SHIPPED = runs.find(runs.shipped())
AREAS = ("roc_auc", "pr_auc")
MB = 2**20


def named(run: runs.Run) -> str:
    return run.name


def test_one_system_of_every_paper_that_has_one_is_shipped_with_weights():
    papers = {run.system.split("/")[0] for run in SHIPPED if run.has_weights}
    assert papers == {"irvin2016", "yenney2022", "kim2019", "pandey2023", "choi2017", "house"}


def test_tags_are_shipped_too():
    assert {run.data for run in SHIPPED if run.task.name == "tags"} == {
        "jukebox-tags",
        "gtzan-tags",
        "gtzan-logmel-tags",
    }


def test_a_network_of_a_leaking_split_meets_no_upload():
    assert {run.has_weights for run in SHIPPED if run.split == "clip"} == {False}


def test_an_upload_meets_house_trained_on_the_filtered_split():
    best = runs.best()
    assert (best.system, best.data, best.split) == ("house/crnn-attention", "gtzan-logmel", "filtered")


@pytest.mark.parametrize("run", [run for run in SHIPPED if run.has_answers], ids=named)
def test_metrics_follow_from_the_predictions_beside_them(run):
    truth, probability = run.task.read(run.tracks, run.classes)
    assert run.task.score(truth, probability) == pytest.approx(run.metrics[run.task.headline[0]]["value"])
    if papers.get(run.system).summary is None:  # hears whole tracks
        return
    clips = run.predictions.groupby("track")[[f"p_{label}" for label in run.classes]].mean().loc[run.tracks.track]
    np.testing.assert_allclose(clips.to_numpy(), probability, atol=1e-5)


def test_every_interval_holds_its_value():
    intervals = [tuple(row[key] for key in ("low", "value", "high")) for run in SHIPPED for row in run.metrics.values()]
    for run in SHIPPED:
        for row in run.info.get("per_tag", {}).values():
            intervals += [tuple(row[key] for key in (f"{area}_low", area, f"{area}_high")) for area in AREAS]
    known = [interval for interval in intervals if interval[0] is not None]
    assert len(known) > 2000
    assert [(low, value, high) for low, value, high in known if not 0 <= low <= value <= high <= 1] == []


@pytest.mark.parametrize("run", [run for run in SHIPPED if not run.has_answers], ids=named)
def test_bounds_that_could_not_be_measured_again_say_so(run):
    assert set(run.info["bounds"]) == set(run.metrics)
    assert run.metrics["calibration_error"]["low"] is None


@pytest.mark.parametrize("run", [run for run in SHIPPED if run.has_weights], ids=named)
def test_weights_belong_to_todays_catalogue_and_hear_silence(run):
    model = inference.load(run)
    silence = audio.Recording(np.zeros(44_100, np.float32), 22_050, 2.0)
    prediction = inference.predict(model, silence)
    assert prediction.labels == run.classes and np.isfinite(prediction.track).all()


def test_assets_stay_small():
    files = [file for file in (runs.shipped().parent).rglob("*") if file.is_file()]
    assert max(file.stat().st_size for file in files) <= 4.2e6
    assert sum(file.stat().st_size for file in files if runs.shipped() in file.parents) <= 45e6
    assert sum(file.stat().st_size for file in files) <= 60e6


@pytest.mark.music
def test_the_shipped_weights_give_the_shipped_predictions(music):
    run = runs.best()
    model, data = inference.load(run), datasets.get("gtzan-logmel", music / "gtzan")
    assert data.fingerprint == run.info["fingerprint"]
    cut = cut_clips(model.system, data, prepare(data, model.system.frontend, progress=False), run.split)
    clips = cut.part("test").head(20)
    probabilities = inference.probabilities(model.network, cut.features(clips))
    kept = run.predictions.head(20)
    assert list(kept.track) == list(clips.track)
    # matrices are shipped in half precision, 11 bits
    np.testing.assert_allclose(probabilities, kept[[f"p_{label}" for label in run.classes]], atol=1e-3)


@pytest.mark.music
def test_house_hears_in_a_song_what_it_hears_in_its_stored_spectrogram(music):
    run = runs.best()
    model, data = inference.load(run), datasets.get("gtzan-logmel", music / "gtzan")
    songs = sorted((music / "gtzan" / "audio" / "classical").glob("*.ogg"))[:12]
    assert len(songs) == 12
    same = []
    for song in songs:
        stored = torch.from_numpy(data.features(song.stem).copy())
        frames = model.system.frontend.shape(model.system.clip)[1]
        clips = torch.stack([stored[:, start : start + frames] for start in audio.starts(stored.shape[1], frames)])
        expected = run.classes[inference.probabilities(model.network, clips).mean(axis=0).argmax()]
        same.append(inference.predict(model, audio.load(song)).top(1)[0][0] == expected)
    assert np.mean(same) >= 0.8
