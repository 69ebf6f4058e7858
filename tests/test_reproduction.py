import contextlib
import dataclasses
import json
import shutil
import time

import pytest
import torch
from factories import ATTENTION, SHORT, SOFTMAX, STUDY
from interruption import AfterSteps

from genrelib import datasets, papers, runs
from genrelib.__main__ import main
from genrelib.datasets import tagged
from genrelib.studies import reproduction
from genrelib.studies.plan import Plan, Row, make_plan, short_tracks, unfit
from genrelib.studies.reproduction import reproduce
from genrelib.system import Study
from genrelib.train import epochs, training
from genrelib.train.deadline import OutOfReach


@pytest.fixture(scope="module")
def data(folder_of_music):
    return datasets.get("folder", folder_of_music)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """The networks of the catalogue learn for three epochs."""
    monkeypatch.setitem(papers.CATALOG, ATTENTION, SHORT)


def made(outcomes) -> list[tuple[str, int, str]]:
    return [(outcome.row.system.name, outcome.row.seed, outcome.run.partial) for outcome in outcomes]


def weights(root):
    run = next(run for run in runs.find(root) if run.system == ATTENTION and run.seed == 0)
    return runs.network(run).state_dict()


def same(ours, theirs) -> bool:
    return all(torch.equal(ours[name], theirs[name]) for name in theirs)


@pytest.fixture(scope="module")
def alone(data, tmp_path_factory):
    """Where everything was trained without a limit of time."""
    root = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(papers.CATALOG, ATTENTION, SHORT)
        outcomes = made(reproduce(make_plan([STUDY], [data]), root, device="cpu"))
        assert outcomes == [(SOFTMAX, 0, ""), (ATTENTION, 0, ""), (ATTENTION, 1, "")]
    return root


def test_what_is_finished_is_not_trained_again(data, alone):
    assert made(reproduce(make_plan([STUDY], [data]), alone, device="cpu")) == []


def test_a_row_that_several_studies_ask_for_is_one_run(data):
    rows = make_plan([STUDY, dataclasses.replace(STUDY, name="irvin2016/again")], [data]).rows
    assert len(rows) == 3 and all(row.split == "clip" for row in rows)


def test_what_is_fitted_without_chance_is_asked_for_once(data):
    rows = make_plan([STUDY], [data], seeds=3).rows
    assert [row.seed for row in rows if row.system.name == SOFTMAX] == [0]
    assert [row.seed for row in rows if row.system.name == ATTENTION] == [0, 1, 2]


def test_rows_without_networks_come_first_and_dear_ones_last(data):
    rows = make_plan([papers.STUDIES["kim2019/table-1"], papers.STUDIES["irvin2016/figure-2"]], [data], seeds=1).rows
    names = [row.system.name for row in rows if row.system.name != "kim2019/svm"]
    assert names[:3] == [ATTENTION, "irvin2016/rnn", "irvin2016/lstm"]
    assert names[3:] == ["kim2019/samplecnn", "kim2019/crnn", "kim2019/tf-crnn"]
    rows = make_plan([papers.STUDIES["irvin2016/figure-1"]], [data], seeds=1).rows
    assert [row.system.is_network for row in rows] == [False, False, True]


def test_stricter_splits_are_asked_for_once_where_the_data_have_them(data):
    priced = dataclasses.replace(STUDY, systems=(ATTENTION,), stricter=("track", "artist"))
    asked = [(row.split, row.seed) for row in make_plan([priced], [data]).rows]
    assert sorted(asked) == [("clip", 0), ("clip", 1), ("track", 0)]


def test_a_study_of_tags_goes_to_the_view_that_has_tags_and_is_said_to_be_left_out_elsewhere(data):
    tags = datasets.get("jukebox-tags").tags.iloc[: len(data.tracks), :4].set_axis(data.tracks.index)
    view = tagged(data, "small-tags", tags, {"any": tuple(tags.columns)})
    asks_tags = Study("kim2019/test", "", ("kim2019/samplecnn",), "msd", "official", "roc_auc_macro", 1)
    both = make_plan([asks_tags, STUDY], [data, view], seeds=1)
    assert {(row.system.name, row.data.name) for row in both.rows} == {
        ("kim2019/samplecnn", "small-tags"),
        (SOFTMAX, data.name),
        (ATTENTION, data.name),
    }
    assert any("is run on small-tags, split track (it has no official)" in remark for remark in both.remarks)
    alone = make_plan([asks_tags], [data])
    assert alone.rows == () and f"is not run: {data.name} has no labels for roc_auc_macro" in alone.remarks[0]


def test_views_of_the_jukebox_are_its_genres_and_its_tags():
    assert [view.name for view in datasets.related("jukebox")] == ["jukebox", "jukebox-tags"]
    assert [view.name for view in datasets.related("jukebox-needle")] == ["jukebox-needle"]


def test_what_cannot_be_asked_of_the_data_says_why(data):
    long = papers.get("yenney2022/cnn-15s")
    assert "few tracks of folder-small are long enough for clips of 15 s" in unfit(long, data, "track")
    assert unfit(SHORT, data, "track") == "" and short_tracks(SHORT, data) == ""
    mixed = data.tracks.assign(seconds=data.tracks.seconds.where(data.tracks.genre != "noise", 1.0))
    too_short = "8 of 24 tracks of folder-small are too short for clips of 5 s and left out, most of those of noise"
    assert short_tracks(SHORT, dataclasses.replace(data, tracks=mixed)) == too_short
    planned = make_plan([papers.STUDIES["yenney2022/table-2"]], [data], seeds=1)
    assert [row.system.name for row in planned.rows] == ["yenney2022/cnn-1s", "yenney2022/cnn-5s"]
    assert any("is not run: yenney2022/cnn-15s: too few tracks" in remark for remark in planned.remarks)


