"""Two systems on the same rows: what a difference of shares can tell, and what it cannot."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from genrelib import evaluate


def rows(both: int, first: int, second: int, neither: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that each system gets right: so many that both do, only the first, only the second, neither."""
    counts = [both, first, second, neither]
    return np.repeat([True, True, False, False], counts), np.repeat([True, False, True, False], counts)


@pytest.mark.parametrize("counts", [(50, 14, 6, 30), (0, 1, 0, 0), (3, 0, 5, 2), (9, 4, 4, 9)])
def test_mcnemar_is_the_binomial_test_of_the_rows_that_one_alone_gets_right(counts):
    _, first, second, _ = counts
    assert evaluate.mcnemar(*rows(*counts)).p == stats.binomtest(second, first + second, 0.5).pvalue


@pytest.mark.parametrize("counts", [(50, 14, 6, 30), (1, 0, 0, 0), (0, 0, 3, 0), (70, 0, 0, 30)])
def test_the_gain_turns_its_sign_with_the_two(counts):
    first, second = rows(*counts)
    there, back = evaluate.share_gain(first, second), evaluate.share_gain(second, first)
    assert there.value == pytest.approx((counts[2] - counts[1]) / sum(counts))
    assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low))
    assert there.low <= there.value <= there.high


def test_rows_that_agree_are_no_certainty():
    """Of n rows without a difference, one in 3 / n may still differ: the rule of three."""
    for count in (1, 10, 100):
        gain = evaluate.share_gain(*rows(count, 0, 0, 0))
        assert gain.value == 0 and gain.high == -gain.low
        assert gain.high == pytest.approx(min(1, 3 / count), rel=0.35)


def test_many_rows_give_the_interval_of_the_jackknife():
    first, second = rows(500, 120, 60, 320)
    truth = np.zeros(len(first), int)
    jackknife = evaluate.paired(lambda _, right: right.mean(), truth, first, second)
    gain = evaluate.share_gain(first, second)
    assert (gain.value, gain.low, gain.high) == pytest.approx(
        (jackknife.value, jackknife.low, jackknife.high), abs=2e-3
    )


@pytest.mark.parametrize("chances", [(0.05, 0.05), (0.2, 0.05), (0.02, 0.3), (0.25, 0.25)])
def test_the_interval_holds_the_true_gain_nineteen_times_in_twenty(chances):
    """Over every outcome of 30 rows, weighted by its chance: no draw decides."""
    count = 30
    lost, gained = chances
    held = 0.0
    for first, second in product(range(count + 1), repeat=2):
        if first + second <= count:
            gain = evaluate.share_gain(*rows(count - first - second, first, second, 0))
            chance = stats.multinomial.pmf(
                [first, second, count - first - second], count, [lost, gained, 1 - sum(chances)]
            )
            held += chance * (gain.low <= gained - lost <= gain.high)
    assert 0.935 < held < 0.995


def test_recall_gains_are_those_of_each_class_alone():
    truth = np.array([0, 0, 0, 1, 1])
    first, second = np.eye(3)[[0, 0, 1, 0, 0]], np.eye(3)[[0, 1, 1, 1, 0]]
    table = evaluate.recall_gains(truth, first, second, ["jazz", "rock", "metal"])
    assert table["count"].tolist() == [3, 2, 0]
    assert table.loc["jazz", ["first", "second", "value"]].tolist() == pytest.approx([2 / 3, 1 / 3, -1 / 3])
    assert table.loc["rock", ["first", "second", "value"]].tolist() == pytest.approx([0, 0.5, 0.5])
    assert table.loc["metal"].drop("count").isna().all()
    alone = evaluate.share_gain(np.array([True, True, False]), np.array([True, False, False]))
    assert table.loc["jazz", ["low", "high"]].tolist() == pytest.approx([alone.low, alone.high])


def test_total_variation_is_the_largest_disagreement_on_any_set_of_classes():
    random = np.random.default_rng(0)
    first, second = random.dirichlet(np.ones(4), 5), random.dirichlet(np.ones(4), 5)
    sets = np.array(list(product([0, 1], repeat=4)))
    largest = ((first - second) @ sets.T).max(axis=1)
    assert evaluate.total_variation(first, second) == pytest.approx(largest)
    assert evaluate.total_variation(np.eye(2), np.eye(2)[::-1]).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: evaluate.share_gain(np.ones(3), np.ones(2)), "the same rows of both"),
        (lambda: evaluate.share_gain(np.ones(0), np.ones(0)), "at least one row, got none"),
        (lambda: evaluate.total_variation(np.eye(2), np.eye(3)), "of both, got shapes"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_classes_that_are_taken_for_one_another_stand_together():
    """Two pairs and a loner, in any order: each pair is together in the order that comes out."""
    counts = np.diag([10, 10, 10, 10, 10])
    for one, other in ((0, 3), (1, 4)):
        counts[one, other] = 6
    for seed in range(4):
        shuffled = np.random.default_rng(seed).permutation(5)
        order = shuffled[evaluate.alike_order(counts[np.ix_(shuffled, shuffled)])].tolist()
        assert sorted(order) == list(range(5))
        assert abs(order.index(0) - order.index(3)) == abs(order.index(1) - order.index(4)) == 1


def test_the_order_of_classes_is_the_same_each_time():
    counts = np.random.default_rng(0).integers(0, 9, (10, 10))
    order = evaluate.alike_order(counts)
    assert order.tolist() == evaluate.alike_order(counts).tolist() and order[0] < order[-1]
    assert evaluate.alike_order(np.eye(2)).tolist() == [0, 1]
    assert sorted(evaluate.alike_order(np.zeros((4, 4)))) == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="got shape"):
        evaluate.alike_order(np.zeros((3, 2)))
