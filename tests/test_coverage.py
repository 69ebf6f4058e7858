"""Intervals hold what they should as often as they claim, in samples that are drawn by rule."""

import numpy as np
import pytest
from scipy import stats

from genrelib.evaluate.coverage import Classified, Tagged, measure

REPETITIONS = 200
# 92 % is what is asked for; fewer than this many of 200 are drawn of it once in a thousand times
FEWEST = stats.binom.ppf(0.001, REPETITIONS, 0.92) / REPETITIONS
RARE = tuple(np.geomspace(0.03, 0.2, 8))
CASES = [
    Tagged(90, RARE),
    Classified(75, 0.7),
    Classified(75, 0.97),
    Classified(30, 0.7, clips=5),
    Classified(75, 0.97, clips=5),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_intervals_cover_the_mean_of_samples_of_their_size_and_hold_their_value(case):
    table = measure(case, REPETITIONS, draws=1000, limit=1000)
    assert len(table) in (4, 10)
    assert table.holds.all()
    assert table[table.covered < FEWEST].empty
    assert table.unknown.max() < 0.2  # a tag that one track has


def test_intervals_are_no_wider_than_what_varies():
    """Four deviations of the value from sample to sample are the width of an interval that covers 95 %."""
    case, random = Tagged(130, RARE), np.random.default_rng(1)
    values = [case.values(case.draw(random, 130)) for _ in range(1000)]
    table = measure(case, 60, draws=10, limit=1000).set_index("metric")
    for metric in ("ROC-AUC, macro", "PR-AUC, macro"):
        spread = np.std([value[metric][0] for value in values])
        assert table.width[metric] / (4 * spread) == pytest.approx(1.1, abs=0.2)
