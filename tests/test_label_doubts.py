"""Doubts about labels from the files of a run: who is doubted, how lists score, and near pairs beside known ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from factories import result

from genrelib import datasets, runs
from genrelib.datasets import known_faults, playback_source
from genrelib.predictions import genres, label_doubts, near_pairs

P = ["p_noise", "p_tones"]
TEST = [("a", "noise", 0.9), ("b", "tones", 0.95), ("c", "tones", 0.2), ("d", "noise", 0.4)]  # label, noise given
VALID = [("e", "noise", 0.1), ("f", "tones", 0.1)]
VECTORS = {"a": (1, 0), "b": (0, 1), "c": (-1, 0), "e": (0, -1), "g": (2, 0), "h": (1, 0.1), "i": (-1, 0.5)}
PARTS = {"a": "test", "b": "test", "c": "test", "e": "valid", "g": "train", "h": "train", "i": "train"}


def clips(rows: list) -> pd.DataFrame:
    return pd.DataFrame(
        [(track, start, label, noise, 1 - noise) for track, label, noise in rows for start in (0.0, 2.0)],
        columns=["track", "start", "truth", *P],
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Two test tracks and a validation track whose labels the network doubts: b most, then e, then d."""
    kept = result()
    tracks = clips(TEST).groupby(["track", "truth"], as_index=False)[P].mean()
    embeddings = {
        "track": np.array(list(VECTORS)),
        "part": np.array(list(PARTS.values())),
        "vectors": np.array(list(VECTORS.values()), np.float16),
        "truth": np.array([0, 1, 1, 0, 1, 0, 1]),
    }
    kept = replace(kept, predictions=clips(TEST), tracks=tracks, valid=clips(VALID), embeddings=embeddings)
    return runs.save(tmp_path_factory.mktemp("runs") / "folder-test/track/x/seed-0", kept)


@pytest.fixture(scope="module")
def doubts(run):
    return label_doubts.doubt(run)


def test_tracks_of_test_and_validation_are_doubted_by_the_margin(doubts):
    assert doubts.contradicted.index.tolist() == ["b", "e", "d"]
    assert doubts.contradicted.margin.tolist() == pytest.approx([0.9, 0.8, 0.2], abs=1e-6)
    assert doubts.table.part.to_dict() == dict.fromkeys("abcd", "test") | dict.fromkeys("ef", "valid")
    assert len(doubts.table) == 6 and set(doubts.drawn.index) == set("abcdef")


def test_confident_learning_counts_by_thresholds_of_each_genre(doubts):
    """Noise: mean of 0.9, 0.4, 0.1; tones: of 0.05, 0.8, 0.9."""
    assert doubts.thresholds.to_dict() == pytest.approx({"noise": 1.4 / 3, "tones": 1.75 / 3}, abs=1e-6)
    assert doubts.confident.index.tolist() == ["b", "e", "d"]
    assert doubts.confident.counted.tolist() == ["noise", "tones", "tones"]


def test_probabilities_stay_with_their_tracks(doubts):
    assert doubts.predictions.probabilities("e") == pytest.approx({"noise": 0.1, "tones": 0.9}, abs=1e-6)
    assert doubts.predictions.table.truth.tolist() == [
        doubts.predictions.labels[place] for place in doubts.predictions.truth
    ]


def test_a_split_that_leaks_is_refused(run):
    leaking = replace(run, info=run.info | {"split": "clip"})
    with pytest.raises(ValueError, match="keeps tracks apart, got clip"):
        label_doubts.doubt(leaking)


def test_curves_of_a_validation_track_are_its_own(run):
    assert genres.over_time(run, "e").track == pytest.approx([0.1, 0.9], abs=1e-6)
    assert genres.over_time(run, "a").track == pytest.approx([0.9, 0.1], abs=1e-6)
    with pytest.raises(ValueError, match="expected a test or validation track"):
        genres.over_time(run, "g")


def test_a_list_is_scored_at_the_number_shown():
    ranked = np.array([True, False, True, False, True])
    score = label_doubts.score(ranked, 2, total=4, rows=20)
    assert (score.listed, score.hits, score.precision.value, score.recall.value) == (2, 1, 0.5, 0.25)
    assert score.prevalence == 0.2 and 0 < score.chance < 1
    assert label_doubts.score(ranked, 99, total=4, rows=20).listed == 5
    assert label_doubts.score(np.zeros(3, bool), 2, total=0, rows=20) is None
    assert label_doubts.score(np.zeros(0, bool), 2, total=1, rows=20) is None


