"""Features that stay and features that are made when they are needed: the same batches, the same weights."""

import contextlib
import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from genrelib import datasets, papers, runs, store
from genrelib.clips import ClipSet, cut_clips, device_memory
from genrelib.clips.device_memory import resident
from genrelib.clips.features import InMemoryFeatures, StreamedFeatures, in_memory
from genrelib.train import epochs, train_system

PLAIN = papers.get("irvin2016/lstm-attention")  # with dropout, whose chance no reader may touch
SHORT = replace(PLAIN, clip=1.0, sizes=PLAIN.sizes | {"hidden": 8}, recipe=replace(PLAIN.recipe, epochs=2, batch=8))
CROPPED = replace(SHORT, recipe=replace(SHORT.recipe, crop=0.8, average=0.9))


@pytest.fixture(scope="module")
def data(folder_of_music):
    return datasets.get("folder", folder_of_music)


@pytest.fixture(scope="module")
def cut(data) -> ClipSet:
    return cut_clips(SHORT, data, store.prepare(data, SHORT.frontend), "track")


@pytest.fixture
def small(monkeypatch):
    """A machine into whose memory nothing fits."""
    monkeypatch.setattr(device_memory, "room", lambda device: 0.0)


def same(ours: runs.Run, theirs: runs.Run) -> bool:
    """Whether two runs have the same weights, to the last bit."""
    ours, theirs = (load_file(run.folder / "weights.safetensors") for run in (ours, theirs))
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in theirs)


class AfterSteps:
    """Ctrl-C after so many steps and ends of epochs."""

    def __init__(self, steps: int):
        self.left = steps

    @property
    def asked(self) -> bool:
        self.left -= 1
        return self.left == 0


@pytest.mark.parametrize("system", [SHORT, CROPPED], ids=["grid", "crops"])
def test_streamed_training_ends_in_the_weights_of_resident_training(system, data, tmp_path, monkeypatch):
    alone = train_system(system, data, "track", 0, tmp_path / "resident", device="cpu")
    monkeypatch.setattr(device_memory, "room", lambda device: 0.0)
    streamed = train_system(system, data, "track", 0, tmp_path / "streamed", device="cpu")
    assert same(streamed, alone)
    columns = ["train_loss", "valid_loss", "valid_accuracy"]
    np.testing.assert_array_equal(streamed.history[columns], alone.history[columns])
    figures = [{name: figure["value"] for name, figure in run.metrics.items()} for run in (streamed, alone)]
    assert figures[0] == figures[1]

    steps = -(-alone.info["tracks" if system.recipe.crop else "clips"]["train"] // system.recipe.batch)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt, match="in epoch 2 after step 1"):
        patched.setattr(epochs, "catch_interruption", lambda: contextlib.nullcontext(AfterSteps(steps + 2)))
        train_system(system, data, "track", 0, tmp_path / "resumed", device="cpu")
    resumed = train_system(system, data, "track", 0, tmp_path / "resumed", device="cpu", resume=True)
    assert same(resumed, alone)


def test_what_fits_is_held_and_what_does_not_is_made_anew(cut, monkeypatch):
    features = cut.stream(cut.clips)
    assert features.nbytes == in_memory(features).values.nbytes
    monkeypatch.setattr(device_memory, "room", lambda device: 2 * features.nbytes)
    assert isinstance(resident(features), InMemoryFeatures)
    monkeypatch.setattr(device_memory, "room", lambda device: 2 * features.nbytes - 1)
    assert isinstance(resident(features), StreamedFeatures)


def test_batches_are_the_rows_asked_for_in_their_order(cut, small):
    features = cut.stream(cut.clips)
    assert features.readers > 0
    rows = torch.randperm(len(features), generator=torch.Generator().manual_seed(0)).split(5)
    for batch, stays, made in zip(rows, in_memory(features).batches(rows), features.batches(rows), strict=True):
        assert torch.equal(stays, cut.features(cut.clips.iloc[batch])) and torch.equal(stays, made)
    assert torch.equal(torch.cat(list(features.split(7))), in_memory(features).values)
    assert list(features.batches([])) == []


def test_readers_leave_the_chance_of_dropout_alone(cut, small):
    before = torch.get_rng_state()
    list(cut.stream(cut.clips).split(8))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_reader_that_is_no_fork_maps_the_file_instead_of_receiving_it(cut):
    excerpts = cut.stream(cut.clips).excerpts
    sent = pickle.dumps(excerpts)
    assert len(sent) < 0.1 * excerpts.mapped.nbytes
    number = np.array([3])
    assert torch.equal(pickle.loads(sent)[number], excerpts[number])
