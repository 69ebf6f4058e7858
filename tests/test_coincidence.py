"""Mistakes that come together: nothing where there is nothing, what is planted, and scipy's exact test."""

import numpy as np
import pytest
from scipy import stats

from genrelib import evaluate

TAGS = [f"tag {number}" for number in range(20)]


def independent(seed: int, rows: int = 300, share: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Mistakes that know nothing of each other, and where they are possible."""
    rng = np.random.default_rng(seed)
    possible = rng.random((rows, len(TAGS))) < 0.8
    return possible & (rng.random(possible.shape) < share), possible


def test_p_values_are_scipys():
    mistaken, possible = independent(0)
    table = evaluate.coincidences(mistaken, possible, TAGS, TAGS[0])
    assert len(table) == len(TAGS) - 1 and table.p.notna().all()
    for tag, row in table.iterrows():
        both = possible[:, 0] & possible[:, TAGS.index(tag)]
        first, second = mistaken[both, 0], mistaken[both, TAGS.index(tag)]
        counts = [[(a == first) & (b == second) for b in (True, False)] for a in (True, False)]
        expected = stats.fisher_exact(np.sum(counts, axis=2), alternative="greater").pvalue
        assert row.p == pytest.approx(expected)
        assert (row.tracks, row.together) == (both.sum(), (first & second).sum())
        assert row.expected == pytest.approx(first.mean() * second.mean() * both.sum())


def test_independent_mistakes_hardly_ever_coincide():
    """Of 200 tables of 19 tags, Holm lets at most one in twenty name any; without it two in three would."""
    tables = [evaluate.coincidences(*independent(seed), TAGS, TAGS[0]) for seed in range(200)]
    assert np.mean([(table.p_holm <= 0.05).any() for table in tables]) <= 0.06
    assert np.mean([(table.p <= 0.05).any() for table in tables]) > 0.3


def test_planted_coincidences_come_first_and_alone():
    mistaken, possible = independent(1)
    planted = possible[:, 0] & possible[:, 7]
    mistaken[planted, 7] = mistaken[planted, 0]
    table = evaluate.coincidences(mistaken, possible, TAGS, TAGS[0])
    assert table.index[0] == TAGS[7] and table.together.iloc[0] == table.own.iloc[0] > 3 * table.expected.iloc[0]
    assert table.index[table.p_holm <= 0.05].tolist() == [TAGS[7]]


def test_tags_that_exclude_each_other_are_not_mistaken_together_for_that():
    """Half of the tracks have both tags and can show no false alarm: counted, they would make any two coincide."""
    rng = np.random.default_rng(2)
    possible = np.repeat([[True, True], [False, False]], 200, axis=0)
    mistaken = possible & (rng.random(possible.shape) < 0.5)
    with_all = stats.hypergeom.sf(mistaken.all(axis=1).sum() - 1, 400, *mistaken.sum(axis=0))
    assert with_all < 1e-6
    assert evaluate.coincidences(mistaken, possible, TAGS[:2], TAGS[0]).p.iloc[0] > 0.05


def test_few_mistakes_get_no_verdict_and_are_no_tests():
    mistaken, possible = independent(3)
    mistaken[:, 5:] = False
    mistaken[:4, 5], possible[:4, 5] = True, True
    table = evaluate.coincidences(mistaken, possible, TAGS, TAGS[0])
    assert table.p.notna().sum() == table.p_holm.notna().sum() == 4
    assert table.loc[TAGS[5:], "p"].isna().all()
    assert table.p_holm.iloc[0] == pytest.approx(min(1, 4 * table.p.iloc[0]))


def test_holm_is_holms():
    """His procedure by hand: the smallest times four, the next times three, never below one before."""
    assert evaluate.holm([0.01, 0.04, 0.03, np.nan, 0.005]) == pytest.approx(
        [0.03, 0.06, 0.06, np.nan, 0.02], nan_ok=True
    )
    assert evaluate.holm([0.6, 0.9]) == pytest.approx([1, 1])


def test_mistakes_where_none_can_be_are_refused():
    mistaken, possible = independent(4)
    with pytest.raises(ValueError, match="mistakes only where they are possible"):
        evaluate.coincidences(np.ones_like(mistaken), possible, TAGS, TAGS[0])
    with pytest.raises(ValueError, match=r"\(n, 20\) both, got shapes"):
        evaluate.coincidences(mistaken[:, 1:], possible[:, 1:], TAGS, TAGS[0])
