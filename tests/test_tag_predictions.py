"""Predictions of tags by a run: tracks in order, mistakes from a threshold on, two runs side by side."""

from dataclasses import replace

import numpy as np
import pytest
from factories import PREDICTED, SYSTEM, TAGS, tagged

from genrelib import evaluate, runs
from genrelib.predictions import genres, tag_agreement, tag_mistakes, tags, thresholds
from genrelib.predictions.tags import TagPredictions


@pytest.fixture
def keep(tmp_path):
    """Function: a run on disk with this seed."""

    def saved(seed: int = 0, **changes) -> runs.Run:
        return runs.save(runs.address(tmp_path, "small-tags", "track", SYSTEM.name, seed), tagged(**changes))

    return saved


@pytest.fixture
def predictions(keep):
    return tags.of_test(keep())


def test_tracks_come_in_order_of_name_with_what_is_true_of_them(predictions):
    assert list(predictions.tracks) == ["a", "b", "c", "d"]
    np.testing.assert_array_equal(predictions.truth[:, 0], [True, True, False, False])
    np.testing.assert_allclose(predictions.column("piano")[1], [0.2, 0.8, 0.7, 0.2])
    assert predictions.positives.to_dict() == {"piano": 2, "happy": 2}


def test_probabilities_are_calibrated_each_for_itself(keep):
    half = tags.of_test(keep(temperature=0.5))
    np.testing.assert_allclose(half.column("piano")[1][1], 0.8**2 / (0.8**2 + 0.2**2))


def test_false_alarms_begin_with_the_most_probable_and_say_what_is_true(predictions):
    alarms = predictions.false_alarms("piano", 0.2)
    assert list(alarms.index) == ["c", "d"]
    assert list(alarms.probability) == pytest.approx([0.7, 0.2])
    assert list(alarms.tags) == ["happy", ""]
    assert list(predictions.false_alarms("piano", 0.3).index) == ["c"]


def test_misses_begin_with_the_least_probable(predictions):
    assert list(predictions.misses("happy", 0.7).index) == ["c", "a"]
    assert predictions.misses("happy", 0.1).empty
    assert list(predictions.hits("happy", 0.1).index) == ["a", "c"]


def test_a_row_starts_with_the_clip_in_which_its_tag_is_most_probable(predictions):
    assert predictions.hits("piano", 0).start.to_dict() == {"a": 2.5, "b": 0.0}
    assert predictions.false_alarms("piano", 0).start["c"] == 2.5


def test_two_runs_meet_on_the_tracks_and_tags_that_both_know(predictions, keep):
    others = {track: (truth[::-1], *(p[::-1] for p in clips)) for track, (truth, *clips) in list(PREDICTED.items())[1:]}
    other = tags.of_test(keep(1, predicted=others, tags=("happy", "piano")))
    mine, theirs = predictions.both(other)
    assert list(mine.tracks) == ["a", "c", "d"] and mine.tags == theirs.tags == TAGS
    np.testing.assert_array_equal(mine.probability, theirs.probability)
    np.testing.assert_array_equal(mine.truth, theirs.truth)
    only_piano = {track: (truth[:1], *(p[:1] for p in clips)) for track, (truth, *clips) in PREDICTED.items()}
    assert predictions.both(tags.of_test(keep(2, predicted=only_piano, tags=("piano",))))[0].categories == {
        "instrument": ("piano",)
    }


def test_runs_that_share_nothing_are_refused(predictions, keep):
    strangers = {f"other {track}": row for track, row in PREDICTED.items()}
    with pytest.raises(ValueError, match="no test track or no tag in common"):
        predictions.both(tags.of_test(keep(1, predicted=strangers)))


def test_validation_tracks_are_the_mean_of_their_clips(keep):
    np.testing.assert_allclose(tags.of_validation(keep()).column("piano")[1], [0.2, 0.8, 0.7, 0.2])


def test_what_was_counted_over_time_is_told_of_tags_too(keep):
    times = genres.over_time(keep(), "b")
    np.testing.assert_allclose(times.clips, [[0.9, 0.2], [0.7, 0.4]])
    np.testing.assert_allclose(times.track, [0.8, 0.3])


def test_any_number_of_runs_meet_on_what_all_of_them_know(predictions, keep):
    kept = list(PREDICTED.items())
    without_first = tags.of_test(keep(1, predicted=dict(kept[1:])))
    without_last = tags.of_test(keep(2, predicted=dict(kept[:-1])))
    met = tags.together([predictions, without_first, without_last])
    tracks = [track for track, _ in kept[1:-1]]
    assert [list(one.tracks) for one in met] == [tracks] * 3
    assert list(tags.together([predictions])[0].tracks) == list(predictions.tracks)


def test_tags_on_which_runs_differ_most_come_first(predictions, keep):
    turned = {track: (truth, *(p[::-1] for p in clips)) for track, (truth, *clips) in PREDICTED.items()}
    judged = {"one": predictions, "two": tags.of_test(keep(1, predicted=turned))}
    for track in predictions.tracks:
        table = tag_agreement.on_track(judged, track)
        np.testing.assert_allclose(table.spread, (table.one - table.two).abs())
        assert table.spread.is_monotonic_decreasing and set(table.index) == set(TAGS)
        assert table.one.to_dict() == pytest.approx(predictions.probabilities(track))
    assert table.true.to_dict() == dict(zip(TAGS, PREDICTED[track][0], strict=True))


def test_a_single_runs_tags_come_the_most_probable_first(predictions):
    table = tag_agreement.on_track({"one": predictions}, "b")
    assert list(table.columns) == ["true", "spread", "one"] and (table.spread == 0).all()
    assert table.one.is_monotonic_decreasing


@pytest.mark.parametrize("wish", sorted(thresholds.WISHES))
def test_a_wished_threshold_decides_what_it_says_after_rounding(predictions, wish):
    chosen = thresholds.wished(predictions, "piano", wish)
    again = evaluate.at_threshold(*predictions.column("piano"), chosen.threshold)
    assert again == chosen and round(chosen.threshold, 3) == chosen.threshold


def test_tags_without_a_threshold_are_left_out(predictions):
    turned = replace(predictions, truth=np.zeros_like(predictions.truth))
    assert thresholds.of_all(turned, "f1") == {}
    assert set(thresholds.of_all(predictions, "f1")) == set(TAGS)
    assert tag_mistakes.coincidences(predictions, {"piano": 0.5}, "piano", "alarms").empty


@pytest.mark.parametrize(("kind", "rows"), [("alarms", TagPredictions.false_alarms), ("misses", TagPredictions.misses)])
def test_mistakes_that_coincide_are_those_that_can_be_listened_to(predictions, kind, rows):
    """Tags that are true of the same tracks, so that all of them count."""
    same = replace(predictions, truth=np.tile(predictions.truth[:, :1], (1, len(TAGS))))
    both = set(rows(same, "piano", 0.5).track) & set(rows(same, "happy", 0.5).track)
    table = tag_mistakes.coincidences(same, dict.fromkeys(TAGS, 0.5), "piano", kind)
    assert table.own["happy"] == len(rows(same, "piano", 0.5))
    assert table.together["happy"] == len(both)
