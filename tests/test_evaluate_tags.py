"""Figures of tags, summaries and comparisons: agreement with scikit-learn and scipy, and truths by construction."""

import numpy as np
import pytest
from scipy import special, stats
from sklearn import metrics

from genrelib import evaluate
from genrelib.evaluate import areas

TAGS = ("rock", "happy", "piano", "80s")
CATEGORIES = {"genre": ("rock",), "mood": ("happy",), "rest": ("piano", "80s")}


def drawn(rows=120, tags=4, seed=0, sharpness=2.0):
    """Truth drawn from the very probabilities that come with it; two digits, so that scores tie."""
    rng = np.random.default_rng(seed)
    probability = special.expit(sharpness * rng.normal(size=(rows, tags))).round(2)
    return rng.random((rows, tags)) < probability, probability


def test_areas_agree_with_scikit_learn_ties_included():
    truth, probability = drawn()
    assert len(np.unique(probability[:, 0])) < len(probability)
    expected = metrics.roc_auc_score(truth, probability, average=None)
    np.testing.assert_allclose(evaluate.roc_auc(truth, probability), expected)
    expected = metrics.average_precision_score(truth, probability, average=None)
    np.testing.assert_allclose(evaluate.pr_auc(truth, probability), expected)


def test_a_score_without_knowledge_has_half_the_roc_and_the_share_of_positives():
    truth = np.arange(10)[:, None] < 3
    constant = np.full((10, 1), 0.7)
    assert evaluate.roc_auc(truth, constant) == 0.5 and evaluate.pr_auc(truth, constant) == pytest.approx(0.3)


def test_tags_that_none_or_all_bear_are_left_out_of_the_mean_and_named():
    truth, probability = drawn()
    truth[:, 1], truth[:, 3] = False, True
    measured = evaluate.tag_areas(truth, probability, TAGS, CATEGORIES)
    assert measured.left_out == ("happy", "80s")
    assert measured.per_tag.loc[["happy", "80s"], ["roc_auc", "pr_auc", "roc_auc_low"]].isna().all(axis=None)
    expected = metrics.roc_auc_score(truth[:, [0, 2]], probability[:, [0, 2]])
    assert measured.macro["roc_auc_macro"].value == pytest.approx(expected)
    assert measured.macro["roc_auc_rest"].value == measured.per_tag.roc_auc["piano"]
    assert np.isnan(measured.macro["roc_auc_mood"].value)


@pytest.mark.parametrize("least", [0.3, 0.6, 0.9])
def test_thresholds_of_a_wish_are_the_best_of_all_that_meet_it(least):
    truth, probability = (column[:, 0] for column in drawn(seed=3))
    every = [evaluate.at_threshold(truth, probability, one) for one in np.unique(probability)]
    precise = evaluate.precise_threshold(truth, probability, least)
    assert precise.precision >= least
    assert precise.recall == max(one.recall for one in every if one.precision >= least)
    sensitive = evaluate.sensitive_threshold(truth, probability, least)
    assert sensitive.threshold == max(one.threshold for one in every if one.recall >= least)
    assert sensitive.precision < 1 or precise.recall >= sensitive.recall


def test_a_precision_that_no_threshold_has_is_refused():
    with pytest.raises(ValueError, match=r"no threshold has a precision of 0\.9; the best one has 0\.50"):
        evaluate.precise_threshold(np.array([False, True]), np.array([0.8, 0.2]), 0.9)


def by_ranks(truth, probability):
    """Macro ROC-AUC by the Mann-Whitney statistic."""
    ranks, positives = stats.rankdata(probability, axis=0), truth.sum(axis=0)
    above = (ranks * truth).sum(axis=0) - positives * (positives + 1) / 2
    return (above / (positives * (len(truth) - positives))).mean()


def test_intervals_of_areas_have_the_jackknifes_error_on_the_scale_of_the_logit():
    """By hand from ranks and scikit-learn, on the rows that are left; 2.00 is Student's quantile of 79 degrees."""
    truth, probability = drawn(rows=80)
    measured = evaluate.tag_areas(truth, probability, TAGS, CATEGORIES)
    left = [np.arange(80) != row for row in range(80)]
    by_hand = {
        "roc_auc": [by_ranks(truth[rows], probability[rows]) for rows in left],
        "pr_auc": [metrics.average_precision_score(truth[rows], probability[rows]) for rows in left],
    }
    for name, values in by_hand.items():
        mean = measured.macro[f"{name}_macro"]
        error = np.sqrt(79 * np.var(values)) / (mean.value * (1 - mean.value))
        expected = special.expit(special.logit(mean.value) + stats.t.ppf([0.025, 0.975], 79) * error)
        np.testing.assert_allclose([mean.low, mean.high], expected)


