"""Figures: truths that hold by construction, agreement with scikit-learn, and what is refused."""

import numpy as np
import pytest
from scipy import special, stats
from sklearn import metrics

from genrelib import evaluate

LABELS = ("blues", "jazz", "rock")


def drawn(rows, classes=3, sharpness=1.0, seed=0):
    """Truth drawn from the very probabilities that come with it: calibrated by construction."""
    rng = np.random.default_rng(seed)
    probability = special.softmax(sharpness * rng.normal(size=(rows, classes)), axis=1)
    truth = (probability.cumsum(axis=1) < rng.random((rows, 1))).sum(axis=1)
    return truth, probability


def one_hot(answers, classes=3):
    return np.eye(classes)[answers]


def test_perfect_answers_are_perfect_everywhere():
    truth = np.array([0, 0, 1, 2, 2, 2])
    table = evaluate.per_class(truth, one_hot(truth), LABELS)
    assert evaluate.accuracy(truth, one_hot(truth)) == 1
    assert (evaluate.confusion(truth, one_hot(truth)) == np.diag([2, 1, 3])).all()
    assert (table[["recall", "precision", "f1"]] == 1).all(axis=None)
    assert evaluate.calibration_error(truth, one_hot(truth)) == 0


def test_metrics_agree_with_scikit_learn():
    truth, probability = drawn(200, seed=1)
    answers = probability.argmax(axis=1)
    precision, recall, f1, count = metrics.precision_recall_fscore_support(truth, answers)
    table = evaluate.per_class(truth, probability, LABELS)
    assert evaluate.accuracy(truth, probability) == metrics.accuracy_score(truth, answers)
    np.testing.assert_array_equal(evaluate.confusion(truth, probability), metrics.confusion_matrix(truth, answers))
    np.testing.assert_allclose(table[["precision", "recall", "f1", "count"]].T, [precision, recall, f1, count])


def test_a_class_without_rows_keeps_its_place():
    table = evaluate.per_class(np.array([0, 0, 1]), one_hot([0, 1, 1]), LABELS)
    assert evaluate.confusion(np.array([0, 0, 1]), one_hot([0, 1, 1])).shape == (3, 3)
    assert table.loc["rock", "count"] == 0
    assert table.loc["rock", ["recall", "precision", "f1"]].isna().all()


def test_ten_of_ten_is_not_certain():
    """Wilson's lower bound of 10 of 10 is n / (n + z^2) = 0.722."""
    table = evaluate.per_class(np.zeros(10, int), one_hot([0] * 10), LABELS)
    assert table.loc["blues", "recall_low"] == pytest.approx(10 / (10 + 1.96**2), abs=1e-3)
    assert table.loc["blues", "recall_high"] == 1


def test_intervals_of_recall_agree_with_scipy():
    truth, probability = drawn(50, seed=7)
    table = evaluate.per_class(truth, probability, LABELS)
    assert list(table.index) == list(LABELS)
    for row in table.itertuples():
        wilson = stats.binomtest(round(row.recall * row[1]), row[1]).proportion_ci(method="wilson")
        np.testing.assert_allclose([row.recall_low, row.recall_high], wilson)


def test_intervals_of_f1_agree_with_scikit_learn_on_resampled_tracks():
    """Two ways to the same bounds: leaving out each track, and the percentiles of tracks drawn with replacement."""
    truth, probability = drawn(60, sharpness=2, seed=9)
    truth, probability, tracks = np.repeat(truth, 3), np.repeat(probability, 3, axis=0), np.repeat(np.arange(60), 3)
    rng, answers = np.random.default_rng(99), probability.argmax(axis=1).reshape(60, 3)
    chosen = rng.integers(60, size=(600, 60))
    scores = [
        metrics.f1_score(truth.reshape(60, 3)[rows].ravel(), answers[rows].ravel(), average=None) for rows in chosen
    ]
    table = evaluate.per_class(truth, probability, LABELS, groups=tracks)
    np.testing.assert_allclose(table[["f1_low", "f1_high"]].T, np.quantile(scores, [0.025, 0.975], axis=0), atol=0.04)
    alone = evaluate.per_class(truth, probability, LABELS)
    assert ((table.f1_high - table.f1_low) > 1.4 * (alone.f1_high - alone.f1_low)).all()  # sqrt(3) in the long run
    assert ((table.recall_high - table.recall_low) > 1.4 * (alone.recall_high - alone.recall_low)).all()


def test_shares_of_one_track_have_no_interval():
    truth, probability = drawn(5)
    table = evaluate.per_class(truth, probability, LABELS, groups=["a"] * 5)
    assert table[["f1_low", "f1_high", "recall_low", "precision_high"]].isna().all(axis=None)


