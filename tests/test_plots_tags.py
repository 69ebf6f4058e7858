"""Figures of tags: the order of Figure 3, what is drawn is what came in, and a click tells its tag."""

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from genrelib import evaluate, plots

CATEGORIES = {"mood": ("happy", "sad"), "genre": ("rock", "jazz", "polka")}
TRACKS = 20


@pytest.fixture
def areas():
    """Jazz before rock by ROC-AUC, the other way round by PR-AUC; nobody bears polka; tango has no category."""
    tags = ["rock", "jazz", "polka", "happy", "sad", "tango"]
    table = pd.DataFrame({"positives": [10, 2, 0, 5, 6, 1]}, index=pd.Index(tags, name="tag"))
    table["roc_auc"] = [0.8, 0.9, np.nan, 0.6, 0.7, 0.5]
    table["pr_auc"] = [0.75, 0.3, np.nan, 0.4, 0.45, 0.05]
    for area in ("roc_auc", "pr_auc"):
        table[f"{area}_low"], table[f"{area}_high"] = table[area] - 0.04, table[area] + 0.02
    return table


@pytest.fixture
def gains(areas):
    table = pd.DataFrame({"roc_auc": [0.1, -0.2, np.nan, 0.05, 0.0, 0.1, 0.01]}, index=[*areas.index, "all"])
    table["roc_auc_low"], table["roc_auc_high"] = table.roc_auc - 0.08, table.roc_auc + 0.08
    return table


def trace(figure, name):
    (drawn,) = [trace for trace in figure.data if trace.name == name]
    return drawn


def clickable(figure):
    """The traces that tell what was clicked."""
    return [trace for trace in figure.data if trace.customdata is not None]


def test_tags_stand_by_category_the_best_ranked_first(areas):
    assert plots.ordered(areas, CATEGORIES, "roc_auc") == {
        "mood": ["sad", "happy"],
        "genre": ["jazz", "rock", "polka"],
        "no category": ["tango"],
    }
    assert plots.ordered(areas, CATEGORIES, "pr_auc")["genre"] == ["rock", "jazz", "polka"]


def test_the_first_system_is_a_line_with_intervals_that_ends_with_each_category(areas):
    figure = plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "roc_auc")
    lines = [trace for trace in figure.data if trace.name == "one"]
    assert [list(line.y)[:2] for line in lines] == [[0.7, 0.6], [0.9, 0.8], [0.5]]
    np.testing.assert_allclose(lines[0].error_y.arrayminus, [0.04, 0.04])
    places = np.concatenate([line.x for line in lines])
    assert (np.diff(places) >= 1).all() and len(set(places)) == 6


def test_bars_are_gaps_that_begin_at_the_first_system(areas, gains):
    figure = plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one", "two"], gains), "roc_auc")
    better, worse = trace(figure, "two is better"), trace(figure, "two is worse")
    assert dict(zip(better.base, better.y, strict=True)) == pytest.approx({0.8: 0.1, 0.6: 0.05, 0.5: 0.1})
    assert dict(zip(worse.base, worse.y, strict=True))[0.9] == -0.2
    opaque = dict(zip(better.base, better.marker.opacity, strict=True))
    assert opaque[0.8] == 1 and opaque[0.6] < 1  # the interval of 0.05 holds 0


def test_no_bar_and_no_mark_is_cut_off_by_the_axis(areas, gains):
    gains.loc["tango", "roc_auc"] = -0.33
    ranking = plots.TagRanking(areas, CATEGORIES, TRACKS, ["one", "two"], gains)
    assert plots.tag_areas(ranking, "roc_auc").layout.yaxis.range[0] == pytest.approx(0.1)
    ranking = plots.TagRanking(areas, CATEGORIES, TRACKS, ["one", "two"], others=[areas - 0.25])
    assert plots.tag_areas(ranking, "roc_auc").layout.yaxis.range[0] == pytest.approx(0.2)


