"""Runs from strangers: a bad one is left out and named, a bad file in it is one sentence, the others stand."""

import copy
import io
import json
import os
import shutil
import zipfile
from functools import cache, partial

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors.torch import save_file
from test_runs import CLASSES, SYSTEM, result

from genrelib import papers, runs, studies
from genrelib.__main__ import main
from genrelib.networks import classical
from genrelib.predictions import genres, neighbours
from genrelib.runs import tables
from genrelib.runs.tensors import read_weights


@cache
def _made() -> runs.Result:
    return result()


def made() -> runs.Result:
    """A good result; its network is built once, which takes a second."""
    return copy.deepcopy(_made())


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home with one good run and nothing shipped."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    monkeypatch.setattr(runs, "SHIPPED", tmp_path / "shipped")
    kept = made()
    runs.save(runs.address(tmp_path / "runs", "folder-test", "track", SYSTEM.name, 0), kept)
    return tmp_path


@pytest.fixture
def good(home) -> runs.Run:
    return runs.find()[0]


METRICS = made().info["metrics"]
DECLARATION = made().info["declaration"]


def all_metrics(**estimate) -> dict:
    """The metrics of a good run, each with this in place of its numbers."""
    return {name: METRICS[name] | estimate for name in METRICS}


def but(**changes) -> str:
    """A good run.json with these entries; None takes one out."""
    info = made().info | changes
    return json.dumps({name: value for name, value in info.items() if value is not None})


