"""Answers to hear first: chosen by what was predicted, the same ones every time."""

import pytest
from home_confusions import CLASSES, judged, keep

from genrelib import runs
from genrelib.predictions import genres
from genrelib.predictions.striking import moving_answer, striking_mistakes

PREDICTED = {
    "clicks/0.wav": ("noise", 0.90),
    "clicks/1.wav": ("noise", 0.85),
    "noise/0.wav": ("tones", 0.60),
    "noise/1.wav": ("noise", 0.95),
    "tones/0.wav": ("tones", 0.82),
    "tones/1.wav": ("tones", 0.50),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> runs.Run:
    return keep(tmp_path_factory.mktemp("home"), judged(PREDICTED, CLASSES, 0, "folder-striking"))


def test_each_kind_of_mistake_has_its_turn_before_one_comes_again(run):
    rows = striking_mistakes(genres.of_tracks(run), PREDICTED)
    assert list(rows.track) == ["clicks/0.wav", "noise/0.wav", "clicks/1.wav"]


def test_a_track_that_is_not_offered_is_no_mistake_to_hear(run):
    rows = striking_mistakes(genres.of_tracks(run), ["clicks/1.wav", "tones/0.wav"])
    assert list(rows.track) == ["clicks/1.wav"]


def test_a_right_and_sure_answer_that_moves_is_chosen(run):
    whole, clips = genres.of_tracks(run), genres.of_clips(run)
    moved = {track: whole.table.credence[track] for track in ("noise/1.wav", "tones/0.wav")}
    assert min(moved.values()) >= 0.8  # both are sure; both move by 0.08, the first by name is taken
    assert moving_answer(whole, clips, PREDICTED) == "noise/1.wav"
    assert moving_answer(whole, clips, ["tones/0.wav", "tones/1.wav"]) == "tones/0.wav"
    assert moving_answer(whole, clips, ["tones/1.wav", "clicks/0.wav"]) is None