def test_when_time_is_up_it_says_how_far_it_came(data, tmp_path):
    messages = []
    planned = make_plan([STUDY], [data], seeds=1)
    outcomes = list(reproduce(planned, tmp_path, device="cpu", end=0.0, tell=messages.append))
    assert outcomes == [] and messages == [
        "time is up: of 2 rows 0 are finished, 0 cut short, 2 not begun; the same command goes on"
    ]


def shares(data, root, monkeypatch, names: list[str], minutes: float) -> list[tuple[str, float]]:
    """Minutes that each row is given, if every training takes as long as its share or ten minutes."""
    given, clock = [], [0.0]

    def pretend(row, root, device, precision, deadline):
        given.append((row.system.name, (deadline - clock[0]) / 60))
        clock[0] += min(deadline - clock[0], 600.0)
        return reproduction.Outcome(row, None)

    monkeypatch.setattr(reproduction, "_outcome", pretend)
    monkeypatch.setattr(reproduction, "time", type("Clock", (), {"monotonic": staticmethod(lambda: clock[0])}))
    rows = tuple(Row(papers.get(name), data, "track", 0) for name in names)
    list(reproduce(Plan(rows, ()), root, device="cpu", end=minutes * 60))
    return given


def test_what_a_cheap_row_leaves_over_goes_to_the_dearer_ones(data, tmp_path, monkeypatch):
    names = [SOFTMAX, ATTENTION, "irvin2016/lstm"]
    assert shares(data, tmp_path, monkeypatch, names, 60.0) == [(names[0], 20.0), (names[1], 25.0), (names[2], 40.0)]


def test_a_row_cut_short_goes_on_on_another_machine_to_the_same_weights(data, alone, tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    first = make_plan([STUDY], [data], seeds=1)
    monkeypatch.setattr(epochs, "learning_ends", lambda *_: 0.0)
    cut = made(reproduce(first, here, device="cpu", end=time.monotonic() + 300))
    assert cut[0] == (SOFTMAX, 0, "")
    assert cut[1:] and all(partial.startswith("the time budget ended") for *_, partial in cut[1:])
    assert {name for name, *_ in cut[1:]} == {ATTENTION}
    shutil.copytree(here, there)
    monkeypatch.undo()
    monkeypatch.setitem(papers.CATALOG, ATTENTION, SHORT)
    assert made(reproduce(first, there, device="cpu")) == [(ATTENTION, 0, "")]
    assert same(weights(there), weights(alone))


def test_a_copied_row_without_its_state_is_begun_anew_only_if_that_may_gain(data, tmp_path, monkeypatch):
    first = make_plan([dataclasses.replace(STUDY, systems=(ATTENTION,))], [data], seeds=1)
    with monkeypatch.context() as patched:
        patched.setattr(epochs, "learning_ends", lambda *_: 0.0)
        next(reproduce(first, tmp_path, device="cpu"))
    (run,) = runs.find(tmp_path)
    for file in run.folder.glob("state.*"):
        file.unlink()
    messages = []
    (run.folder / "run.json").write_text(json.dumps(run.info | {"seconds": 3600.0}))
    assert "might get less far" in reproduction._reason_to_skip(run.folder, 60.0, run.info["device"])
    assert reproduction._reason_to_skip(run.folder, 7200.0, "another device")
    assert reproduction._reason_to_skip(run.folder, 7200.0, run.info["device"]) == ""
    assert made(reproduce(first, tmp_path, device="cpu", end=time.monotonic() + 60, tell=messages.append)) == []
    assert "its state is not here, and a new start of 1.0 min might get less far" in messages[0]
    assert made(reproduce(first, tmp_path, device="cpu")) == [(ATTENTION, 0, "")]


def test_what_could_not_even_be_measured_is_out_of_reach_and_said(data, tmp_path, monkeypatch):
    def refuse(deadline, network, cut):
        raise OutOfReach(f"measuring {cut.system.name} alone takes 5 min")

    messages = []
    monkeypatch.setattr(epochs, "learning_ends", refuse)
    made_anyway = made(reproduce(make_plan([STUDY], [data], seeds=1), tmp_path, device="cpu", tell=messages.append))
    assert made_anyway == [(SOFTMAX, 0, "")]
    assert "out of reach: measuring irvin2016/lstm-attention alone takes 5 min" in messages


def test_ctrl_c_loses_nothing(data, alone, tmp_path, monkeypatch):
    planned = make_plan([STUDY], [data], seeds=1)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt, match="nothing is lost, the same command"):
        patched.setattr(epochs, "catch_interruption", lambda: contextlib.nullcontext(AfterSteps(4)))
        list(reproduce(planned, tmp_path, device="cpu"))
    assert made(reproduce(planned, tmp_path, device="cpu")) == [(ATTENTION, 0, "")]
    assert same(weights(tmp_path), weights(alone))


def test_a_row_that_cannot_be_trained_is_said_and_the_others_go_on(capsys, monkeypatch, folder_of_music, tmp_path):
    wanted = [dataclasses.replace(STUDY, seeds=1)]
    monkeypatch.setattr("genrelib.studies.choose", lambda names: wanted)
    other = dataclasses.replace(SHORT, recipe=dataclasses.replace(SHORT.recipe, learning_rate=1e-4))
    data = datasets.get("folder", folder_of_music)
    training.train_system(other, data, "clip", 0, tmp_path, epochs=1, device="cpu")
    command = ["reproduce", "--data", "folder", "--root", str(folder_of_music), "--runs", str(tmp_path)]
    assert main([*command, "--device", "cpu"]) == 2
    captured = capsys.readouterr()
    assert "got one with another recipe" in captured.err and "irvin2016/softmax" in captured.out
