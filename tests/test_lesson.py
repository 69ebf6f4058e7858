"""What notebooks stand on: knobs that redraw, sounds that change, self-checks that know the usual mistakes."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import torch
from scipy import stats
from torch import nn

from genrelib import datasets, lesson, player
from genrelib.frontends import PowerSpectrogram
from genrelib.lesson import nb01_memory as memory
from genrelib.lesson.nb01_memory import exercises
from genrelib.networks.network import Network, Reading

PLOTLY, WIDGET = "application/vnd.plotly.v1+json", "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def jukebox():
    return datasets.get("jukebox")


def bar(height: int, colour: str = "red") -> go.Figure:
    return go.Figure(go.Bar(y=[height], marker_color=colour), layout={"height": 200})


def shown(knobs: lesson.Knobs) -> dict:
    return knobs.shown.outputs[0]["data"][PLOTLY]["data"][0]


def test_a_knob_redraws_the_figure():
    knobs = lesson.Knobs(bar, height={"low": 1, "high": 2}, colour={"red": "#f00", "blue": "#00f"})
    assert (shown(knobs)["y"], shown(knobs)["marker"]["color"]) == ([1], "#f00")
    knobs.controls["height"].value = "high"
    knobs.controls["colour"].value = "blue"
    assert (shown(knobs)["y"], shown(knobs)["marker"]["color"]) == ([2], "#00f")


def test_many_numbers_make_a_slider_and_many_names_a_menu():
    names = [f"{number}" for number in range(8)]
    knobs = lesson.Knobs(bar, height={name: int(name) for name in names}, colour=dict.fromkeys([*"abcdefgh"], "red"))
    assert [type(control).__name__ for control in knobs.controls.values()] == ["SelectionSlider", "Dropdown"]
    assert knobs.controls["height"].layout.width == "300px"  # "auto" leaves no track to drag along
    knobs.controls["height"].value = "7"
    assert shown(knobs)["y"] == [7]


def test_a_table_shows_its_sentences_whole():
    with pd.option_context("display.max_colwidth", 50):
        lesson.start()
        assert (claim := "as long as a claim can be, and longer" * 3) in pd.DataFrame({"claim": [claim]})._repr_html_()


def test_knobs_leave_the_figure_at_their_start_for_readers_without_a_kernel():
    knobs = lesson.Knobs(bar, start={"height": "high"}, height={"low": 1, "high": 2})
    knobs.controls["height"].value = "low"
    left = knobs._repr_mimebundle_()
    assert WIDGET in left
    assert left[PLOTLY]["data"][0]["y"] == [2]


def packed(hz: float) -> bytes:
    tone = np.sin(np.arange(2000) * hz / 1000).astype(np.float32)
    drawn = player.decibels(np.ones((4, 50)), np.arange(1.0, 5.0), 0.02)
    return player.pack(player.encode(tone, 8000), player.peaks(tone, 8000), drawn)


def test_a_sound_is_made_when_it_is_chosen():
    made = []

    def make(hz: float):
        return lambda: made.append(hz) or packed(hz)

    menu, shown = lesson.hear({"low": make(100.0), "high": make(900.0)}).children
    assert made == [100.0]
    menu.value = "high"
    assert made == [100.0, 900.0]
    assert shown.payload == packed(900.0)


def test_source_is_what_runs():
    from genrelib.networks.recurrent import Rnn

    text = lesson.source(Rnn.inspect).data
    assert "`genrelib/networks/recurrent.py`" in text
    assert "```python\ndef inspect(self, x: Tensor)" in text


def test_an_address_of_the_explorer_survives_slashes():
    assert lesson.explorer("confusions", run="a/b c") == "http://localhost:8501/confusions?run=a%2Fb+c"


@pytest.mark.parametrize(("value", "amount"), [("1", "2"), ("0", "9"), ("", "9")])
def test_reduced_mode_is_asked_for_by_one_variable(value, amount):
    code = "from genrelib import lesson; print(lesson.amount(full=9, reduced=2))"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"GENRELIB_FAST": value, "PYTHONPATH": "."}, capture_output=True, text=True
    )
    assert done.stdout.strip() == amount, done.stderr


def test_a_handful_has_so_many_tracks_of_each_genre_and_part(jukebox):
    few = lesson.few_tracks(jukebox, "artist", train=3, test=1)
    parts = jukebox.rules["artist"].parts[few.tracks.index]
    assert parts.groupby(few.tracks.genre).value_counts().unstack().to_numpy().tolist() == [[1, 3]] * 10
    assert few.name == "jukebox-handful"
    clips = few.tracks.reset_index()[["track"]].assign(start=0.0)
    assert set(few.parts("artist", clips)) == {"train", "test"}


def test_claims_are_those_of_the_catalogue():
    table = memory.claims()
    assert table.loc["LSTM", "poster's accuracy"] == "79.0%"
    assert table.loc["two-layer network", "on the poster"] == "Figure 1, Best 2 Layer Neural Network"
    assert table.loc["SVM", "weights"] == ""


def test_results_are_shipped_ones_and_finished_ones_where_there_are_any():
    table = memory.POSTER.table("jukebox")
    assert not table.duplicated(["short", "split"]).any()
    assert {"clip", "track", "artist"} <= set(table.split[table.short == "lstm-attention"])
    clip, artist = (lesson.value_at(table, "lstm-attention", split).value for split in ("clip", "artist"))
    assert clip > artist
    assert lesson.value_at(table, "lstm-attention", "no such split") is None


def test_results_of_another_paper_need_its_name_only():
    report = lesson.PaperResults("yenney2022", {"rnn-1s": "RNN, one second", "cnn-1s": "CNN, one second"})
    table = report.table("jukebox", "track_accuracy")
    assert list(table.system.unique()) == ["CNN, one second"]  # the other one is not shipped
    assert report.system("cnn-1s").name == "yenney2022/cnn-1s"


def test_printed_figures_are_those_of_the_catalogue_and_none_is_made_up():
    report = lesson.PaperResults("yenney2022", {"cnn-1s": "CNN", "crnn-1s": "CRNN"})
    table = report.printed()
    assert table.place["CNN"] == "Table 2, CNN, 1 second"
    assert (table.value["CNN"], table.weights["CNN"]) == (0.17, 371_594)
    assert np.isnan(table.value["CRNN"])


def test_every_seed_stands_by_itself_and_their_mean_is_the_tables():
    report = lesson.PaperResults("yenney2022", {"rnn-5s": "RNN", "crnn-30s": "CRNN"})
    data = "gtzan-blues-classical-jazz-rock"
    seeds = report.by_seed(data, "track", "track_accuracy", "paper_argmax")
    assert seeds.short.tolist() == ["rnn-5s"] * 3 + ["crnn-30s"]  # the other CRNN was cut short
    assert seeds.seed.tolist() == [0, 1, 2, 0]
    mean = lesson.value_at(report.table(data, "track_accuracy"), "rnn-5s", "track").value
    assert seeds.track_accuracy[:3].mean() == pytest.approx(mean)
    assert report.by_seed(data, "no such split", "track_accuracy").empty


def test_a_guess_is_kept_and_brings_the_next_sound_until_none_is_left():
    guessing = lesson.Guessing({"a": lambda: packed(100.0), "b": lambda: packed(900.0)}, ["blues", "rock"])
    assert "Now a" in guessing.status.value
    guessing.buttons[1].click()
    assert guessing.player.payload == packed(900.0)
    guessing.buttons[0].click()
    assert guessing.guesses == {"a": "rock", "b": "blues"}
    assert all(button.disabled for button in guessing.buttons)
    guessing.guess("rock")
    assert guessing.guesses == {"a": "rock", "b": "blues"}


@pytest.mark.parametrize(("split", "together"), [("track", "name"), ("artist", "artist")])
def test_a_split_figure_shows_what_is_kept_together(jukebox, split, together):
    clips = memory.dealt(jukebox, "jazz", split)
    assert (clips.groupby(together).part.nunique() == 1).all()
    assert {"train", "test"} <= set(clips.part)
    assert (memory.dealt(jukebox, "jazz", "clip").groupby("name").part.nunique() > 1).any()


def test_windows_are_titled_by_what_they_give():
    clip = np.random.default_rng(0).normal(size=20_000).astype(np.float32)
    figure = memory.window_and_hop(clip, 4000, 1024, 0.875)
    assert "22 frames of 513 bands" in figure.layout.title.text
    assert "256 ms" in figure.layout.title.text
    assert memory.window_and_hop(clip, 4000, 128, 0.25).data[0].z.shape == (65, 1 + (20_000 - 128) // 32)


def test_means_have_students_interval_over_tracks():
    values = np.random.default_rng(0).normal(size=(12, 2))
    apart, together = (lesson.means(values, tracks) for tracks in (np.arange(12), np.arange(12) // 2))
    for table, by_track in ((apart, values), (together, values.reshape(6, 2, 2).mean(axis=1))):
        half = stats.t.ppf(0.975, len(by_track) - 1) * stats.sem(by_track)
        np.testing.assert_allclose(table.value, by_track.mean(axis=0))
        np.testing.assert_allclose(table.high - table.value, half)


class Third(Network):
    """Two classes: the power of frame 3, and that of all others."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Identity()

    def inspect(self, x):
        power = x.sum(1)
        attention = torch.eye(x.shape[2])[[0]].expand(len(x), -1) * 0.5 + 0.5 / x.shape[2]
        return Reading(torch.stack([power[:, 3], power.sum(1) - power[:, 3]], dim=1), attention)


