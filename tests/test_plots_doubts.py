"""The figure of a ranked list: its lines are the table's, its dotted lines a random list's."""

import numpy as np
import pytest

from genrelib import evaluate, plots

RELEVANT = np.array([True, False, True, False, False])


def test_a_ranked_list_is_drawn_beside_a_random_one():
    table = evaluate.ranked_shares(RELEVANT, total=4)
    figure = plots.ranked_list(table, prevalence=0.1, rows=40, shown=2)
    lines = {trace.name: trace for trace in figure.data if trace.name}
    precision, recall = (next(lines[name] for name in lines if name.startswith(word)) for word in ("prec", "rec"))
    assert list(precision.y) == pytest.approx([1, 1 / 2, 2 / 3, 1 / 2, 2 / 5])
    assert list(recall.y) == pytest.approx([1 / 4, 1 / 4, 1 / 2, 1 / 2, 1 / 2])
    dotted = [trace for trace in figure.data if trace.line.dash == "dot"]
    assert [list(trace.y) for trace in dotted] == [[0.1, 0.1], [1 / 40, 5 / 40]]
    assert figure.layout.shapes[0].x0 == 2