def test_two_tracks_with_a_tag_say_little_and_one_says_nothing():
    """Student's quantiles of one degree of freedom are 12.7; of none there are none."""
    random = np.random.default_rng(0)
    truth = np.arange(100)[:, None] < [1, 2, 50]
    measured = evaluate.tag_areas(truth, random.random((100, 3)), ["one", "two", "half"], {"few": ["one"]})
    bounds = ["roc_auc_low", "roc_auc_high", "pr_auc_low", "pr_auc_high"]
    assert measured.per_tag.loc["one", bounds].isna().all() and np.isfinite(measured.per_tag.roc_auc["one"])
    assert np.isnan(measured.macro["roc_auc_few"].low)
    width = measured.per_tag.roc_auc_high - measured.per_tag.roc_auc_low
    assert width["two"] > 0.8 > 0.3 > width["half"]


def test_a_perfect_order_of_five_tracks_may_be_luck():
    truth = np.arange(100)[:, None] < 5
    tag = evaluate.tag_areas(truth, truth * 0.5 + 0.25, ["tag"], {}).per_tag.loc["tag"]
    assert tag.roc_auc == tag.roc_auc_high == tag.pr_auc == tag.pr_auc_high == 1
    assert tag.roc_auc_low == tag.pr_auc_low == pytest.approx(5 / (5 + 1.96**2), abs=1e-3)  # Wilson's of 5 of 5


def test_named_groups_are_joined_where_there_are_many():
    """1200 tracks in 500 groups, which fall as they may: the error is that of 1200 but for chance."""
    truth, probability = drawn(rows=1200)
    joined = evaluate.tag_areas(truth, probability, TAGS, {}, groups=np.arange(1200)).macro["pr_auc_macro"]
    each = evaluate.tag_areas(truth, probability, TAGS, {}).macro["pr_auc_macro"]
    assert joined.high - joined.low == pytest.approx(each.high - each.low, rel=0.15)


@pytest.mark.parametrize("digits", [0, 1, 3])
@pytest.mark.parametrize("rows", [2, 3, 30])
def test_areas_without_each_row_are_those_of_the_rows_that_remain(rows, digits):
    rng = np.random.default_rng(digits)
    truth, probability = rng.random((rows, 20)) < np.linspace(0, 1, 20), rng.random((rows, 20)).round(digits)
    without = areas.without_each_row(truth, probability)
    for row, remain in enumerate(~np.eye(rows, dtype=bool)):
        expected = areas.weighted(truth[remain], probability[remain], np.ones((1, rows - 1)))[:, :, 0]
        np.testing.assert_allclose(without[:, :, row], expected, rtol=1e-12)
    assert np.isfinite(without).any() == (rows > 2) and np.isnan(without).any()


def test_ten_equal_clips_of_a_track_carry_one_tracks_knowledge():
    truth, probability = drawn(rows=40)
    tracks = evaluate.tag_areas(truth, probability, TAGS, {})
    clips = evaluate.tag_areas(
        truth.repeat(10, 0), probability.repeat(10, 0), TAGS, {}, groups=np.arange(40).repeat(10)
    )
    assert clips.macro["roc_auc_macro"].value == pytest.approx(tracks.macro["roc_auc_macro"].value)
    assert clips.macro["roc_auc_macro"].low == pytest.approx(tracks.macro["roc_auc_macro"].low)


def test_curves_agree_with_scikit_learn_at_every_threshold():
    truth, probability = drawn(seed=3)
    curve = evaluate.roc_curve(truth[:, 0], probability[:, 0])
    assert metrics.auc(curve.false_positive_rate, curve.recall) == pytest.approx(
        evaluate.roc_auc(truth, probability)[0]
    )
    points = evaluate.precision_recall_curve(truth[:, 0], probability[:, 0]).iloc[::20]
    assert len(points) > 1
    for row in points.itertuples():
        there = evaluate.at_threshold(truth[:, 0], probability[:, 0], row.threshold)
        assert (there.precision, there.recall) == pytest.approx((row.precision, row.recall))


