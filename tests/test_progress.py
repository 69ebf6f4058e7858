"""The line of a training on standard error: drawn over itself where somebody watches, a line an epoch in a file."""

import pytest

from genrelib.train import progress
from genrelib.train.progress import Progress

ROW = {"epoch": 3, "train_loss": 1.25, "valid_loss": 0.5, "valid_accuracy": 0.875, "clips_per_second": 99.6}


@pytest.fixture
def watched(monkeypatch):
    monkeypatch.setattr(progress, "is_watched", lambda: True)


def test_in_a_file_an_epoch_is_one_plain_line(capsys):
    with Progress("house/net", epochs=4, clips=50, done=2) as line:
        line.step(48)
        line.epoch(ROW, "valid_accuracy", best=3)
    assert capsys.readouterr().err == (
        "house/net: epoch 3/4, loss 1.250, valid_loss 0.500, valid_accuracy 0.875, 100 clips/s, best 3\n"
    )


def test_what_is_not_shown_is_not_written_into_a_file_either(capsys):
    with Progress("house/net", epochs=4, clips=50, done=2, shown=False) as line:
        line.epoch(ROW, "valid_accuracy", best=3)
    assert capsys.readouterr().err == ""


def test_the_line_says_loss_metric_speed_and_time_left(capsys, watched):
    with Progress("house/net", epochs=4, clips=50, done=2) as line:
        for _ in range(4):
            line.step(12)
        line.epoch(ROW, "valid_accuracy", best=3)
    text = capsys.readouterr().err.split("\r")[-1]
    assert "house/net:  75%" in text and "150/200" in text  # the two clips of a batch left out are behind us too
    assert "clips/s" in text and "<" in text  # elapsed<left
    assert "epoch=3/4, loss=1.250, valid_loss=0.500, valid_accuracy=0.875, best=3" in text


def test_an_epoch_that_was_not_looked_at_shows_its_loss_alone(capsys, watched):
    with Progress("net", epochs=4, clips=50, done=2) as line:
        line.epoch(ROW | {"valid_loss": None, "valid_accuracy": None}, "valid_accuracy", best=1)
    assert "loss=1.250, best=1" in capsys.readouterr().err