CORRUPT = {
    "empty object": "{}",
    "list": "[]",
    "null": "null",
    "nothing": "",
    "not UTF-8": b"\xff\xfe\x00{",
    "brackets": "[" * 200_000,
    "long number": '{"seed": ' + "9" * 5000 + "}",
    "not a number": but().replace("0.5", "NaN"),
    **{f"no {name}": but(**{name: None}) for name in ("system", "data", "split", "classes", "metrics", "declaration")},
    **{
        f"{name} a list": but(**{name: [1]})
        for name in ("system", "data", "split", "seed", "task", "partial", "metrics")
    },
    "an unknown system": but(system="nobody2030/none"),
    "an unknown task": but(task="moods"),
    "a path for data": but(data="../../etc"),
    "classes twice": but(classes=["noise", "noise"]),
    "classes of numbers": but(classes=[1, 2]),
    "no classes": but(classes=[]),
    "temperature zero": but(temperature=0),
    "temperature tiny": but(temperature=1e-300),
    "temperature true": but(temperature=True),
    "seed negative": but(seed=-1),
    "metrics of words": but(metrics={"track_accuracy": "good"}),
    "no headline": but(metrics={"other": {"value": 1.0, "low": None, "high": None}}),
    "tracks of words": but(tracks={"test": "many"}),
    "a number of 400 digits": but(seconds=10**400),
    "metrics of 400 digits": but(metrics=all_metrics(value=10**400)),
    "metrics without bounds": but(metrics={name: {"value": 0.5} for name in METRICS}),
    "metrics with one bound": but(metrics=all_metrics(low=None)),
    "metrics in a list": but(metrics=[METRICS]),
    "a headline too few": but(metrics={name: METRICS[name] for name in METRICS if name != "clip_accuracy"}),
    "no validation": but(metrics={name: METRICS[name] for name in METRICS if name != "valid_accuracy"}),
    "a metric of two lines": but(metrics=METRICS | {"a\nb": METRICS["track_accuracy"]}),
    "a clip of no length": but(declaration=DECLARATION | {"clip": 0}),
    "a clip before zero": but(declaration=DECLARATION | {"clip": -3.0}),
    "a clip of words": but(declaration=DECLARATION | {"clip": "three"}),
    "declared without sizes": but(declaration={part: DECLARATION[part] for part in DECLARATION if part != "sizes"}),
    "classes without end": but(classes=[f"class {number}" for number in range(100_000)]),
    "a class of nothing": but(classes=["noise", ""]),
    "a class of two lines": but(classes=["noise", "to\nnes"]),
    "a class that writes to the terminal": but(classes=["noise", "\x1b[31m"]),
    "a class that is no text": but(classes=["noise", "\udcff"]),
    "classes by name": but(classes={"noise": 1, "tones": 2}),
    "partial without end": but(partial="x" * 100_000),
    "partial of lines": but(partial="a\nb"),
    "kept apart of numbers": but(keeps_apart=7),
    "seconds of words": but(seconds="long"),
    "seed of a float": but(seed=0.5),
    "seed of words": but(seed="0"),
    "system a path": but(system="../../irvin2016/lstm-attention"),
    "categories a list": but(categories=["mood"]),
    "categories of words": but(categories={"mood": "happy"}),
    "no tracks": but(tracks={}),
    "device a list": but(device=["cpu"]),
    "a word": '"run"',
    "a number": "7",
    "half of it": but()[: len(but()) // 2],
    "twice": but() + but(),
}


@pytest.mark.parametrize("name", CORRUPT)
def test_a_bad_run_is_left_out_and_named_once(home, capsys, name):
    folder = home / "runs" / "a" / "b" / "c" / "d" / "seed-0"
    folder.mkdir(parents=True)
    content = CORRUPT[name]
    (folder / "run.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    usable, left_out = runs.scan()
    assert [run.system for run in usable] == [SYSTEM.name]
    assert len(left_out) == 1 and str(folder) in str(left_out[0]) and "\n" not in str(left_out[0])
    assert main(["results", "--json"]) == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == len(studies.rows(usable)) > 0
    assert printed.err.count(str(folder)) == 1


NO_FILES = {
    "a folder": lambda file: file.mkdir(),
    "a pipe": os.mkfifo,
    "a device without end": lambda file: file.symlink_to("/dev/zero"),
    "a link to itself": lambda file: file.symlink_to(file.name),
    "a link to nowhere": lambda file: file.symlink_to("nowhere"),
}


PLACES = {name: make for name, make in NO_FILES.items() if "link" not in name}  # where a file seems to be


@pytest.mark.parametrize("name", PLACES)
def test_run_json_must_be_a_file(home, name):
    folder = home / "runs" / "a" / "b" / "c" / "d" / "seed-0"
    folder.mkdir(parents=True)
    NO_FILES[name](folder / "run.json")
    usable, left_out = runs.scan()
    assert len(usable) == 1 and len(left_out) == 1


@pytest.mark.parametrize("name", NO_FILES)
@pytest.mark.parametrize("part", ["predictions.parquet", "tracks.parquet", "valid.parquet", "embeddings.npz"])
def test_what_is_no_file_is_never_opened(good, part, name):
    (good.folder / part).unlink()
    NO_FILES[name](good.folder / part)
    with pytest.raises(runs.RunError, match=f"{part}: expected"):
        getattr(good, part.partition(".")[0])


def test_one_run_of_a_name_is_shown_the_one_at_its_address(good, home):
    shutil.copytree(good.folder, home / "runs" / "a" / "seed-0")
    usable, left_out = runs.scan()
    assert [run.folder for run in usable] == [good.folder]
    assert len(left_out) == 1 and "the same run lies in" in str(left_out[0])


def test_a_folder_whose_name_is_not_utf_8_is_left_out(good, home, capsys):
    os.rename(good.folder, os.fsencode(good.folder.parent) + b"/seed-\xff")
    usable, left_out = runs.scan()
    assert not usable and "expected a path in UTF-8" in str(left_out[0])
    assert main(["results"]) == 0 and r"seed-\udcff" in capsys.readouterr().err


def test_a_name_in_any_script_is_a_name(home):
    kept = made()
    folder = runs.address(home / "runs", "folder-test", "track", SYSTEM.name, 1)
    kept.info.update(seed=1, partial="می\u200cخواهم")
    assert runs.save(folder, kept).partial == "می\u200cخواهم"


def test_what_nobody_could_read_is_not_written(good):
    kept = made()
    kept.info["classes"] = ["noise", "to\nnes"]
    with pytest.raises(runs.RunError, match="expected `classes` to be a list of different labels"):
        runs.save(good.folder, kept)
    assert runs.load(good.folder).classes == CLASSES


def weights(**changes) -> dict:
    return {name: value.clone() for name, value in (made().weights | changes).items()}


NAME = "classify.bias"
WEIGHTS = {
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"\xff" * 500),
    "a pickle": lambda file: torch.save(weights(), file),
    "another shape": lambda file: save_file(weights(**{NAME: torch.zeros(7)}), file),
    "an extra key": lambda file: save_file(weights(more=torch.zeros(1)), file),
    "one missing": lambda file: save_file({k: v for k, v in weights().items() if k != NAME}, file),
    "NaN": lambda file: save_file(weights(**{NAME: torch.full((2,), float("nan"))}), file),
    "integers": lambda file: save_file(weights(**{NAME: torch.zeros(2, dtype=torch.int64)}), file),
    "halves of one": lambda file: save_file(weights(**{NAME: torch.full((2,), float("inf")).half()}), file),
    "a list": lambda file: save_file({}, file),
    **{name: partial(lambda make, file: (file.unlink(), make(file)), make) for name, make in PLACES.items()},
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_bad_weights_are_one_sentence_that_names_the_file(good, capsys, name):
    WEIGHTS[name](good.folder / "weights.safetensors")
    assert main(["predict", "song.wav", "--run", str(good.folder)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "weights.safetensors: expected the weights that training wrote, got" in message


TABLES = {
    "cut": lambda file, table: file.write_bytes(file.read_bytes()[:-50]),
    "empty": lambda file, table: file.write_bytes(b""),
    "no rows": lambda file, table: table.head(0).to_parquet(file),
    "no column": lambda file, table: table.drop(columns="p_noise").to_parquet(file),
    "NaN": lambda file, table: table.assign(p_noise=np.nan).to_parquet(file),
    "too likely": lambda file, table: table.assign(p_noise=2.0).to_parquet(file),
    "words": lambda file, table: table.assign(p_noise="high").to_parquet(file),
    "another genre": lambda file, table: table.assign(truth="polka").to_parquet(file),
    "numbered tracks": lambda file, table: table.assign(track=[1, 2]).to_parquet(file),
    "a track twice": lambda file, table: pd.concat([table, table]).to_parquet(file),
    "lists": lambda file, table: table.assign(truth=[["noise"], ["tones"]]).to_parquet(file),
    "a picture": lambda file, table: file.write_bytes(b"\x89PNG\r\n\x1a\n" * 40),
    "an index for a column": lambda file, table: table.drop(columns="track").rename_axis("track").to_parquet(file),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_is_one_sentence_that_names_the_file(good, name):
    file = good.folder / "predictions.parquet"
    TABLES[name](file, pd.read_parquet(file))
    with pytest.raises(runs.RunError, match=r"predictions\.parquet: expected .*, got"):
        genres.of_clips(good)


def test_a_small_file_of_many_rows_is_not_read(good, monkeypatch):
    file = good.folder / "predictions.parquet"
    pd.read_parquet(file).loc[np.zeros(200_000, int)].to_parquet(file)
    monkeypatch.setattr(tables, "FEW", 1000)
    with pytest.raises(runs.RunError, match="expected a table that its size can hold, got 200000 rows"):
        _ = good.predictions


def test_tracks_and_clips_are_of_the_same_tracks(good):
    file = good.folder / "tracks.parquet"
    pd.read_parquet(file).assign(track=["a", "c"]).to_parquet(file)
    with pytest.raises(runs.RunError, match=r"tracks\.parquet: expected the tracks of predictions"):
        genres.of_tracks(good)


def bomb(file, shape: tuple) -> None:
    """An array that says that it has this shape, in a file of a kilobyte."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("track", "part", "vectors"):
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
            archive.writestr(f"{name}.npy", header.getvalue())


EMBEDDINGS = {
    "garbage": lambda file: file.write_bytes(b"PK\x03\x04 and so on"),
    "a pickle": lambda file: np.savez(file, track=np.array([{}], object), part=["a"], vectors=np.zeros((1, 3))),
    "no vectors": lambda file: np.savez(file, track=["a"], part=["train"]),
    "NaN": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.full((1, 3), np.nan)),
    "other lengths": lambda file: np.savez(file, track=["a"], part=["train"] * 2, vectors=np.zeros((1, 3))),
    "a single array": lambda file: np.save(file.open("wb"), np.zeros(3)),
    "numbered tracks": lambda file: np.savez(file, track=[1], part=["train"], vectors=np.zeros((1, 3))),
    "integers": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.zeros((1, 3), int)),
    "no such class": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.ones((1, 3)), truth=[7]),
    "a class before the first": lambda file: np.savez(
        file, track=["a"], part=["train"], vectors=np.ones((1, 3)), truth=[-1]
    ),
    "a petabyte": lambda file: bomb(file, (10**15,)),
    "more than can be counted": lambda file: bomb(file, (10**15, 10**15)),
    "a number": lambda file: np.savez(file, track="a", part="train", vectors=1.0),
}


@pytest.mark.parametrize("name", EMBEDDINGS)
def test_bad_embeddings_are_one_sentence_that_names_the_file(good, name):
    EMBEDDINGS[name](good.folder / "embeddings.npz")
    with pytest.raises(runs.RunError, match=r"embeddings\.npz: expected .*, got"):
        neighbours.nearest(good, np.ones(3))


FITTED = papers.get("irvin2016/svm")


@pytest.fixture
def fitted(home) -> runs.Run:
    """A run of support vectors on two classes, with arrays for weights."""
    clips = np.random.default_rng(0).normal(size=(8, *FITTED.frontend.shape(FITTED.clip)))
    pipeline = FITTED.build(2).fit(clips, np.arange(8) % 2)
    kept = result(system=FITTED, weights=classical.learned(pipeline))
    return runs.save(runs.address(home / "runs", "folder-test", "track", FITTED.name, 0), kept)


ARRAYS = {
    "a class too many": lambda arrays: arrays | {"classify.classes_": np.arange(3)},
    "fewer coefficients": lambda arrays: arrays | {"classify.coefficients_": arrays["classify.coefficients_"][:, :1]},
    "shorter vectors": lambda arrays: arrays | {"classify.vectors_": arrays["classify.vectors_"][:, :5]},
    "infinity": lambda arrays: arrays | {"classify.gamma_": np.array(np.inf)},
    "a negative width": lambda arrays: arrays | {"classify.gamma_": np.array(-1e9)},
    "words": lambda arrays: arrays | {"classify.vectors_": np.full_like(arrays["classify.vectors_"], "x", dtype="U1")},
    "a method": lambda arrays: arrays | {"classify.predict_proba": np.zeros(3)},
    "no step": lambda arrays: arrays | {"other.gamma_": np.zeros(3)},
    "no dot": lambda arrays: arrays | {"gamma_": np.zeros(3)},
    "nothing": lambda arrays: {},
}


@pytest.mark.parametrize("name", ARRAYS)
def test_bad_arrays_are_one_sentence_that_names_the_file(fitted, name):
    file = fitted.folder / "model.npz"
    assert runs.network(fitted)
    np.savez(file, **ARRAYS[name](dict(np.load(file))))
    with pytest.raises(runs.RunError, match=r"model\.npz: expected the weights that training wrote, got"):
        runs.network(fitted)


def test_a_variance_below_zero_is_refused(tmp_path):
    network = torch.nn.BatchNorm1d(3)
    save_file(network.state_dict() | {"running_var": -torch.ones(3)}, tmp_path / "weights.safetensors")
    with pytest.raises(runs.RunError, match="running_var below zero"):
        read_weights(tmp_path / "weights.safetensors", network)


HISTORIES = (b"\xff\xfe", b"a,b\n1\n2,3,4\n", b"<html>", b"epoch,train_loss\n1,low\n", b"epoch,loss\n1,2\n")


@pytest.mark.parametrize("content", HISTORIES)
def test_a_bad_history_is_one_sentence_that_names_the_file(good, content):
    (good.folder / "history.csv").write_bytes(content)
    with pytest.raises(runs.RunError, match=r"history\.csv: expected .*, got"):
        _ = good.history


def test_metrics_that_are_not_known_stand_beside_others(home, capsys):
    for seed, value in ((1, None), (2, 0.5)):
        kept = made()
        kept.info.update(seed=seed, metrics=all_metrics(value=value))
        runs.save(runs.address(home / "runs", "folder-test", "track", SYSTEM.name, seed), kept)
    assert main(["results", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["measured"] is None


def test_a_bad_state_is_not_gone_on_with(good):
    (good.folder / "state.safetensors").write_bytes(b"\xff" * 300)
    with pytest.raises(runs.RunError, match=r"state\.safetensors.*train without --resume"):
        runs.load_state(good.folder)


def test_a_damaged_run_counts_as_unfinished(good):
    (good.folder / "run.json").write_text("{")
    assert not runs.finished(good.folder)
    shutil.rmtree(good.folder)
    assert not runs.finished(good.folder)


def test_the_classes_are_the_tables(good):
    assert good.classes == CLASSES and list(good.predictions.truth) == list(CLASSES)