def test_accuracy_without_mistakes_rises_and_without_right_ones_falls(doubts):
    whole = label_doubts.accuracy_without(doubts.predictions, [])
    assert whole.value == pytest.approx(3 / 6)
    assert label_doubts.accuracy_without(doubts.predictions, ["b", "e"]).value == pytest.approx(3 / 4)
    assert label_doubts.accuracy_without(doubts.predictions, ["a", "c"]).value == pytest.approx(1 / 4)
    assert label_doubts.accuracy_relabelled(doubts.predictions, {"b": "noise", "x": "tones"}).value == pytest.approx(
        4 / 6
    )
    with pytest.raises(ValueError, match="a track that is not left out"):
        label_doubts.accuracy_without(doubts.predictions, list("abcdef"))


def test_faults_are_counted_by_their_kind():
    faults = playback_source.facts("jukebox").fault
    wrong = label_doubts.faulty(faults, faults.index, label_doubts.WRONG)
    assert len(wrong) == 20 and "reggae.00035" in wrong
    assert len(label_doubts.faulty(faults, faults.index, label_doubts.DISTORTED)) == 10
    assert label_doubts.faulty(faults, ["blues.00000", "not there"], label_doubts.WRONG) == frozenset()


def test_the_nearest_pair_stands_first_and_tells_of_sides_and_labels(run):
    pairs = near_pairs.nearest_pairs(run)
    first = pairs.iloc[0]
    assert (first.track, first.other, first.label, first.other_label) == ("a", "g", "noise", "tones")
    assert first.distance < near_pairs.EQUAL and first.sides
    assert pairs.distance.is_monotonic_increasing and len(pairs) == 21
    assert not pairs.loc["g~h"].sides
    cosine = 1 - np.dot((-1, 0), (-1, 0.5)) / np.linalg.norm((-1, 0.5))
    assert pairs.loc["c~i"].distance == pytest.approx(cosine, abs=1e-3)
    assert near_pairs.nearest_pairs(run, 3).index.tolist() == pairs.index[:3].tolist()


def test_pairs_are_the_same_however_many_tracks_are_compared_at_a_time(run, monkeypatch):
    whole = near_pairs.nearest_pairs(run, 6)
    monkeypatch.setattr(near_pairs, "ROWS", 2)
    pd.testing.assert_frame_equal(near_pairs.nearest_pairs(run, 6), whole)


@pytest.mark.parametrize(("name", "repeated"), [("jukebox", 33), ("gtzan", 14)])
def test_every_known_repetition_names_its_original(name, repeated):
    faults = playback_source.facts(name).fault
    recordings = known_faults.repetitions(faults)
    copies = [track for track, first in recordings.items() if track != first]
    assert len(copies) == repeated == faults.str.contains("repeated|the same audio as").sum()


def test_repetitions_are_the_jukeboxs_sources():
    tracks = datasets.get("jukebox").tracks
    recordings = known_faults.repetitions(tracks.fault)
    sources = tracks.source[list(recordings)]
    assert sources.groupby(pd.Series(recordings)).nunique().eq(1).all()
    assert sources.nunique() == len(set(recordings.values()))


def test_a_track_repeats_the_one_that_its_fault_names_if_that_is_there():
    tracks = {"a b.wav", "rock.00001", "rock.00002"}
    names = {
        "repeated: the recording of rock.00001, softer": "rock.00001",
        "wrong label: filed under rock, it is metal; the same audio as rock.00001": "rock.00001",
        "repeated: the same bytes as rock.00009": "",
        "heavy noise, unlike rock.00001": "",
        "": "",
    }
    assert {text: known_faults.original_of("rock.00002", text, tracks) for text in names} == names


def test_known_pairs_are_counted_among_all(run):
    fault = pd.Series({"a": "", "g": "repeated: the same audio as a", "h": "repeated: the recording of a, softer"})
    pairs = near_pairs.nearest_pairs(run, 3)
    known = near_pairs.known_pairs(pairs, list(VECTORS), fault)
    assert known.ranked.tolist() == [name in ("a~g", "a~h", "g~h") for name in pairs.index]
    assert (known.total, known.pairs) == (3, 21)