def clip_for_third() -> torch.Tensor:
    clip = torch.full((4, 6), 0.1)
    clip[:, 3] = 5.0
    return clip


def test_fewest_frames_are_the_shortest_beginning_that_changes_the_answer():
    assert memory.fewest(Third(), clip_for_third(), [0, 3, 1, 2, 4, 5]) == [0, 3]
    assert memory.fewest(Third(), clip_for_third(), [3, 0]) == [3]
    assert memory.fewest(Third(), clip_for_third(), [0, 1]) == [0, 1]  # nothing helps


def test_a_persuadable_clip_is_rather_sure():
    certain, even, sure = [0.99, 0.01, 0.0], [0.34, 0.33, 0.33], [0.88, 0.09, 0.03]
    assert memory.persuadable(np.array([certain, even, sure])) == 2


FRONTEND = PowerSpectrogram(sample_rate=4000, n_fft=512, hop_length=256)


@pytest.mark.parametrize(
    ("frames", "bands", "sentence"),
    [
        (76, 257, "first one starts at sample 0"),
        (78, 257, "clip's length over the hop"),
        (79, 257, "hang over"),
        (12, 257, "before it touches"),
        (77, 256, "zero hertz"),
        (77, 512, "symmetric"),
        (77, 99, "rfft"),
        (257, 77, "wrong way round"),
        (77.0, 257, "whole numbers"),
        ("77", "257", "whole numbers"),
    ],
)
def test_wrong_shapes_are_told_what_is_wrong(frames, bands, sentence):
    verdict = exercises.shape(frames, bands, 5.0, FRONTEND)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_the_right_shape_is_right():
    assert exercises.shape(77, 257, 5.0, FRONTEND).right is True


