"""Figures: what is drawn is what came in, colours stay apart for colour-blind eyes, clicks can be told."""

from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from genrelib import plots

# Dichromats' view of linear RGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model for
# simulation of color vision deficiency, IEEE TVCG 2009, severity 1.0.
VISION = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # sRGB, D65


def linear(color):
    share = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    x, y, z = np.cbrt(np.maximum(rgb @ TO_XYZ.T / [0.9505, 1, 1.089], 1e-6)).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def view_of(colors, vision):
    """Linear RGB of colours as they are seen."""
    return np.array([linear(color) for color in colors]) @ np.transpose(VISION[vision])


@pytest.mark.parametrize("vision", VISION)
def test_genre_colors_stay_apart(vision):
    """A distance of 2.3 in CIELAB is just noticeable; ours are seven times that."""
    colors = lab(np.clip(view_of(plots.GENRE_COLORS.values(), vision), 0, 1))
    assert min(np.linalg.norm(a - b) for a, b in combinations(colors, 2)) > 16


def test_lines_that_are_dashed_alike_are_told_by_their_color():
    """Lines are thin: a distance that does for bars does not for them."""
    alike = [pair for pair in combinations(plots.PALETTE, 2) if plots.DASHES[pair[0]] == plots.DASHES[pair[1]]]
    assert alike
    seen = {view: [lab(np.clip(view_of(pair, view), 0, 1)) for pair in alike] for view in VISION}
    assert min(np.linalg.norm(a - b) for pairs in seen.values() for a, b in pairs) > 40


def test_jazz_disco_and_reggae_have_lines_of_three_kinds():
    """A deuteranope sees their colours as one hue."""
    assert len({plots.DASHES[plots.GENRE_COLORS[genre]] for genre in ("jazz", "disco", "reggae")}) == 3


def test_a_genre_does_not_borrow_the_color_of_a_tag_that_is_drawn_over_time():
    shares = {"rock": 0.4, "jazz": 0.3, "strings": 0.2}
    drawn = {"strings": plots.GENRE_COLORS["rock"], "jazz": plots.GENRE_COLORS["jazz"]}
    (bars,) = plots.top_labels({"a": shares}, colored=drawn).data
    rock, jazz, strings = bars.marker.color
    assert (jazz, strings) == (drawn["jazz"], drawn["strings"])
    assert rock not in plots.PALETTE  # faint
    (bars,) = plots.top_labels({"a": shares}, colored={"strings": "#123456"}).data
    assert bars.marker.color[0] == plots.GENRE_COLORS["rock"]


def test_ten_genres_have_ten_colors_and_others_get_one():
    assert len(set(plots.GENRE_COLORS.values())) == 10
    mine = plots.colors(["tango", "jazz", "polka"])
    assert mine[1] == plots.GENRE_COLORS["jazz"]
    assert mine[0] != mine[2]


def test_bars_are_sorted_and_keep_the_other_systems_favourite():
    figure = plots.top_labels({"a": {"rock": 0.1, "jazz": 0.7, "pop": 0.2}, "b": {"blues": 0.9, "jazz": 0.1}}, count=2)
    first, second = figure.data
    assert list(first.y) == ["jazz", "pop", "blues"]
    assert list(first.x) == [0.7, 0.2, 0]
    assert first.text == ("70 %", "20 %", "not one of its classes")
    assert second.text == ("10 %", "not one of its classes", "90 %")
    assert first.marker.color[0] == second.marker.color[0] == plots.GENRE_COLORS["jazz"]


def test_of_each_category_the_two_most_probable_labels_are_drawn_and_it_is_named():
    shares = {"rock": 0.1, "jazz": 0.7, "pop": 0.2, "sad": 0.01, "60s": 0.3}
    categories = {"genre": ("pop", "rock", "jazz"), "mood": ("sad",), "era": ("60s",)}
    (bars,) = plots.top_labels({"a": shares}, categories=categories, colored={"60s": "#123456"}).data
    assert list(bars.y) == ["jazz <i>genre</i>", "pop <i>genre</i>", "sad <i>mood</i>", "60s <i>era</i>"]
    assert bars.marker.color[0] == plots.GENRE_COLORS["jazz"] and bars.marker.color[3] == "#123456"
    assert bars.marker.color[2] not in plots.PALETTE  # faint: it is drawn nowhere else


def test_a_share_between_is_called_neither_nothing_nor_all():
    figure = plots.top_labels({"a": {"rock": 0.999, "jazz": 0.001, "pop": 0.0}})
    assert figure.data[0].text == (">99 %", "<1 %", "0 %")


def test_a_cell_is_written_as_asked_and_none_where_nothing_is():
    counts = np.array([[3, 1], [0, 2]])
    written = {write: plots.confusion(counts, "ab", write).data[1].text for write in (plots.as_count, plots.as_share)}
    assert written == {plots.as_count: ("3", "1", "", "2"), plots.as_share: ("75 %", "25 %", "", "100 %")}


def test_a_framed_cell_has_its_frame_around_it():
    (frame,) = plots.confusion(np.eye(3, dtype=int), "abc", framed=("c", "a")).layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (-0.5, 0.5, 1.5, 2.5)
    assert not plots.confusion(np.eye(3, dtype=int), "abc").layout.shapes


