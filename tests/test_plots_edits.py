"""Figures of edits: what is most probable before or after is drawn, with its difference; a flip is marked."""

import numpy as np

from genrelib import plots


def test_labels_of_both_are_drawn_with_the_difference():
    original = {"jazz": 0.7, "blues": 0.2, "rock": 0.06, "pop": 0.04}
    edited = {"jazz": 0.3, "blues": 0.2, "rock": 0.0, "pop": 0.5}
    before, after = plots.before_and_after(original, edited, count=2).data
    assert list(before.y) == list(after.y) == ["jazz", "blues", "pop"]
    assert list(before.x) == [0.7, 0.2, 0.04] and list(after.x) == [0.3, 0.2, 0.5]
    assert list(after.text) == ["30 % (−40)", "20 % (±0)", "50 % (+46)"]
    assert before.marker.pattern.shape == "/" and before.marker.color == after.marker.color


def test_every_label_that_comes_first_is_drawn_over_strengths():
    shares = np.full((3, 10), 0.01)
    shares[0, 9] = shares[1, 8] = 0.9
    shares[2] = np.linspace(0.2, 0.0, 10)
    labels = [f"label {place}" for place in range(10)]
    figure = plots.by_strength((0.0, 125.0, 250.0), ("off", "", "250"), shares, labels, "High-pass, Hz", 125.0)
    names = [line.name for line in figure.data]
    assert {"label 9", "label 8", "label 0"} <= set(names) and len(names) == 6
    assert list(figure.layout.xaxis.ticktext) == ["off", "250"] and list(figure.layout.xaxis.tickvals) == [0, 2]
    assert figure.layout.shapes[0].x0 == 1  # where it flips


def test_names_of_labels_are_no_html():
    assert plots.before_and_after({"<b>": 1.0}, {"<b>": 1.0}).data[0].y[0] == "&lt;b&gt;"