def test_what_one_row_decides_has_no_bounds_but_wilsons():
    """One track of rock, answered as blues: F1 is 0 whoever is left out, which is no proof that all rock is missed."""
    truth, answers = np.array([0, 0, 1, 1, 2]), [0, 1, 1, 1, 0]
    table = evaluate.per_class(truth, one_hot(answers), LABELS)
    assert table.f1["rock"] == 0 and table.loc["rock", ["f1_low", "f1_high"]].isna().all()
    assert table.recall_high["rock"] == pytest.approx(1.96**2 / (1 + 1.96**2), abs=1e-3)  # Wilson's of 0 of 1


def test_all_clips_right_are_as_sure_as_their_tracks():
    """75 tracks of 10 clips, all right: Wilson's interval of 75 of 75, for the share of clips and for recall."""
    truth = np.zeros(750, int)
    tracks = np.arange(750) // 10
    expected = pytest.approx((75 / (75 + 1.96**2), 1), abs=1e-4)
    interval = evaluate.over_tracks(evaluate.accuracy, truth, one_hot(truth), tracks)
    recall = evaluate.per_class(truth, one_hot(truth), LABELS, tracks).loc["blues"]
    assert (interval.low, interval.high) == expected
    assert (recall.recall_low, recall.recall_high) == expected


def test_a_share_of_booleans_is_an_accuracy():
    rng = np.random.default_rng(4)
    truth, answers = rng.integers(0, 3, (2, 60))
    tracks = np.arange(60) // 4
    accuracy = evaluate.over_tracks(evaluate.accuracy, truth, one_hot(answers), tracks)
    assert evaluate.share_over_tracks(truth == answers, tracks) == accuracy
    assert accuracy.low < accuracy.value < accuracy.high


def test_tracks_that_carry_the_error_alone_leave_two_degrees_of_freedom():
    """One track of 50 is wrong in all its clips: the error, 0.02, is that of one track, its quantile 4.06, not 2.01."""
    truth = np.zeros(500, int)
    interval = evaluate.over_tracks(
        evaluate.accuracy, truth, one_hot((np.arange(500) < 10).astype(int)), np.arange(500) // 10
    )
    expected = special.expit(special.logit(0.98) + stats.t.ppf([0.025, 0.975], 2.127) * 0.02 / (0.98 * 0.02))
    np.testing.assert_allclose([interval.low, interval.high], expected, atol=1e-3)


def test_no_errors_yet_do_not_prove_calibration():
    """20 answers at 99 %, all right: as far as they tell, a share of 0.01 of 20 may err."""
    truth, probability = np.zeros(20, int), np.tile([0.99, 0.01], (20, 1))
    interval = evaluate.gap_over_tracks(
        evaluate.calibration_error, truth, probability + np.arange(20)[:, None] * [-1e-4, 1e-4]
    )
    assert interval.low < interval.value < 0.02 and interval.high > 0.1


def test_the_interval_covers_the_true_accuracy():
    """Accuracy 0.7 by construction, 100 tracks, 200 repetitions: 95 % should hold, 90 to 98.5 % is within chance."""
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        truth = rng.integers(3, size=100)
        answers = np.where(rng.random(100) < 0.7, truth, (truth + 1) % 3)
        interval = evaluate.over_tracks(evaluate.accuracy, truth, one_hot(answers))
        held += interval.low <= 0.7 <= interval.high
    assert 0.90 <= held / 200 <= 0.985


def test_groups_widen_the_interval():
    """Ten equal clips per track carry one track's knowledge: the interval is about sqrt(10) times wider."""
    truth, probability = drawn(40, seed=2)
    truth, probability, tracks = np.repeat(truth, 10), np.repeat(probability, 10, axis=0), np.repeat(np.arange(40), 10)
    clips = evaluate.over_tracks(evaluate.accuracy, truth, probability)
    whole = evaluate.over_tracks(evaluate.accuracy, truth, probability, groups=tracks)
    assert clips.value == whole.value
    assert (whole.high - whole.low) / (clips.high - clips.low) == pytest.approx(np.sqrt(10), rel=0.15)


def test_order_of_the_rows_and_names_of_groups_do_not_matter():
    truth, probability = drawn(60, seed=3)
    tracks = np.repeat([f"track {i:02d}" for i in range(12)], 5)
    order = np.random.default_rng(0).permutation(60)
    straight = evaluate.over_tracks(evaluate.accuracy, truth, probability, groups=tracks)
    shuffled = evaluate.over_tracks(evaluate.accuracy, truth[order], probability[order], groups=tracks[order])
    assert straight == shuffled


def test_one_track_has_no_interval():
    truth, probability = drawn(5)
    estimate = evaluate.over_tracks(evaluate.accuracy, truth, probability, groups=["a"] * 5)
    assert np.isnan([estimate.low, estimate.high]).all()
    assert "[" not in str(estimate)


