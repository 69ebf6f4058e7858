"""Figures of points in a plane."""

import numpy as np
import pandas as pd

from genrelib import plots

KINDS = plots.kinds_of(["jazz", "<b>rock"], ["#ffa90e", "#bd1f01"]) | {"rest": plots.Kind("#717581", quiet=True)}
POINTS = pd.DataFrame(
    {"x": np.arange(12.0), "y": np.arange(12.0), "kind": ["jazz", "<b>rock", "rest"] * 4, "note": "<i>note"},
    index=[f"track {number}" for number in range(12)],
)


def drawn(marks: plots.Marks | None = None, within: frozenset[str] | None = None):
    return plots.embedding_map(POINTS, KINDS, ("first", "second"), marks or plots.Marks(), within)


def dots(figure) -> list:
    """The traces of points that can be clicked."""
    return [trace for trace in figure.data if trace.customdata is not None]


def test_every_point_can_be_clicked_and_what_is_left_over_lies_below():
    traces = dots(drawn())
    assert sorted(name for trace in traces for (name,) in trace.customdata) == sorted(POINTS.index)
    assert [trace.name for trace in traces] == ["rest (4)", "jazz (4)", "&lt;b&gt;rock (4)"]
    assert traces[0].marker.symbol.endswith("-open")
    assert traces[1].marker.symbol != traces[2].marker.symbol


def test_names_stand_at_a_point_of_their_kind_and_strangers_words_are_text():
    figure = drawn()
    labels = {note.text: (note.x, note.y) for note in figure.layout.annotations}
    assert set(labels) == {"jazz", "&lt;b&gt;rock"}
    jazz = POINTS[POINTS.kind == "jazz"]
    assert labels["jazz"] in set(zip(jazz.x, jazz.y, strict=True))
    assert all("<i>" not in note for trace in dots(figure) for note in trace.hovertext)


def test_threads_lead_from_the_chosen_point_to_its_nearest():
    figure = drawn(plots.Marks("track 0", ("track 5", "track 7")))
    (threads,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert [x for x in threads.x if x is not None] == [0, 5, 0, 7]
    rings = {trace.name: list(trace.x) for trace in figure.data if trace.name in ("chosen", "nearest in the space")}
    assert rings == {"chosen": [0], "nearest in the space": [5, 7]}
    newcomer = drawn(plots.Marks("", ("track 5",), (3.0, 4.0)))
    (star,) = [trace for trace in newcomer.data if trace.name == "your sound"]
    assert (star.x, star.y) == ((3.0,), (4.0,))


def test_points_outside_the_lasso_are_pale():
    (rest, jazz, _) = dots(drawn(within=frozenset({"track 0"})))
    assert max(rest.marker.opacity) < 0.2
    assert [opacity > 0.9 for opacity in jazz.marker.opacity] == [True, False, False, False]


def test_a_map_to_scale_has_one_scale_and_the_other_stays_as_it_was():
    figure = drawn()
    assert plots.to_scale(figure).layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleanchor is None