def test_a_threshold_counts_everything_once():
    truth, probability = drawn(seed=4)
    there = evaluate.at_threshold(truth[:, 0], probability[:, 0], 0.5)
    counts = metrics.confusion_matrix(truth[:, 0], probability[:, 0] >= 0.5)
    assert [[there.true_negatives, there.false_positives], [there.false_negatives, there.true_positives]] == (
        counts.tolist()
    )
    assert there.f1 == pytest.approx(metrics.f1_score(truth[:, 0], probability[:, 0] >= 0.5))
    assert np.isnan(evaluate.at_threshold(truth[:, 0], probability[:, 0], 1.1).precision)


def test_a_planted_temperature_of_tags_is_found_and_repairs_them():
    truth, honest = drawn(rows=5000, seed=5)
    loud = evaluate.calibrate_tags(honest, 0.4)
    temperature = evaluate.fit_tag_temperature(truth, loud)
    assert temperature == pytest.approx(2.5, rel=0.1)
    assert evaluate.tag_calibration_error(truth, loud) > 0.08
    assert evaluate.tag_calibration_error(truth, evaluate.calibrate_tags(loud, temperature)) < 0.03


def test_calibration_error_of_tags_is_the_mean_over_tags_of_the_gaps_of_their_bins():
    truth, probability = drawn(seed=6)
    gaps = []
    for tag in range(4):
        table = evaluate.tag_reliability(truth[:, tag], probability[:, tag]).query("count > 0")
        gaps.append(((table["accuracy"] - table["confidence"]).abs() * table["count"]).sum() / len(truth))
    assert evaluate.tag_calibration_error(truth, probability) == pytest.approx(np.mean(gaps))


# Summaries

CLIPS = np.array([[0.6, 0.4], [0.6, 0.4], [0.0, 1.0], [0.9, 0.1]])
TRACK = np.array([0, 0, 0, 1])


def test_summaries_of_clips_differ_where_clips_do():
    """Two clips lean one way, one is sure of the other: the vote is 2 to 1, the mean and the maximum go against it."""
    assert evaluate.mean(CLIPS, TRACK)[0].tolist() == pytest.approx([0.4, 0.6])
    assert evaluate.maximum(CLIPS, TRACK)[0].tolist() == [0.6, 1.0]
    assert evaluate.majority(CLIPS, TRACK)[0].argmax() == 0


def test_summaries_of_one_clip_answer_as_it_does():
    for summary in (evaluate.mean, evaluate.maximum, evaluate.majority):
        assert summary(CLIPS, TRACK)[1].argmax() == 0


def test_the_mean_breaks_a_tie_of_votes():
    tied = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert evaluate.majority(tied, np.array([0, 0])).argmax() == 0
    assert evaluate.majority(tied[:, ::-1], np.array([0, 0])).argmax() == 1