def test_several_others_are_small_marks_and_no_bars(areas):
    others = [areas[["roc_auc", "pr_auc"]] - 0.1 * place for place in (1, 2)]
    ranking = plots.TagRanking(areas, CATEGORIES, TRACKS, ["one", "two", "three"], others=others)
    figure = plots.tag_areas(ranking, "roc_auc")
    for place, name in enumerate(["two", "three"], start=1):
        marks = trace(figure, name)
        assert list(marks.y)[:2] == pytest.approx([0.7 - 0.1 * place, 0.6 - 0.1 * place])
        assert marks.marker.size < trace_of_first(figure).marker.size
    assert not [drawn for drawn in figure.data if drawn.name and "better" in drawn.name]
    assert "two: 0.60<br>three: 0.50" in clickable(figure)[0].customdata[0][1]


def trace_of_first(figure):
    return next(drawn for drawn in figure.data if drawn.name == "one")


def test_a_hyphen_in_a_name_is_no_minus(areas, gains):
    figure = plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one", "k2c1-0.1M"], gains), "roc_auc")
    assert "k2c1-0.1M: −0.20 (−0.28 to −0.12)" in clickable(figure)[0].customdata[2][1]


def test_popularity_is_told_below_and_as_a_rank(areas):
    figure = plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "roc_auc")
    (bars,) = [trace for trace in figure.data if trace.type == "bar" and trace.customdata is None]
    assert list(bars.y) == [0.3, 0.25, 0.1, 0.5, 0.0, 0.05]
    assert figure.layout.xaxis2.ticktext == ("sad (2)", "happy (3)", "jazz (4)", "rock (1)", "polka (6)", "tango (5)")


def test_a_guess_is_a_half_or_the_prevalence(areas):
    of_pairs = trace(plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "roc_auc"), "a guess")
    of_alarms = trace(plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "pr_auc"), "a guess")
    assert set(of_pairs.y) == {0.5}
    assert list(of_alarms.y) == [0.3, 0.25, 0.5, 0.1, 0.0, 0.05]


def test_a_column_over_every_tag_can_be_clicked(areas):
    upper, lower = clickable(plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "roc_auc"))
    assert [row[0] for row in upper.customdata] == ["sad", "happy", "jazz", "rock", "polka", "tango"]
    assert "2 of 20 tracks (10 %)" in upper.customdata[2][1] and "cannot be ranked" in upper.customdata[4][1]
    assert list(lower.x) == list(upper.x)


def test_the_chosen_tag_is_framed(areas):
    framed = plots.tag_areas(plots.TagRanking(areas, CATEGORIES, TRACKS, ["one"]), "roc_auc", chosen="rock")
    frames = [shape for shape in framed.layout.shapes if shape.type == "rect"]
    assert [(frame.x0, frame.x1) for frame in frames] == [(3.5, 4.5)]  # sad, happy, a gap, jazz, rock


def test_popularity_leaves_out_what_cannot_be_ranked(areas):
    (dots,) = plots.popularity(areas, "roc_auc", "jazz").data
    assert [row[0] for row in dots.customdata] == ["rock", "happy", "sad", "tango", "jazz"]  # the chosen one on top
    assert dots.text == ("", "", "", "", "jazz")


def test_the_area_below_the_drawn_steps_is_the_average_precision():
    rng = np.random.default_rng(0)
    truth = rng.random(50) < 0.3
    score = rng.random(50).round(2) + 0.3 * truth
    curve = evaluate.precision_recall_curve(truth, score)
    drawn = trace(plots.precision_recall({"one": curve}, truth.mean()), "one")
    steps = -np.diff(drawn.x) * np.asarray(drawn.y)[:-1]  # "hv": each precision holds down to the next recall
    assert drawn.line.shape == "hv"
    assert steps.sum() == pytest.approx(metrics.average_precision_score(truth, score))


def test_the_threshold_in_use_is_marked_on_both_curves():
    truth, score = np.array([True, False, True]), np.array([0.9, 0.5, 0.4])
    roc = plots.roc({"one": evaluate.roc_curve(truth, score)}, (1.0, 0.5))
    floor = plots.precision_recall({"one": evaluate.precision_recall_curve(truth, score)}, 2 / 3, (0.5, 1.0))
    marks = [trace(figure, "your threshold") for figure in (roc, floor)]
    assert [(mark.x[0], mark.y[0]) for mark in marks] == [(1.0, 0.5), (0.5, 1.0)]
    assert list(trace(floor, "a guess, 67 %").y) == [2 / 3, 2 / 3]
