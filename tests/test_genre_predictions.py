"""Predictions of a run: who was taken for whom, in an order worth hearing, from the files of the run alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from factories import result

from genrelib import runs
from genrelib.predictions import genres

P = ["p_noise", "p_tones"]
CLIPS = [
    ("a", 0.0, "noise", 0.6, 0.4),
    ("a", 4.0, "noise", 0.1, 0.9),
    ("a", 2.0, "noise", 0.2, 0.8),
    ("b", 0.0, "tones", 0.3, 0.7),
    ("c", 0.0, "noise", 0.95, 0.05),
    ("d", 1.5, "noise", 0.01, 0.99),
]


@pytest.fixture
def run(tmp_path):
    """Three tracks of noise, one of them heard as such, and one of tones."""
    clips = pd.DataFrame(CLIPS, columns=["track", "start", "truth", *P])
    tracks = clips.groupby(["track", "truth"], as_index=False)[P].mean()
    kept = result()
    info = kept.info | {"temperature": 1.0, "temperature_clip": 1.0}
    return runs.save(
        tmp_path / "folder-test/track/x/seed-0", replace(kept, info=info, predictions=clips, tracks=tracks)
    )


def test_the_most_confident_answer_comes_first(run):
    assert list(genres.of_tracks(run).table.index) == ["d", "c", "a", "b"]
    assert list(genres.of_clips(run).table.index)[:3] == ["d@1.50", "c@0.00", "a@4.00"]


def test_a_track_starts_where_its_answer_was_surest(run):
    assert genres.of_tracks(run).table.start.to_dict() == {"a": 4.0, "b": 0.0, "c": 0.0, "d": 1.5}


def test_cells_hold_the_rows_that_the_matrix_counts(run):
    clips = genres.of_clips(run)
    assert clips.counts.tolist() == [[2, 3], [0, 1]]
    assert clips.cells() == [("noise", "tones", 3), ("tones", "noise", 0), ("noise", "noise", 2), ("tones", "tones", 1)]
    assert set(clips.cell("noise", "tones").track) == {"a", "d"}
    assert clips.mistakes.index.tolist() == ["d@1.50", "a@4.00", "a@2.00"]


def test_what_the_truth_was_given_stands_beside_the_answer(run):
    row = genres.of_clips(run).table.loc["a@2.00"]
    assert (row.confidence, row.credence) == pytest.approx((0.8, 0.2))
    assert genres.of_clips(run).probabilities("a@2.00") == pytest.approx({"noise": 0.2, "tones": 0.8})


def test_probabilities_are_calibrated_and_answers_stay(run):
    """At temperature 2, odds of 9 to 1 become 3 to 1."""
    run.info["temperature_clip"] = 2.0
    softened = genres.of_clips(run).table.loc["a@4.00"]
    assert softened.confidence == pytest.approx(0.75)
    assert softened.answer == "tones"


def test_over_time_a_track_is_what_its_clips_were(run):
    times = genres.over_time(run, "a")
    np.testing.assert_allclose(times.starts, [0, 2, 4])
    np.testing.assert_allclose(times.ends, [5, 7, 9])  # clips of 5 s
    np.testing.assert_allclose(times.clips, [[0.6, 0.4], [0.2, 0.8], [0.1, 0.9]])
    np.testing.assert_allclose(times.track, [0.3, 0.7])
    assert times.attention is None
