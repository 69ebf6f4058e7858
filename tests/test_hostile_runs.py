"""Runs from strangers: a bad one is left out and named, a bad file in it is one sentence, the others stand."""

import json
import os
import shutil

import numpy as np
import pandas as pd
import pytest
import torch
from damage import CORRUPT, EMBEDDINGS, HISTORIES, NO_FILES, PLACES, TABLES, WEIGHTS, all_metrics, made
from factories import CLASSES, SYSTEM, result
from safetensors.torch import save_file

from genrelib import papers, runs, studies
from genrelib.__main__ import main
from genrelib.networks import classical
from genrelib.predictions import genres, neighbours
from genrelib.runs import places, tables
from genrelib.runs.tensors import read_weights


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home with one good run and nothing shipped."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    monkeypatch.setattr(places, "SHIPPED", tmp_path / "shipped")
    kept = made()
    runs.save(runs.address(tmp_path / "runs", "folder-test", "track", SYSTEM.name, 0), kept)
    return tmp_path


@pytest.fixture
def good(home) -> runs.Run:
    return runs.find()[0]


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


@pytest.mark.parametrize("name", WEIGHTS)
def test_bad_weights_are_one_sentence_that_names_the_file(good, capsys, name):
    WEIGHTS[name](good.folder / "weights.safetensors")
    assert main(["predict", "song.wav", "--run", str(good.folder)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "weights.safetensors: expected the weights that training wrote, got" in message


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