FEATURES = torch.rand(6, 4, 6, generator=torch.Generator().manual_seed(0))
TRUTH, TRACKS = np.zeros(6, int), list("aabbcc")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (FEATURES, "as they were"),
        (FEATURES.flip(1), "upside down"),
        (FEATURES.flip(0), "another order"),
        (FEATURES.roll(1, 2), "last must come first"),
        (FEATURES[:3], r"got (3, 4, 6)"),
        ([1, 2], "got list"),
    ],
)
def test_clips_turned_wrongly_are_told_how(given, sentence):
    verdict = exercises.backwards(given, FEATURES, TRUTH, Third(), TRACKS)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_clips_played_backwards_are_right_and_measured():
    truth = FEATURES.sum(1)[:, 3].numpy() * 0
    verdict = exercises.backwards(FEATURES.flip(2), FEATURES, truth.astype(int), Third(), TRACKS)
    assert verdict.right is True
    assert "points" in verdict.sentence


@pytest.mark.parametrize(
    ("frames", "sentence"),
    [([0], "still says three"), ([6], "numbered 0 to 5"), ([], "at least one"), (3, "list"), (["x"], "list")],
)
def test_frames_that_do_not_do_are_told_why(frames, sentence):
    verdict = exercises.silence(frames, clip_for_third(), Third(), ["three", "others"])
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_frames_that_turn_the_answer_are_right():
    verdict = exercises.silence([3, 3], clip_for_third(), Third(), ["three", "others"])
    assert verdict.right is True
    assert "Without 1 of 6 frames it says others instead of three" in verdict.sentence


@pytest.mark.parametrize(
    "ask",
    [
        lambda: exercises.shape(None, None, 5.0, FRONTEND),
        lambda: exercises.shape(77, None, 5.0, FRONTEND),
        lambda: exercises.backwards(None, FEATURES, TRUTH, Third(), TRACKS),
        lambda: exercises.silence(None, clip_for_third(), Third(), ["three", "others"]),
    ],
)
def test_no_answer_is_no_mistake(ask):
    verdict = ask()
    assert verdict.right is None
    assert "None" in verdict.sentence


def test_a_shipped_run_is_the_seed_whose_answers_are_shipped(tmp_path, monkeypatch):
    from genrelib import runs
    from genrelib.runs import places

    split = "jukebox/artist/irvin2016/lstm-attention"
    for seed, whole in ((0, False), (1, True)):
        source, target = runs.shipped() / split / "seed-0", tmp_path / split / f"seed-{seed}"
        shutil.copytree(source, target)
        info = json.loads((target / "run.json").read_text())
        (target / "run.json").write_text(json.dumps(info | {"seed": seed}))
        if not whole:
            (target / "predictions.parquet").unlink()
    monkeypatch.setattr(places, "SHIPPED", tmp_path)
    assert memory.POSTER.run("lstm-attention", "artist").folder.name == "seed-1"
    with pytest.raises(ValueError, match="got none"):
        memory.POSTER.run("rnn", "artist")


def test_a_knob_of_queries_asks_only_networks_that_are_shipped():
    asked = memory.queries("artist")
    assert next(iter(asked)) == "last cell (poster)"
    assert len(asked) > 1 and all(network.attends for network in asked.values())
