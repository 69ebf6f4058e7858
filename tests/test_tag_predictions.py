"""What a run said of tags: tracks in order, mistakes from a threshold on, two runs side by side."""

import numpy as np
import pandas as pd
import pytest
from test_runs import SYSTEM, result

from genrelib import runs
from genrelib.predictions import genres, tags

TAGS = ("piano", "happy")
STARTS = (0.0, 2.5)
# Track -> whether it bears each tag, and the probability of each in its first and its second clip
SAID = {
    "b": ((True, False), (0.9, 0.2), (0.7, 0.4)),
    "a": ((True, True), (0.1, 0.6), (0.3, 0.6)),
    "c": ((False, True), (0.6, 0.1), (0.8, 0.1)),
    "d": ((False, False), (0.2, 0.5), (0.2, 0.3)),
}


def tagged(said: dict = SAID, tags: tuple[str, ...] = TAGS, **info) -> runs.Result:
    """A run that said this, around an untrained network; calibration changes nothing, validation is the test part."""
    rows = [
        (track, start, *truth, *probability)
        for track, (truth, *clips) in said.items()
        for start, probability in zip(STARTS, clips, strict=True)
    ]
    bears, said_of = [f"t_{tag}" for tag in tags], [f"p_{tag}" for tag in tags]
    clips = pd.DataFrame(rows, columns=["track", "start", *bears, *said_of])
    tracks = clips.groupby("track", as_index=False).agg(dict.fromkeys(bears, "first") | dict.fromkeys(said_of, "mean"))
    whole = {"value": 0.6, "low": 0.4, "high": 0.8}
    kept = result(weights=SYSTEM.build(len(tags)).state_dict())
    facts = {
        "task": "tags",
        "classes": list(tags),
        "categories": {"instrument": ["piano"], "mood": ["happy"]},
        "temperature": 1.0,
        "temperature_clip": 1.0,
        "tracks": {"test": len(said)},
        "keeps_apart": "Nothing.",
        "metrics": dict.fromkeys(("roc_auc_macro", "pr_auc_macro", "valid_auc"), whole),
    }
    return runs.Result(kept.info | facts | info, kept.history, clips, tracks, clips, kept.embeddings, kept.weights)


@pytest.fixture
def keep(tmp_path):
    """Function: a run on disk with this seed."""

    def saved(seed: int = 0, **changes) -> runs.Run:
        return runs.save(runs.address(tmp_path, "small-tags", "track", SYSTEM.name, seed), tagged(**changes))

    return saved


@pytest.fixture
def said(keep):
    return tags.of_test(keep())


def test_tracks_come_in_order_of_name_with_what_is_true_of_them(said):
    assert list(said.tracks) == ["a", "b", "c", "d"]
    np.testing.assert_array_equal(said.truth[:, 0], [True, True, False, False])
    np.testing.assert_allclose(said.column("piano")[1], [0.2, 0.8, 0.7, 0.2])
    assert said.positives.to_dict() == {"piano": 2, "happy": 2}


def test_probabilities_are_calibrated_each_for_itself(keep):
    half = tags.of_test(keep(temperature=0.5))
    np.testing.assert_allclose(half.column("piano")[1][1], 0.8**2 / (0.8**2 + 0.2**2))


def test_false_alarms_begin_with_the_most_probable_and_say_what_is_true(said):
    found = said.false_alarms("piano", 0.2)
    assert list(found.index) == ["c", "d"]
    assert list(found.probability) == pytest.approx([0.7, 0.2])
    assert list(found.bears) == ["happy", ""]
    assert list(said.false_alarms("piano", 0.3).index) == ["c"]


def test_misses_begin_with_the_least_probable(said):
    assert list(said.misses("happy", 0.7).index) == ["c", "a"]
    assert said.misses("happy", 0.1).empty
    assert list(said.hits("happy", 0.1).index) == ["a", "c"]


def test_a_row_starts_with_the_clip_in_which_its_tag_is_most_probable(said):
    assert said.hits("piano", 0).start.to_dict() == {"a": 2.5, "b": 0.0}
    assert said.false_alarms("piano", 0).start["c"] == 2.5


def test_two_runs_meet_on_the_tracks_and_tags_that_both_know(said, keep):
    others = {track: (truth[::-1], *(p[::-1] for p in clips)) for track, (truth, *clips) in list(SAID.items())[1:]}
    other = tags.of_test(keep(1, said=others, tags=("happy", "piano")))
    mine, theirs = said.both(other)
    assert list(mine.tracks) == ["a", "c", "d"] and mine.tags == theirs.tags == TAGS
    np.testing.assert_array_equal(mine.probability, theirs.probability)
    np.testing.assert_array_equal(mine.truth, theirs.truth)
    only_piano = {track: (truth[:1], *(p[:1] for p in clips)) for track, (truth, *clips) in SAID.items()}
    assert said.both(tags.of_test(keep(2, said=only_piano, tags=("piano",))))[0].categories == {
        "instrument": ("piano",)
    }


def test_runs_that_share_nothing_are_refused(said, keep):
    strangers = {f"other {track}": told for track, told in SAID.items()}
    with pytest.raises(ValueError, match="no test track or no tag in common"):
        said.both(tags.of_test(keep(1, said=strangers)))


def test_validation_tracks_are_the_mean_of_their_clips(keep):
    np.testing.assert_allclose(tags.of_validation(keep()).column("piano")[1], [0.2, 0.8, 0.7, 0.2])


def test_what_was_counted_over_time_is_told_of_tags_too(keep):
    told = genres.over_time(keep(), "b")
    np.testing.assert_allclose(told.clips, [[0.9, 0.2], [0.7, 0.4]])
    np.testing.assert_allclose(told.track, [0.8, 0.3])
