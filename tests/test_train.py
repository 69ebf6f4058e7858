import contextlib
import dataclasses
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import torch
from interruption import AfterSteps

from genrelib import datasets, evaluate, papers, runs, store
from genrelib.clips import cut_clips, grid
from genrelib.networks.network import Reading
from genrelib.task.tables import track_table
from genrelib.train import deadline, epochs, train_system, training
from genrelib.train.deadline import OutOfReach, learning_ends
from genrelib.train.evaluation import clip_table

SYSTEM = papers.get("irvin2016/lstm-attention")
SHORT = dataclasses.replace(SYSTEM, recipe=dataclasses.replace(SYSTEM.recipe, epochs=4, batch=8))


@pytest.fixture(scope="module")
def data(folder_of_music):
    return datasets.get("folder", folder_of_music)


@pytest.fixture(scope="module")
def run(data, tmp_path_factory):
    return train_system(SHORT, data, "track", 0, tmp_path_factory.mktemp("runs"), device="cpu")


def test_a_network_learns_genres_that_differ(data, tmp_path):
    system = papers.get("yenney2022/cnn-1s")
    recipe = dataclasses.replace(system.recipe, epochs=6, batch=6)
    run = train_system(dataclasses.replace(system, recipe=recipe), data, "track", 0, tmp_path, device="cpu")
    assert run.history.train_loss.iloc[-1] < 0.2 * run.history.train_loss.iloc[0]
    assert run.metrics["track_accuracy"]["value"] > 0.6  # chance: 0.33


def test_metrics_are_those_of_the_predictions_kept(run):
    truth, probability = run.task.read(run.tracks, run.classes)
    assert run.metrics["track_accuracy"]["value"] == evaluate.accuracy(truth, probability)


def test_a_track_a_little_longer_than_its_clips_gets_no_clip_twice():
    assert list(grid(120_044, 20_000, 0.0)) == [0, 20_000, 40_000, 60_000, 80_000, 100_000]
    assert list(grid(100, 40, 0.5)) == [0, 20, 40, 60]
    assert list(grid(30, 40, 0.0)) == [0]


def test_a_track_is_the_mean_of_its_clips():
    clips = pd.DataFrame({"track": ["a", "a", "b"], "start": [0.0, 1, 0], "truth": ["x", "x", "y"]})
    table = track_table(clip_table(clips, np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]]), ("x", "y")))
    np.testing.assert_allclose(table[["p_x", "p_y"]], [[0.7, 0.3], [0.2, 0.8]], rtol=1e-6)


def test_every_track_has_an_embedding_and_its_part(run, data):
    with np.load(run.folder / "embeddings.npz", allow_pickle=False) as kept:
        assert sorted(kept["track"]) == sorted(data.tracks.index)
        assert set(kept["part"]) == {"train", "valid", "test"}
        assert kept["vectors"].shape == (len(data.tracks), SYSTEM.sizes["hidden"])


def test_the_same_seed_gives_the_same_numbers_and_another_others(run, data, tmp_path):
    again = train_system(SHORT, data, "track", 0, tmp_path, device="cpu")
    other = train_system(SHORT, data, "track", 1, tmp_path, device="cpu")
    pd.testing.assert_frame_equal(again.predictions, run.predictions)
    assert not np.allclose(other.predictions.filter(like="p_"), run.predictions.filter(like="p_"))


