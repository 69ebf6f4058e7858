"""Trainings without a finished run: who is at them, how far they are, and files that are not what they should be."""

import json
import os
import platform
import subprocess
import sys

import pandas as pd
import pytest

from genrelib import papers, runs
from genrelib.train import lock

SYSTEM = "irvin2016/lstm-attention"
ROW = {"train_loss": 1.0, "valid_loss": 2.0, "valid_accuracy": 0.5, "learning_rate": 0.1, "seconds": 3.0}


@pytest.fixture
def folder(tmp_path):
    return runs.address(tmp_path, "jukebox", "artist", SYSTEM, 2)


def keep(folder, epochs, recipe=40):
    folder.mkdir(parents=True, exist_ok=True)
    rows = [ROW | {"epoch": number + 1} for number in range(epochs)]
    (folder / "state.json").write_text(json.dumps({"history": rows, "made_for": {"recipe": {"epochs": recipe}}}))


def only(root):
    (training,) = runs.underway(root)
    return training


def test_an_interrupted_training_is_there_with_its_history(tmp_path, folder):
    keep(folder, 3)
    training = only(tmp_path)
    assert training.name == f"jukebox/artist/{SYSTEM}/seed-2"
    assert (training.process, training.earlier, training.epochs, training.remark) == ("", False, 40, "")
    assert training.history.epoch.tolist() == [1, 2, 3]
    assert training.history.train_loss.tolist() == [1.0, 1.0, 1.0]


def test_one_at_work_is_there_before_its_first_epoch_is_over(tmp_path, folder):
    with lock.alone(folder):
        training = only(tmp_path)
        assert training.process == f"process {os.getpid()} on {platform.node()}"
        assert training.history.empty and training.epochs is None
    assert runs.underway(tmp_path) == []


def test_epochs_from_before_a_process_began_are_called_so(tmp_path, folder):
    keep(folder, 3)
    os.utime(folder / "state.json", (1e9, 1e9))
    with lock.alone(folder):
        assert only(tmp_path).earlier
        keep(folder, 4)
        os.utime(folder / "state.json", (4e9, 4e9))
        assert not only(tmp_path).earlier


def test_a_process_that_was_killed_is_not_at_work(tmp_path, folder):
    keep(folder, 1)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    owner = folder.with_suffix(".owner")
    owner.write_text(f"process {ended.stdout.strip()} on {platform.node()}")
    assert only(tmp_path).process == ""
    owner.write_text("process 1 on another computer")  # which cannot be asked
    assert only(tmp_path).process == "process 1 on another computer"


def test_those_at_work_come_first(tmp_path, folder):
    keep(folder, 1)
    later = runs.address(tmp_path, "zoo", "artist", SYSTEM, 0)
    with lock.alone(later):
        assert [training.data for training in runs.underway(tmp_path)] == ["zoo", "jukebox"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "nothing", '{"history": [{"epoch": 7}], "made_for": {"recipe": {"epochs": 9}}}']
)
def test_a_state_that_is_none_is_remarked_on(tmp_path, folder, text):
    folder.mkdir(parents=True)
    (folder / "state.json").write_text(text)
    training = only(tmp_path)
    assert training.history.empty
    assert "state.json: expected the history of a training, got something else" in training.remark


def test_a_finished_run_is_no_training(tmp_path, folder):
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    (folder.parent / "seed-x").mkdir()
    (folder.parent / "seed-x" / "state.json").write_text("{}")
    assert runs.underway(tmp_path) == []


def test_the_state_that_training_keeps_can_be_read(tmp_path, trained_home):
    """What `State.save` writes, not what this file made up."""
    trainings = runs.underway(trained_home / "runs")
    assert [training.system for training in trainings] == [SYSTEM]
    assert isinstance(trainings[0].history, pd.DataFrame) and len(trainings[0].history) == 1
    assert trainings[0].epochs == papers.get(SYSTEM).recipe.epochs
