"""Tags from data set to run: learning, figures, resuming, predicting, beside the same path for genres."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn import metrics
from torch import nn

from genrelib import audio, datasets, evaluate, inference, papers, runs, store, studies
from genrelib.clips import cut_clips, drawn
from genrelib.networks.blocks import Standardise
from genrelib.networks.network import Network, Reading
from genrelib.recipe import Monitor
from genrelib.train import train_system

SYSTEM = papers.get("irvin2016/lstm-attention")


class Sum(Network):
    """The mean of the frames, weighed: the least that learns tones from noise."""

    def __init__(self, *, bands: int, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.classify = nn.Linear(bands, classes)

    def inspect(self, x):
        return Reading(self.standardise(x).mean(dim=2))


class Steps(Sum):
    """Answers after every frame, of what it heard so far."""

    def inspect(self, x):
        x = self.standardise(x)
        means = x.cumsum(dim=2) / torch.arange(1, x.shape[2] + 1, device=x.device)
        return Reading(means.transpose(1, 2))


class Neighbourly(Sum):
    """Answers for each clip what its whole batch sounds like."""

    reads_batch = True

    def inspect(self, x):
        return Reading(super().inspect(x).embedding.mean(dim=0, keepdim=True).expand(len(x), -1))


def system(network=Sum, **changes):
    recipe = dataclasses.replace(
        SYSTEM.recipe, optimizer=torch.optim.Adam, learning_rate=0.05, batch=8, epochs=6, **changes
    )
    return dataclasses.replace(SYSTEM, clip=1.0, network=network, sizes={"bands": 513}, recipe=recipe)


@pytest.fixture(scope="module")
def music(folder_of_music):
    return datasets.get("folder", folder_of_music)


@pytest.fixture(scope="module")
def data(music):
    """Two tags that can be heard, and one that no track of the test part bears."""
    genre = music.tracks.genre
    tags = pd.DataFrame({"pitched": genre == "tones", "steady": genre != "clicks"})
    tags["rare"] = [track in music.rules["track"].parts[lambda parts: parts == "train"][:2] for track in tags.index]
    return datasets.tagged(music, "small-tags", tags, {"sound": ("pitched", "steady"), "other": ("rare",)})


@pytest.fixture(scope="module")
def run(data, tmp_path_factory):
    return train_system(system(), data, "track", 0, tmp_path_factory.mktemp("runs"), device="cpu")


def test_a_network_learns_tags_that_can_be_heard(run):
    assert run.metrics["roc_auc_macro"]["value"] > 0.9  # chance: 0.5
    assert run.history.train_loss.iloc[-1] < run.history.train_loss.iloc[0]


def test_the_history_of_tags_tells_their_auc(run):
    assert list(run.history) == [
        *("epoch", "train_loss", "valid_loss", "valid_auc", "learning_rate", "seconds", "clips_per_second")
    ]


def test_the_tables_hold_truth_and_probability_of_every_tag(run):
    tags = ["pitched", "steady", "rare"]
    columns = [f"t_{tag}" for tag in tags] + [f"p_{tag}" for tag in tags]
    assert list(run.predictions) == ["track", "start", *columns]
    assert list(run.valid) == list(run.predictions) and list(run.tracks) == ["track", *columns]
    assert set(run.tracks.filter(like="t_").dtypes.astype(str)) == {"bool"}


def test_figures_of_tags_follow_from_the_tracks_kept(run):
    truth, probability = run.task.read(run.tracks, run.classes)
    for name, area in (("roc_auc", metrics.roc_auc_score), ("pr_auc", metrics.average_precision_score)):
        expected = [area(truth[:, tag], probability[:, tag]) for tag in (0, 1)]
        assert run.metrics[f"{name}_macro"]["value"] == pytest.approx(np.mean(expected))
        assert run.metrics[f"{name}_sound"]["value"] == pytest.approx(np.mean(expected))
        assert [run.info["per_tag"][tag][name] for tag in ("pitched", "steady")] == pytest.approx(expected)


def test_a_tag_that_cannot_be_ranked_is_left_out_and_named(run):
    assert run.info["tags_left_out"] == ["rare"]
    assert run.info["per_tag"]["rare"]["roc_auc"] is None and run.metrics["roc_auc_other"]["value"] is None


def test_a_run_knows_its_task_and_the_tags_categories(run):
    assert run.task.name == "tags" and run.info["probabilities"] == "sigmoid"
    assert run.categories == {"sound": ["pitched", "steady"], "other": ["rare"]}


def test_the_same_seed_gives_the_same_tags(run, data, tmp_path):
    again = train_system(system(), data, "track", 0, tmp_path, device="cpu")
    pd.testing.assert_frame_equal(again.predictions, run.predictions)


def test_a_training_resumed_within_a_stage_ends_as_an_uninterrupted_one(data, tmp_path):
    """Loss never falls at this rate, so that a stage ends every epoch, and resuming must begin the next one alike."""
    staged = system(patience=0, monitor=Monitor.LOSS, stages=5, stage_factor=0.5, l1=1e-3, average=0.9)
    staged = dataclasses.replace(staged, recipe=dataclasses.replace(staged.recipe, learning_rate=5.0))
    whole = train_system(staged, data, "track", 0, tmp_path / "whole", device="cpu")
    for epochs in (1, 2, 3):
        train_system(staged, data, "track", 0, tmp_path / "parts", device="cpu", epochs=epochs, resume=True)
    parts = train_system(staged, data, "track", 0, tmp_path / "parts", device="cpu", resume=True)
    assert whole.history.learning_rate.nunique() > 1
    columns = ["train_loss", "valid_loss", "learning_rate"]
    pd.testing.assert_frame_equal(parts.history[columns], whole.history[columns])
    pd.testing.assert_frame_equal(parts.predictions, whole.predictions)


def test_a_stage_goes_on_from_the_best_epoch(data, tmp_path):
    """At next to no learning rate the epoch after the fall is judged as the best one was."""
    staged = system(patience=0, monitor=Monitor.LOSS, stages=2, stage_factor=1e-9)
    staged = dataclasses.replace(staged, recipe=dataclasses.replace(staged.recipe, learning_rate=5.0))
    history = train_system(staged, data, "track", 0, tmp_path, device="cpu").history
    first = history.learning_rate.lt(5.0).idxmax()
    before = history.valid_loss[:first]
    assert before.iloc[-1] > 1.01 * before.min()
    assert history.valid_loss[first] == pytest.approx(before.min(), rel=1e-4)


def test_a_penalty_on_weights_makes_them_smaller_and_spares_biases(data, tmp_path):
    def weights(l1):
        kept = train_system(system(l1=l1), data, "track", 0, tmp_path / str(l1), device="cpu")
        return _weights(kept)

    free, held = weights(0.0), weights(0.1)
    assert held["classify.weight"].abs().sum() < 0.5 * free["classify.weight"].abs().sum()
    assert held["classify.bias"].abs().max() > 0.01


def test_clips_are_drawn_once_for_all_seeds_by_the_tracks_name(data):
    places = range(0, 300, 10)
    assert drawn("a", places, 4) == drawn("a", places, 4) != drawn("b", places, 4)
    assert len(set(drawn("a", places, 4))) == 4 and drawn("a", places, 99) == list(places)
    cut = cut_clips(system(draw=1), data, store.prepare(data, SYSTEM.frontend), "track")
    assert (cut.clips.groupby("track").size() == 1).all() and cut.clips.start.nunique() > 1


def test_tags_of_all_tracks_share_the_store_of_their_sound(data, music, monkeypatch):
    of_genres = store.prepare(music, SYSTEM.frontend)
    monkeypatch.setattr(datasets.Dataset, "waveform", lambda *_: pytest.fail("it was read again"))
    of_tags = store.prepare(data, SYSTEM.frontend)
    np.testing.assert_array_equal(of_tags.signals, of_genres.signals)


def test_a_recording_is_given_tags_each_for_itself(run, monkeypatch, synthesise):
    monkeypatch.setitem(papers.CATALOG, SYSTEM.name, system())
    prediction = inference.predict(inference.load(run), audio.Recording(synthesise("tones", 99), 22_050, 3.0))
    assert [label for label, _ in prediction.top(2)] == ["pitched", "steady"] or prediction.track[:2].min() > 0.5
    assert prediction.track.sum() > 1.2 and prediction.embedding.shape == (513,)


def test_a_study_of_tags_and_one_of_genres_stay_apart(run, tmp_path):
    rows = studies.results(run.folder.parents[4])
    assert [row["metric"] for row in rows] == ["roc_auc_macro"]
    assert "tags, ROC-AUC" in studies.markdown(rows)


def test_an_upload_meets_genres_before_tags(run, music, tmp_path):
    genres = train_system(system(), music, "track", 0, tmp_path, device="cpu")
    assert runs.trust(genres) > runs.trust(run)


def test_a_step_wise_network_answers_for_the_whole_track_in_one_go(music, tmp_path):
    stepping = dataclasses.replace(system(Steps), summary=None)
    run = train_system(stepping, music, "track", 0, tmp_path, device="cpu")
    network = stepping.build(3)
    network.load_state_dict(_weights(run))
    cut = cut_clips(stepping, music, store.prepare(music, stepping.frontend), "track")
    track = run.tracks.track[0]
    with torch.inference_mode():
        last = network.eval()(cut.whole(track))[0, -1].softmax(-1)
    np.testing.assert_allclose(run.tracks.filter(like="p_").iloc[0], last, atol=1e-5)
    assert run.metrics["track_accuracy"]["value"] > 0.6


def test_a_step_wise_network_hears_an_upload_to_its_end(music, tmp_path, monkeypatch, synthesise):
    stepping = dataclasses.replace(system(Steps), summary=None)
    run = train_system(stepping, music, "track", 0, tmp_path, device="cpu")
    monkeypatch.setitem(papers.CATALOG, SYSTEM.name, stepping)
    model = inference.load(run)
    waveform = synthesise("tones", 99, seconds=3.3, sample_rate=4000)
    prediction = inference.predict(model, audio.Recording(waveform, 4000, 3.3))
    with torch.inference_mode():
        last = model.network(stepping.frontend(torch.from_numpy(waveform)[None]))[:, -1].softmax(-1).double()
    expected = run.task.calibrate(last.numpy(), run.info["temperature"])[0]
    np.testing.assert_allclose(prediction.track, expected, atol=1e-4)
    assert len(prediction.clips) > 1


def test_no_clip_of_an_upload_listens_to_another(music, tmp_path, monkeypatch, synthesise):
    run = train_system(system(Neighbourly), music, "track", 0, tmp_path, device="cpu")
    monkeypatch.setitem(papers.CATALOG, SYSTEM.name, system(Neighbourly))
    mixed = np.concatenate([synthesise(genre, 99, 2.0, 4000) for genre in ("tones", "noise")])
    prediction = inference.predict(inference.load(run), audio.Recording(mixed, 4000, 4.0))
    assert not np.allclose(prediction.clips[0], prediction.clips[-1], atol=0.05)


def test_a_network_that_reads_its_batch_is_measured_in_three_companies(music, tmp_path):
    """All clips of a batch get one answer: alone it is their own, among their kind nearly so, shuffled it is noise."""
    run = train_system(system(Neighbourly), music, "track", 0, tmp_path, device="cpu")
    alone, shuffled, ordered = (run.metrics[f"clip_accuracy{name}"]["value"] for name in ("_alone", "_shuffled", ""))
    assert shuffled < ordered <= alone


def test_other_summaries_and_the_broken_arg_max_stand_beside_the_accuracy(music, tmp_path):
    run = train_system(system(), music, "track", 0, tmp_path, device="cpu")
    truth, probability = run.task.read(run.predictions, run.classes)
    _, first, number = np.unique(run.predictions.track, return_index=True, return_inverse=True)
    voted = evaluate.majority(probability, number).argmax(axis=1)
    assert run.metrics["track_accuracy_majority"]["value"] == np.mean(voted == truth[first])
    assert run.metrics["track_accuracy_mean"] == run.metrics["track_accuracy"]
    assert set(run.metrics) >= {"track_accuracy_max", "paper_argmax"}


def test_a_system_that_votes_keeps_the_votes(music, tmp_path):
    voting = dataclasses.replace(system(), summary=evaluate.majority)
    run = train_system(voting, music, "track", 0, tmp_path, device="cpu")
    assert run.metrics["track_accuracy"] == run.metrics["track_accuracy_majority"]
    assert run.info["summary"] == "genrelib.evaluate.summaries.majority"
    clips = run.predictions.groupby("track").size().iloc[0]
    votes = run.tracks.filter(like="p_").iloc[0] * (clips + 1)  # whole votes and the mean, less than one of them
    assert votes.max() > 1 and votes.sum() == pytest.approx(clips + 1, rel=1e-5)


def _weights(run):
    from safetensors.torch import load_file

    return load_file(run.folder / "weights.safetensors")
