"""The figures of the notebooks: what is drawn is what came in."""

import numpy as np
import pandas as pd

from genrelib import plots

RATE = 1000


def test_a_picture_is_drawn_in_bytes_with_its_own_scale():
    values = np.linspace(-60, 0, 12).reshape(3, 4)
    figure = plots.spectrogram(values, np.arange(4) / 4, np.array([10.0, 20.0, 30.0]), "dB", "a title")
    heat = figure.data[0]
    assert heat.z.dtype == np.uint8
    assert (heat.z.min(), heat.z.max()) == (0, 255)
    assert list(heat.colorbar.ticktext) == ["−60", "−45", "−30", "−15", "0"]
    assert figure.layout.title.text == "a title"
    assert "bdata" in figure.to_plotly_json()["data"][0]["z"]  # bytes in the file, no list of numbers


def test_a_floor_near_nothing_is_called_zero():
    figure = plots.spectrogram(np.array([[1e-13, 1.0]]), np.arange(2), np.array([1.0]), "power")
    assert figure.data[0].colorbar.ticktext[0] == "0"


def test_pictures_side_by_side_share_their_axes():
    first, second = np.zeros((2, 3)), np.ones((2, 3))
    second[0, 0] = 2
    figure = plots.side_by_side([("a", first, "x"), ("b", second, "y")], np.arange(3), np.arange(2))
    assert [annotation.text for annotation in figure.layout.annotations] == ["a", "b"]
    assert figure.layout.yaxis2.matches == "y"
    assert figure.data[0].colorbar.x < figure.layout.xaxis2.domain[0]  # each scale beside its picture


def test_bars_over_a_waveform_lie_where_the_frames_do():
    wave = np.sin(np.arange(5000) / 5).astype(np.float32)
    figure = plots.framed(wave, RATE, n_fft=400, hop_length=300)
    spans = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    last = (5000 - 400) // 300
    assert spans == [(0.0, 0.4), (0.3, 0.7), (0.6, 1.0), (last * 0.3, last * 0.3 + 0.4)]
    assert [note.text for note in figure.layout.annotations] == ["1", "2", "3", str(last + 1)]
    assert np.isclose(figure.data[0].y.max(), wave.max())
    assert len(figure.data[0].y) < len(wave)


def test_attention_shows_mean_band_and_one_clip():
    weights = np.random.default_rng(0).dirichlet(np.ones(6), 50)
    figure = plots.attention(weights, np.arange(6) / 4, weights[3])
    drawn = {trace.name: np.asarray(trace.y) for trace in figure.data}
    assert np.allclose(drawn["mean"], weights.mean(axis=0))
    assert np.allclose(drawn["this clip"], weights[3])
    assert np.allclose(drawn["spread evenly"], 1 / 6)
    inside = (weights >= figure.data[1].y) & (weights <= figure.data[0].y)
    assert np.isclose(inside.mean(), 0.8, atol=0.02)


def test_losses_keep_their_intervals():
    table = pd.DataFrame({"value": [0.1, 0.2], "low": [0.05, 0.1], "high": [0.2, 0.4]})
    trace = plots.losses((1, 2), {"random": table}).data[0]
    assert np.allclose(trace.error_y.array, [0.1, 0.2])
    assert np.allclose(trace.error_y.arrayminus, [0.05, 0.1])


def results(reported: float) -> pd.DataFrame:
    rows = [("LSTM", "clip", 0.9, reported), ("LSTM", "artist", 0.5, reported), ("RNN", "clip", 0.8, np.nan)]
    table = pd.DataFrame(rows, columns=["system", "split", "value", "reported"])
    return table.assign(low=table.value - 0.1, high=table.value + 0.1)


def test_splits_are_drawn_in_one_row_per_system():
    figure = plots.by_split(results(0.7), {"clip": "clips", "artist": "artists"})
    drawn = {trace.name: dict(zip(trace.y, trace.x, strict=True)) for trace in figure.data}
    assert drawn == {"the paper": {"LSTM": 0.7}, "clips": {"LSTM": 0.9, "RNN": 0.8}, "artists": {"LSTM": 0.5}}
    assert list(figure.layout.yaxis.categoryarray) == ["RNN", "LSTM"]  # the first is on top


def test_no_figure_of_a_paper_is_no_entry():
    assert "the paper" not in [trace.name for trace in plots.by_split(results(np.nan), {"clip": "clips"}).data]


def test_each_clip_of_a_split_is_a_square_of_its_part():
    clips = pd.DataFrame({"name": ["a", "a", "b"], "start": [0.0, 5.0, 0.0], "part": ["train", "test", "valid"]})
    figure = plots.parts(clips, "title")
    assert {trace.name: list(zip(trace.y, trace.x, strict=True)) for trace in figure.data} == {
        "train": [("a", 0.0)],
        "valid": [("b", 0.0)],
        "test": [("a", 5.0)],
    }


def test_an_effect_is_drawn_against_none():
    table = pd.DataFrame([{"change": "less", "value": -0.3, "low": -0.4, "high": -0.2}])
    figure = plots.effects(table)
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 0
    low, high = figure.layout.xaxis.range
    assert low < -0.4 and high == -low


def test_learning_has_a_loss_and_an_accuracy_of_each():
    history = pd.DataFrame({"epoch": [1, 2], "train_loss": [2.0, 1.0], "valid_accuracy": [0.1, 0.3]})
    figure = plots.learning({"a": history, "b": history})
    legend = [(trace.name, trace.showlegend) for trace in figure.data]
    assert legend == [("a", True), ("a", False), ("b", True), ("b", False)]
    assert list(figure.data[1].y) == [0.1, 0.3]
