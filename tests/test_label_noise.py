"""Labels that predictions speak against, by hand and with planted errors; ranked lists against what is true."""

from math import comb

import numpy as np
import pytest

from genrelib import evaluate

# Two rows of each class; the last row's label is wrong.
TRUTH = np.array([0, 0, 1, 1])
PROBABILITY = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.9, 0.1]])


def separable(wrong: list[int], rows: int = 60, classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Labels of which some are planted wrong, and probabilities that are sure of what is true."""
    random = np.random.default_rng(3)
    true = np.arange(rows) % classes
    logits = 5 * np.eye(classes)[true] + random.normal(0, 0.5, (rows, classes))
    labels = true.copy()
    labels[wrong] = (labels[wrong] + 1) % classes
    return labels, np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def test_margin_is_the_best_other_class_less_the_label():
    assert evaluate.label_margin(TRUTH, PROBABILITY) == pytest.approx([-0.8, -0.4, -0.6, 0.8])


def test_thresholds_are_the_mean_given_to_the_labels_of_a_class():
    assert evaluate.confident_thresholds(TRUTH, PROBABILITY) == pytest.approx([0.8, 0.45])
    alone = evaluate.confident_thresholds(np.array([0, 0]), PROBABILITY[:2])
    assert alone[0] == pytest.approx(0.8) and np.isnan(alone[1])


def test_rows_are_counted_as_the_most_probable_class_that_reaches_its_threshold():
    assert evaluate.confident_classes(TRUTH, PROBABILITY).tolist() == [0, evaluate.UNCOUNTED, 1, 0]


def test_a_timid_class_has_a_lower_threshold_than_a_sure_one():
    """A row of 0.5 each is counted as the class to whose own rows the system gives little."""
    truth = np.array([0, 0, 1, 1, 0])
    probability = np.array([[0.95, 0.05], [0.95, 0.05], [0.6, 0.4], [0.6, 0.4], [0.5, 0.5]])
    assert evaluate.confident_classes(truth, probability)[-1] == 1


def test_planted_wrong_labels_are_the_first_and_the_only_ones():
    wrong = [4, 17, 31, 58]
    labels, probability = separable(wrong)
    margin = evaluate.label_margin(labels, probability)
    assert set(np.argsort(-margin)[:4]) == set(wrong) == set(np.flatnonzero(margin > 0))
    counted = evaluate.confident_classes(labels, probability)
    doubted = (counted != labels) & (counted != evaluate.UNCOUNTED)
    assert set() < set(np.flatnonzero(doubted)) <= set(wrong)  # a row below the mean of its class is not counted


def test_nothing_is_doubted_where_all_are_right():
    labels, probability = separable([])
    assert (evaluate.label_margin(labels, probability) < 0).all()
    counted = evaluate.confident_classes(labels, probability)
    known = counted != evaluate.UNCOUNTED
    assert known.sum() > 20 and (counted[known] == labels[known]).all()


def test_shares_of_a_ranked_list_are_those_of_its_counts():
    table = evaluate.ranked_shares(np.array([True, False, True, False]), total=4)
    assert table.hits.tolist() == [1, 1, 2, 2]
    assert table.precision.tolist() == pytest.approx([1, 1 / 2, 2 / 3, 1 / 2])
    assert table.recall.tolist() == pytest.approx([1 / 4, 1 / 4, 1 / 2, 1 / 2])
    assert ((table.precision_low < table.precision) & (table.precision <= table.precision_high)).all()
    assert evaluate.ranked_shares(np.array([False]), total=0).recall.isna().all()


def test_more_hits_than_there_are_is_refused():
    with pytest.raises(ValueError, match="at most 1 relevant entries, got 2"):
        evaluate.ranked_shares(np.array([True, True]), total=1)


def test_chance_of_a_list_is_that_of_drawing_without_putting_back():
    assert evaluate.chance_of_hits(2, listed=2, total=2, rows=6) == pytest.approx(1 / comb(6, 2))
    assert evaluate.chance_of_hits(0, listed=2, total=2, rows=6) == 1


def test_leaving_out_at_random_keeps_the_mean_and_varies_as_draws_do():
    drawn = evaluate.draw_range(right=60, rows=100, left_out=20)
    random = np.random.default_rng(0)
    right = np.arange(100) < 60
    simulated = [random.permutation(right)[:80].mean() for _ in range(4000)]
    assert drawn.value == 0.6
    assert np.mean([drawn.low <= share <= drawn.high for share in simulated]) > 0.94
    assert (drawn.low, drawn.high) == pytest.approx(np.quantile(simulated, [0.025, 0.975]), abs=0.0126)


def test_leaving_out_everything_is_refused():
    with pytest.raises(ValueError, match="fewer than 5 rows to leave out, got 5"):
        evaluate.draw_range(3, 5, 5)