def test_every_cell_of_the_confusion_can_be_clicked():
    figure = plots.confusion(np.array([[8, 2], [0, 0]]), ["jazz", "rock"])
    heat, squares = figure.data
    assert isinstance(squares, go.Scatter)
    assert [tuple(cell) for cell in squares.customdata] == [
        ("jazz", "jazz", 8, 0.8),
        ("jazz", "rock", 2, 0.2),
        ("rock", "jazz", 0, 0.0),
        ("rock", "rock", 0, 0.0),
    ]
    assert (squares.x[1], squares.y[1]) == ("rock", "jazz")
    assert squares.text[0] == "8<br>80 %"
    np.testing.assert_allclose(heat.z, [[0.8, 0.2], [0, 0]])


def test_confusion_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(2, 2\).*got \(3, 3\)"):
        plots.confusion(np.eye(3), ["jazz", "rock"])


def test_reliability_draws_intervals_and_skips_empty_bins():
    table = pd.DataFrame(
        {"count": [0, 4], "confidence": [np.nan, 0.8], "accuracy": [np.nan, 0.5], "low": [0, 0.15], "high": [1, 0.85]}
    )
    line = plots.reliability({"raw": table}).data[1]
    assert list(line.x) == [0.8]
    np.testing.assert_allclose([line.error_y.array[0], line.error_y.arrayminus[0]], [0.35, 0.35])


def test_training_draws_losses_above_and_the_score_below():
    figure = plots.training(
        pd.DataFrame({"epoch": [1, 2], "train_loss": [2, 1], "valid_accuracy": [0.3, 0.4], "seconds": [1, 1]})
    )
    assert [(line.name, line.yaxis) for line in figure.data] == [("training loss", "y"), ("validation accuracy", "y2")]


def test_training_joins_the_epochs_that_were_validated_and_marks_the_best_of_them():
    table = pd.DataFrame({"epoch": [1, 2, 3, 4], "train_loss": [4, 3, 2, 1], "valid_auc": [np.nan, 0.7, np.nan, 0.6]})
    figure = plots.training(table)
    assert list(figure.data[1].x) == [2, 4]
    assert {shape.x0 for shape in figure.layout.shapes} == {2}


def test_an_epoch_without_a_score_is_a_point_of_its_loss_alone():
    table = pd.DataFrame({"epoch": [1], "train_loss": [2.0], "valid_accuracy": [np.nan]})
    (loss,) = plots.training(table).data
    assert (loss.name, loss.mode) == ("training loss", "markers")
    assert not plots.training(table).layout.shapes


def test_the_best_epoch_is_by_the_score_or_without_one_by_the_loss():
    table = pd.DataFrame({"epoch": [1, 2], "valid_loss": [1.0, 2.0], "valid_auc": [0.6, 0.7]})
    assert plots.best_epoch(table, plots.monitored(table)) == 2
    assert plots.best_epoch(table, plots.monitored(table.drop(columns="valid_auc"))) == 1


def test_accuracy_shows_the_papers_number_beside_ours():
    table = pd.DataFrame({"system": ["x/a"], "value": [0.6], "low": [0.5], "high": [0.7], "reported": [0.8]})
    ours, theirs = plots.accuracy(table).data
    np.testing.assert_allclose([ours.error_x.array[0], ours.error_x.arrayminus[0]], [0.1, 0.1])
    assert list(theirs.x) == [0.8]
    assert len(plots.accuracy(table.drop(columns="reported")).data) == 1


def test_figures_let_the_page_shine_through():
    table = pd.DataFrame({"system": ["x/a"], "value": [0.6], "low": [0.5], "high": [0.7]})
    for figure in (
        plots.accuracy(table),
        plots.confusion(np.eye(2, dtype=int), "ab"),
        plots.top_labels({"a": {"b": 1.0}}),
    ):
        assert figure.layout.template.layout.paper_bgcolor.endswith(" 0)")
        assert figure.layout.template.layout.plot_bgcolor.endswith(" 0)")


def test_a_difference_of_confusions_has_signs_and_both_counts():
    drawn = plots.confusion_difference([[5, 1], [0, 4]], [[3, 3], [0, 4]], ["jazz", "rock"], ("jazz", "rock"))
    assert list(drawn.data[1].text) == ["+2", "−2", "", ""]
    assert drawn.data[1].customdata[1] == ["jazz", "rock", 1, 3] and len(drawn.layout.shapes) == 1
    assert drawn.data[0].z.tolist() == [[1, -1], [0, 0]]
    with pytest.raises(ValueError, match="counts of the same rows"):
        plots.confusion_difference(np.eye(2), 2 * np.eye(2), ["jazz", "rock"])


def test_a_four_fold_table_has_a_square_for_each_kind():
    counts = {"both": 5, "first": 3, "second": 0, "same": 2, "different": 1}
    drawn = plots.four_fold(counts, ("A", "B"), "first")
    assert dict(drawn.data[0].customdata) == counts
    assert len(drawn.layout.shapes) == 6
    with pytest.raises(ValueError, match="expected counts of both, first"):
        plots.four_fold({"both": 1}, ("A", "B"))


def test_an_enlarged_figure_has_larger_type_and_room_for_it_and_the_same_data():
    counts = np.array([[3, 1], [0, 4]])
    usual = plots.confusion(counts, ("jazz", "rock"), plots.as_count)
    larger = plots.enlarged(usual, 1.5)
    fonts = [figure.layout.template.layout.font.size for figure in (usual, larger)]
    assert fonts == [15, 22] and larger.layout.height == round(1.5 * usual.layout.height)
    assert larger.layout.template.layout.xaxis.title.font.size == 22
    squares = [figure.to_plotly_json()["data"][0] for figure in (usual, larger)]
    assert [squares[0][part] for part in "xyz"] == [squares[1][part] for part in "xyz"]
    assert plots.enlarged(usual, 1.0) is usual