def test_a_resumed_training_ends_in_the_weights_of_an_uninterrupted_one(run, data, tmp_path):
    cut_short = train_system(SHORT, data, "track", 0, tmp_path, epochs=2, device="cpu")
    assert "2 of the recipe's 4 epochs" in cut_short.partial
    resumed = train_system(SHORT, data, "track", 0, tmp_path, device="cpu", resume=True)
    assert resumed.partial == "" and len(resumed.history) == len(run.history)
    ours, theirs = (runs.network(r).state_dict() for r in (resumed, run))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_training_interrupted_within_an_epoch_goes_on_at_that_step(run, data, tmp_path, monkeypatch):
    steps = -(-run.info["clips"]["train"] // SHORT.recipe.batch)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt, match="in epoch 2 after step"):
        patched.setattr(epochs, "catch_interruption", lambda: contextlib.nullcontext(AfterSteps(steps + 2)))
        train_system(SHORT, data, "track", 0, tmp_path, device="cpu")
    resumed = train_system(SHORT, data, "track", 0, tmp_path, device="cpu", resume=True)
    ours, theirs = (runs.network(r).state_dict() for r in (resumed, run))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    np.testing.assert_array_equal(resumed.history.train_loss, run.history.train_loss)


class NeverBefore:
    """A moment that is reached after so many looks at the clock."""

    def __init__(self, looks):
        self.left = looks

    def __lt__(self, now):
        self.left -= 1
        return self.left == 0


@pytest.mark.parametrize(("looks", "where", "epochs"), [(1, "in epoch 1 after 1 of 2 steps", 0), (3, "in epoch 2", 1)])
def test_a_budget_that_ends_within_an_epoch_leaves_a_run_and_goes_on_at_that_step(
    run, data, tmp_path, monkeypatch, looks, where, epochs
):
    with monkeypatch.context() as patched:
        patched.setattr("genrelib.train.epochs.learning_ends", lambda *_: NeverBefore(looks))
        cut_short = train_system(SHORT, data, "track", 0, tmp_path, device="cpu")
    assert cut_short.partial.startswith(f"the time budget ended {where}")
    assert len(cut_short.history) == epochs and "track_accuracy" in cut_short.metrics
    resumed = train_system(SHORT, data, "track", 0, tmp_path, device="cpu", resume=True)
    assert resumed.partial == ""
    ours, theirs = (runs.network(r).state_dict() for r in (resumed, run))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    np.testing.assert_array_equal(resumed.history.train_loss, run.history.train_loss)


class Slow(torch.nn.Module):
    """Tells of a clip after a tenth of a second, by a clock of its own that stands still otherwise."""

    now = 1000.0

    def inspect(self, x):
        Slow.now += 0.1 * len(x)
        return Reading(torch.zeros(len(x), 1))

    def classify(self, x):
        return torch.zeros(len(x), 2)


def test_learning_ends_early_enough_to_measure_but_gets_half_of_the_time(data, monkeypatch):
    cut = cut_clips(SYSTEM, data, store.prepare(data, SYSTEM.frontend), "track")
    asked = len(cut.clips)
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: Slow.now))
    assert learning_ends(float("inf"), Slow(), cut) == float("inf")
    assert learning_ends(2000.0, Slow(), cut) == pytest.approx(2000.0 - 0.1 * asked)
    tried = 2 * deadline.TRIED * 0.1
    soon = Slow.now + tried + 0.15 * asked
    assert learning_ends(soon, Slow(), cut) == pytest.approx(soon - 0.075 * asked)
    with pytest.raises(OutOfReach, match=r"measuring irvin2016/lstm-attention alone takes about 0\.0 min here"):
        learning_ends(Slow.now + tried + 0.09 * asked, Slow(), cut)
    with pytest.raises(OutOfReach, match=r"and 0\.0 are left"):
        learning_ends(Slow.now - 1, Slow(), cut)


def test_the_first_layer_standardises_by_the_parts_that_the_recipe_names(run, data, tmp_path):
    everything = ("train", "valid", "test")
    recipe = dataclasses.replace(SHORT.recipe, standardise=everything, epochs=1)
    leaking = train_system(dataclasses.replace(SHORT, recipe=recipe), data, "track", 0, tmp_path, device="cpu")
    cut = cut_clips(SYSTEM, data, store.prepare(data, SYSTEM.frontend), "track")
    for made, parts in ((run, ("train",)), (leaking, everything)):
        mean = cut.features(cut.parts(parts)).double().mean().item()
        assert runs.network(made).standardise.mean.item() == pytest.approx(mean, rel=1e-5)


