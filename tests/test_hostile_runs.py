"""Runs from strangers: a bad one is left out and named, a bad file in it is one sentence, the others stand."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors.torch import save_file
from test_runs import CLASSES, SYSTEM, result

from genrelib import inference, runs, studies
from genrelib.__main__ import main
from genrelib.predictions import genres, neighbours


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home with one good run and nothing shipped."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    monkeypatch.setattr(runs, "SHIPPED", tmp_path / "shipped")
    kept = result()
    runs.save(runs.address(tmp_path / "runs", "folder-test", "track", SYSTEM.name, 0), kept)
    return tmp_path


@pytest.fixture
def good(home) -> runs.Run:
    return runs.find()[0]


def but(**changes) -> str:
    """A good run.json with these entries; None takes one out."""
    info = result().info | changes
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


def test_run_json_may_be_a_folder(home):
    (home / "runs" / "a" / "b" / "c" / "d" / "seed-0" / "run.json").mkdir(parents=True)
    usable, left_out = runs.scan()
    assert len(usable) == 1 and len(left_out) == 1


def weights(**changes) -> dict:
    return {name: value.clone() for name, value in (result().weights | changes).items()}


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
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_bad_weights_are_one_sentence_that_names_the_file(good, capsys, name):
    WEIGHTS[name](good.folder / "weights.safetensors")
    with pytest.raises(runs.RunError, match=r"weights\.safetensors: expected the weights that training wrote, got"):
        inference.load(good)
    assert main(["predict", "song.wav", "--run", str(good.folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


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
}


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_is_one_sentence_that_names_the_file(good, name):
    file = good.folder / "predictions.parquet"
    TABLES[name](file, pd.read_parquet(file))
    with pytest.raises(runs.RunError, match=r"predictions\.parquet: expected .*, got"):
        genres.of_clips(good)


EMBEDDINGS = {
    "garbage": lambda file: file.write_bytes(b"PK\x03\x04 and so on"),
    "a pickle": lambda file: np.savez(file, track=np.array([{}], object), part=["a"], vectors=np.zeros((1, 3))),
    "no vectors": lambda file: np.savez(file, track=["a"], part=["train"]),
    "NaN": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.full((1, 3), np.nan)),
    "other lengths": lambda file: np.savez(file, track=["a"], part=["train"] * 2, vectors=np.zeros((1, 3))),
}


@pytest.mark.parametrize("name", EMBEDDINGS)
def test_bad_embeddings_are_one_sentence_that_names_the_file(good, name):
    EMBEDDINGS[name](good.folder / "embeddings.npz")
    with pytest.raises(runs.RunError, match=r"embeddings\.npz: expected .*, got"):
        neighbours.nearest(good, np.ones(3))


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