def test_mean_over_seeds_has_students_interval():
    """0.5, 0.6, 0.7: mean 0.6, standard error 0.1 / sqrt(3), t(2) at 97.5 % is 4.303 (any table)."""
    mean = evaluate.over_seeds([0.5, 0.6, 0.7])
    assert mean.value == pytest.approx(0.6)
    assert mean.high - mean.value == pytest.approx(4.3027 * 0.1 / np.sqrt(3), rel=1e-4)
    assert np.isnan(evaluate.over_seeds([0.5]).low)


def test_two_seeds_leave_no_doubt_beyond_what_a_share_can_be():
    """0.3 and 0.5 have 0.4 +- 12.7 * 0.1; differences of shares may be negative."""
    shares, differences = evaluate.over_seeds([0.3, 0.5]), evaluate.over_seeds([-0.1, 0.1], low=-1)
    assert (shares.low, shares.high) == (0, 1)
    assert (differences.low, differences.high) == (-1, 1)
    with pytest.raises(ValueError, match=r"values in \[0, 1\].*name the metric's range"):
        evaluate.over_seeds([-0.1, 0.1])


def test_drawn_from_its_own_probabilities_is_reliable():
    truth, probability = drawn(20_000, sharpness=2, seed=4)
    table = evaluate.reliability(truth, probability).query("count > 200")
    assert (table["accuracy"] - table["confidence"]).abs().max() < 0.05
    assert evaluate.calibration_error(truth, probability) < 0.015
    assert evaluate.reliability(truth, probability)["count"].sum() == 20_000


def test_calibration_error_is_the_mean_gap_of_the_bins():
    truth, probability = drawn(300, sharpness=2, seed=8)
    table = evaluate.reliability(truth, probability).query("count > 0")
    gap = ((table["accuracy"] - table["confidence"]).abs() * table["count"]).sum() / 300
    assert evaluate.calibration_error(truth, probability) == pytest.approx(gap)
    assert evaluate.calibration_error(np.array([0, 1]), np.full((2, 2), 0.5)) == 0  # half right at 50 %


def test_a_planted_temperature_is_found():
    truth, honest = drawn(20_000, sharpness=2, seed=5)
    assert evaluate.fit_temperature(truth, evaluate.calibrate(honest, 0.5)) == pytest.approx(2, rel=0.05)
    assert evaluate.fit_temperature(truth, honest) == pytest.approx(1, rel=0.05)


def test_an_over_confident_network_is_repaired():
    truth, honest = drawn(10_000, sharpness=2, seed=6)
    loud = evaluate.calibrate(honest, 0.3)
    repaired = evaluate.calibrate(loud, evaluate.fit_temperature(truth, loud))
    assert evaluate.calibration_error(truth, loud) > 0.1
    assert evaluate.calibration_error(truth, repaired) < 0.02
    assert evaluate.accuracy(truth, repaired) == evaluate.accuracy(truth, loud)


def test_certainty_survives_calibration():
    """A probability of exactly 0 has no logarithm; the result must stay finite and sum to one."""
    softened = evaluate.calibrate(one_hot([0, 1]), 2.0)
    assert np.isfinite(softened).all()
    np.testing.assert_allclose(softened.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("truth", "probability", "words"),
    [
        (np.array([0.0, 1.0]), one_hot([0, 1]), "whole numbers, got float64"),
        (np.array([0, 1, 2]), one_hot([0, 1]), r"\(3, classes\), got \(2, 3\)"),
        (np.array([], dtype=int), np.empty((0, 3)), "at least one row"),
        (np.array([0, 3]), one_hot([0, 1]), "0 to 2.* got 0 to 3"),
        (np.array([0, 1]), one_hot([0, 1]) * np.nan, "finite"),
        (np.array([0, 1]), one_hot([0, 1]) * 7, "sums to 7"),
    ],
)
def test_what_breaks_the_conventions_is_refused(truth, probability, words):
    with pytest.raises(ValueError, match=words):
        evaluate.accuracy(truth, probability)


def test_refusals_name_expected_and_got():
    truth, probability = drawn(4)
    with pytest.raises(ValueError, match=r"expected 3 labels.*got 2"):
        evaluate.per_class(truth, probability, ["blues", "jazz"])
    with pytest.raises(ValueError, match="one group per row"):
        evaluate.over_tracks(evaluate.accuracy, truth, probability, groups=["a"])
    with pytest.raises(ValueError, match="above 0, got 0"):
        evaluate.calibrate(probability, 0)
    with pytest.raises(ValueError, match="one finite value per seed"):
        evaluate.over_seeds([])


def test_the_interval_of_the_calibration_error_is_that_of_leaving_out_each_track():
    random = np.random.default_rng(0)
    probability = random.dirichlet(np.ones(4), 90)
    truth, tracks = random.integers(0, 4, 90), np.repeat(np.arange(30), 3)
    slow = evaluate.gap_over_tracks(evaluate.calibration_error, truth, probability, tracks)
    assert evaluate.calibration_over_tracks(truth, probability, tracks) == slow