def test_the_state_of_another_recipe_is_not_gone_on_with(data, tmp_path):
    train_system(SHORT, data, "track", 0, tmp_path, epochs=1, device="cpu")
    other = dataclasses.replace(SHORT, recipe=dataclasses.replace(SHORT.recipe, learning_rate=1e-4))
    with pytest.raises(ValueError, match="state of the same training, got one with another recipe"):
        train_system(other, data, "track", 0, tmp_path, device="cpu", resume=True)


def test_a_partial_training_is_refused_before_it_costs_anything(run, data, monkeypatch):
    monkeypatch.setattr(training, "fit", lambda *_: pytest.fail("it trained"))
    with pytest.raises(ValueError, match="holds a finished run"):
        train_system(SHORT, data, "track", 0, run.folder.parents[4], epochs=1, device="cpu")


NAMES = {
    "a line break in the folder": ({"name": "folder-my\nmusic"}, r"one line without slashes for a data set, got 'fol"),
    "a slash in the folder": ({"name": "folder-my\\music"}, r"one line without slashes for a data set, got 'fol"),
    "a line break in a genre": (
        {"classes": ("hip\nhop", "pop")},
        r"names of genres .* got 'hip\\nhop'",
    ),
    "more genres than a matrix has": ({"classes": tuple(map(str, range(2001)))}, "expected at most 2,000 .* got 2,001"),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_that_no_run_may_have_are_refused_before_they_cost_anything(name, data, tmp_path, monkeypatch):
    changed, message = NAMES[name]
    monkeypatch.setattr(store, "prepare", lambda *_: pytest.fail("the training began"))
    with pytest.raises(ValueError, match=message):
        train_system(SHORT, dataclasses.replace(data, **changed), "track", 0, tmp_path, device="cpu")


def test_a_deterministic_training_says_so_and_leaves_no_trace(run, data, tmp_path):
    fixed = train_system(SHORT, data, "track", 0, tmp_path, epochs=1, device="cpu", deterministic=True)
    assert fixed.info["deterministic"] and not run.info["deterministic"]
    assert not torch.are_deterministic_algorithms_enabled()


def test_more_epochs_than_the_recipe_has_are_refused(data, tmp_path):
    with pytest.raises(ValueError, match="--epochs 5: expected at most the 4"):
        train_system(SHORT, data, "track", 0, tmp_path, epochs=5, device="cpu")


def test_a_deadline_that_leaves_no_time_to_measure_is_refused(data, tmp_path):
    with pytest.raises(OutOfReach, match="measuring irvin2016/lstm-attention alone takes about"):
        train_system(SHORT, data, "track", 0, tmp_path, device="cpu", deadline=0.0)


def test_a_deadline_at_the_end_of_an_epoch_counts_that_epoch(data, tmp_path, monkeypatch):
    monkeypatch.setattr(epochs, "learning_ends", lambda *_: 0.0)
    whole = dataclasses.replace(SHORT, recipe=dataclasses.replace(SHORT.recipe, batch=64))
    run = train_system(whole, data, "track", 0, tmp_path, device="cpu")
    assert run.partial == "the time budget ended after 1 of 4 epochs" and len(run.history) == 1


def test_a_scikit_learn_system_predicts_alike_after_loading(data, tmp_path):
    system = papers.get("irvin2016/softmax")
    run = train_system(system, data, "track", 0, tmp_path)
    cut = cut_clips(system, data, store.prepare(data, system.frontend), "track")
    again = runs.network(run).predict_proba(cut.features(cut.part("test")).numpy())
    np.testing.assert_allclose(run.predictions.filter(like="p_"), again, atol=1e-6)


def test_a_split_that_leaves_a_part_empty_is_refused(data, tmp_path):
    few = dataclasses.replace(data, tracks=data.tracks.groupby("genre").head(1))
    with pytest.raises(ValueError, match=r"expected clips of 5 s in train, valid and test, but .* got none"):
        train_system(SHORT, few, "track", 0, tmp_path, device="cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is CUDA here")
def test_asking_for_an_absent_gpu_says_what_to_use():
    with pytest.raises(ValueError, match="found none; use --device cpu"):
        training.choose_device("cuda")
