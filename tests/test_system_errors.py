"""Errors of the operating system are called by their own names."""

import errno
import os

import pytest

from genrelib import datasets, papers
from genrelib.system_errors import explained
from genrelib.train import train_system
from genrelib.train.lock import alone


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "No space left on device; make room"),
        (errno.EACCES, "Permission denied; choose a place that you may write"),
        (errno.EROFS, "it can only be read: choose another place"),
    ],
)
def test_the_cause_and_its_remedy_are_named(number, words):
    sentence = explained(OSError(number, os.strerror(number), "/music/runs"))
    assert sentence.startswith("/music/runs: ") and words in sentence


def test_an_error_without_a_number_is_told_as_it_is():
    assert explained(OSError("telnet broke")) == "telnet broke; choose a place that works"


def test_a_second_training_of_a_run_is_refused_and_names_the_first(folder_of_music, tmp_path):
    data, system = datasets.get("folder", folder_of_music), papers.get("irvin2016/softmax")
    folder = tmp_path / data.name / data.default_split / system.name / "seed-0"
    with (
        alone(folder),
        pytest.raises(ValueError, match=f"training of the same run that is under way, process {os.getpid()} on"),
    ):
        train_system(system, data, data.default_split, 0, tmp_path, device="cpu")
    train_system(system, data, data.default_split, 0, tmp_path, device="cpu")
    assert [path.name for path in folder.parent.iterdir()] == ["seed-0"]