def test_the_broken_arg_max_takes_the_last_that_beats_the_first():
    truth = np.array([1, 2, 0, 1])
    probability = np.array([[0.2, 0.7, 0.1], [0.2, 0.5, 0.3], [0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])
    assert evaluate.accuracy(truth, probability) == 0.75
    assert evaluate.paper_argmax(truth, probability) == 0.75  # right, right by accident, right, last instead of first
    assert evaluate.paper_argmax(truth[3:], probability[3:]) == 0


def test_a_perfect_classifier_reads_as_38_percent_with_a_broken_arg_max():
    """The other genres in random order; 0.38 is the figure of a simulation made apart from this code."""
    rng = np.random.default_rng(0)
    truth = rng.integers(10, size=20_000)
    score = rng.random((len(truth), 10))
    score[np.arange(len(truth)), truth] = 1.1
    accuracy = evaluate.paper_argmax(truth, score / score.sum(axis=1, keepdims=True))
    assert accuracy == pytest.approx(0.38, abs=0.02)


# Comparisons


def test_mcnemar_counts_only_rows_on_which_two_differ():
    first, second = (
        np.repeat([True, True, False, False], [50, 12, 3, 9]),
        np.repeat([True, False, True, False], [50, 12, 3, 9]),
    )
    counts = evaluate.mcnemar(first, second)
    assert (counts.both, counts.first, counts.second, counts.neither) == (50, 12, 3, 9)
    assert counts.p == pytest.approx(2 * stats.binom.cdf(3, 15, 0.5))
    assert evaluate.mcnemar(first, first).p == 1


def test_the_gain_of_a_pair_is_surer_than_two_intervals():
    """Both fail on the same hard rows; what the second repairs is sure although both accuracies are not."""
    rng = np.random.default_rng(1)
    truth = rng.integers(2, size=200)
    hard, repaired = rng.random(200) < 0.4, rng.random(200) < 0.1
    first, second = (np.eye(2)[np.where(wrong, 1 - truth, truth)] for wrong in (hard, hard & ~repaired))
    gain = evaluate.paired(evaluate.accuracy, truth, first, second)
    alone = evaluate.over_tracks(evaluate.accuracy, truth, first)
    assert gain.value == pytest.approx((hard & repaired).mean()) and gain.low > 0
    assert gain.high - gain.low < 0.6 * (alone.high - alone.low)


def test_popularity_is_spearmans_correlation_of_what_has_an_area():
    positives, areas = np.array([5, 50, 20, 7]), np.array([0.6, 0.9, np.nan, 0.7])
    correlation = evaluate.popularity(positives, areas)
    assert correlation.value == pytest.approx(1) and correlation.tags == 3


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda t, p: evaluate.roc_auc(t.astype(int), p), r"\(n, tags\) booleans, got int64"),
        (lambda t, p: evaluate.roc_auc(t, p[:, :2]), r"shape \(120, 4\), as truth, got \(120, 2\)"),
        (lambda t, p: evaluate.roc_auc(t, 3 * p), "apply a sigmoid"),
        (lambda t, p: evaluate.tag_areas(t, p, TAGS[:2], {}), "expected 4 tags, .* got 2"),
        (lambda t, p: evaluate.roc_curve(np.ones(120, bool), p[:, 0]), "got 120 with it of 120"),
        (lambda t, p: evaluate.mcnemar(t[:, 0], t[:5, 0]), "the same rows of both"),
        (lambda t, p: evaluate.paired(evaluate.accuracy, t[:, 0], p, p[:5]), "same 120 rows"),
        (lambda t, p: evaluate.popularity([1, 2], [0.5, 0.6]), "three tags .* got 2"),
        (lambda t, p: evaluate.calibrate_tags(p, 0), "above 0, got 0"),
    ],
)
def test_what_breaks_the_conventions_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call(*drawn())


def test_gains_are_differences_of_areas_and_their_mean():
    truth, first = drawn()
    second = drawn(seed=1)[1]
    gains = evaluate.tag_gains(truth, first, second, TAGS)
    for name, area in (("roc_auc", metrics.roc_auc_score), ("pr_auc", metrics.average_precision_score)):
        expected = area(truth, second, average=None) - area(truth, first, average=None)
        np.testing.assert_allclose(gains[name], [*expected, expected.mean()])


def test_a_gain_is_surer_than_the_difference_of_two_intervals():
    """The second is the first with a little noise: what is hard for one is hard for both."""
    truth, first = drawn(rows=200)
    second = np.clip(first + np.random.default_rng(0).normal(0, 0.02, first.shape), 0, 1)
    gain = evaluate.tag_gains(truth, first, second, TAGS).loc["rock"]
    alone = evaluate.tag_areas(truth, first, TAGS, {}).per_tag.loc["rock"]
    assert gain.roc_auc_high - gain.roc_auc_low < 0.3 * (alone.roc_auc_high - alone.roc_auc_low)
    same = evaluate.tag_gains(truth, first, first, TAGS)
    assert (same[["roc_auc", "roc_auc_low", "roc_auc_high"]] == 0).all(axis=None)


def test_the_best_threshold_has_the_largest_f1_of_all():
    truth, probability = (column[:, 0] for column in drawn())
    best = evaluate.best_threshold(truth, probability)
    others = [metrics.f1_score(truth, probability >= threshold) for threshold in np.unique(probability)]
    assert best.f1 == pytest.approx(max(others))
    assert best.f1 == pytest.approx(metrics.f1_score(truth, probability >= best.threshold))


def test_without_the_tag_no_threshold_is_best():
    with pytest.raises(ValueError, match="got 0 with it of 3"):
        evaluate.best_threshold(np.zeros(3, bool), np.array([0.1, 0.2, 0.3]))
