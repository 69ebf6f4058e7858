"""A study's values beside the paper's: places, rows and figures of made-up runs."""

import numpy as np
import pandas as pd
import pytest

from genrelib import papers, plots, runs
from genrelib.studies import beside_paper
from genrelib.system import Against

STUDY = papers.STUDIES["irvin2016/figure-2"]
RNN, LSTM, ATTENTION = STUDY.systems


class MadeUp(runs.Run):
    """A run that lies nowhere."""

    has_answers = True


def run(
    system=RNN, data="gtzan", split="clip", *, value=0.5, seed=0, provenance="shipped run", partial="", speed=100.0
):
    info = {
        "system": system,
        "data": data,
        "split": split,
        "seed": seed,
        "classes": ["no", "yes"],
        "partial": partial,
        "device": "a laptop" if speed < 1000 else "a GPU",
        "parameters": 1234,
        "metrics": {"clip_accuracy": {"value": value, "low": value - 0.1, "high": value + 0.1}},
    }
    made = MadeUp(None, provenance, info)
    history = {"epoch": [1, 2, 3], "train_loss": [2.0, 1.0, 0.5], "valid_loss": [1.5, 1.0, 1.4]}
    made.__dict__["history"] = pd.DataFrame(history | {"valid_accuracy": [0.2, 0.6, 0.6], "clips_per_second": speed})
    return made


def table(*made) -> pd.DataFrame:
    return beside_paper.table(STUDY, made, "gtzan", "clip")


def test_the_most_faithful_place_comes_first():
    made = [run(data=data, split=split) for data, split in (
        ("jukebox", "clip"), ("gtzan-jazz-rock", "artist"), ("gtzan-jazz-rock", "clip"), ("gtzan", "clip"),
    )]  # fmt: skip
    assert beside_paper.places(STUDY, made) == [
        ("gtzan", "clip"),
        ("gtzan-jazz-rock", "clip"),
        ("gtzan-jazz-rock", "artist"),
        ("jukebox", "clip"),
    ]
    assert beside_paper.places(STUDY, []) == []


def test_a_system_has_a_row_for_each_origin_and_one_without_runs():
    own = run(provenance="your run", value=0.9)
    short = run(LSTM, partial="1 of 9 epochs")
    rows = table(run(), run(seed=1, value=0.6), own, short)
    assert rows.system.tolist() == [RNN, RNN, LSTM, ATTENTION]
    assert rows.provenance.tolist() == ["shipped run", "your run", "shipped run", ""]
    assert rows.seeds.tolist() == [2, 1, 1, 0]
    assert rows.value[0] == pytest.approx(0.55) and np.isnan(rows.value[3])
    assert rows.reported.tolist() == [0.655, 0.655, 0.79, 0.748]
    assert rows.difference[1] == pytest.approx(0.9 - 0.655)
    assert rows.partial[2] == "1 of 9 epochs" and rows.run[3] == ""
    assert rows.run[1].endswith("seed-0@your")


def test_training_is_timed_on_one_device():
    rows = table(run(), run(LSTM, speed=50.0), run(ATTENTION, speed=2000.0))
    assert beside_paper.axis(rows, Against.SECONDS).tolist() == [25.0, 50.0, 1.25]
    timed, left_out = beside_paper.on_one_device(rows)
    assert timed.system.tolist() == [RNN, LSTM] and left_out == [ATTENTION]
    assert beside_paper.axis(rows, Against.PARAMETERS).tolist() == [1234] * 3
    assert beside_paper.axis(rows, Against.CLIP).tolist() == [5.0] * 3


def test_a_family_is_a_system_without_its_size():
    study = papers.STUDIES["choi2017/figure-2"]
    rows = beside_paper.table(study, [], "gtzan-tags", "filtered")
    assert sorted(rows.family.unique()) == [f"choi2017/{name}" for name in ("crnn", "k1c2", "k2c1", "k2c2")]
    assert rows.parameters.tolist() == [papers.get(name).parameters for name in study.systems]


def test_paper_shipped_and_your_runs_have_marks_apart_in_shape_and_colour():
    rows = table(run(), run(provenance="your run"), run(LSTM, partial="1 of 9 epochs"))
    traces = plots.beside(rows, "accuracy").data
    assert [trace.name for trace in traces] == ["paper", "shipped run", "shipped run, cut short", "your run"]
    assert len({(trace.marker.symbol, trace.marker.color) for trace in traces}) == 4
    assert len({trace.marker.symbol for trace in traces}) == 4
    assert list(traces[0].x) == [0.655, 0.79, 0.748]
    assert traces[1].error_x.array[0] == pytest.approx(0.1)


def test_the_papers_values_are_dotted_beside_the_measured_ones():
    study = papers.STUDIES["yenney2022/clip-length"]
    rows = beside_paper.table(study, [], "gtzan", "track")
    figure = plots.against(rows, beside_paper.axis(rows, study.against), "s", "accuracy")
    lines = {trace.name: dict(zip(trace.x, trace.y, strict=True)) for trace in figure.data}
    assert lines == {
        "cnn, paper": {1.0: 0.17, 5.0: 0.21, 15.0: 0.35, 29.0: 0.42},
        "rnn, paper": {1.0: 0.14, 5.0: 0.21, 15.0: 0.15, 29.0: 0.14},
    }
    assert {trace.line.dash for trace in figure.data} == {"dot"}


def test_the_best_epoch_is_the_first_of_the_highest_score_or_the_lowest_loss():
    history = run().history
    assert plots.best_epoch(history, "valid_accuracy") == 2
    assert plots.best_epoch(history, "valid_loss") == 2
    assert plots.best_epoch(history, "train_loss") == 3
    assert plots.best_epoch(history, "valid_auc") is None
    assert plots.training(history).layout.shapes[0].x0 == 2
