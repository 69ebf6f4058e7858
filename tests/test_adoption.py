"""Weights that others released become runs of the user's, and nothing else does."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from released_files import TAGS, small_system, torch_file

from genrelib import inference, papers, runs, studies
from genrelib.__main__ import main
from genrelib.adoption import adopt
from genrelib.released import read_torch_tagger
from genrelib.runs import shipping

NAME = "won2020/crnn-jamendo"
ADOPTED = [system for system in papers.CATALOG.values() if system.adopted]
STATED = ("provenance", "licence", "url", "sha256")
DAMAGES = (lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"", lambda data: b"x" + data[1:])


@pytest.fixture(scope="module")
def content() -> bytes:
    return torch_file()


@pytest.fixture
def small(content, monkeypatch):
    """The system NAME, small, with the file that it knows."""
    system = small_system(NAME, content)
    monkeypatch.setitem(papers.CATALOG, NAME, system)
    return system


@pytest.fixture
def file(content, tmp_path):
    file = tmp_path / "best_model.pth"
    file.write_bytes(content)
    return file


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    return tmp_path


def test_the_released_network_answers_and_says_whose_it_is(small, file, content, home, capsys):
    assert main(["adopt", NAME, str(file), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["provenance"] == small.recipe.provenance and row["parameters"] == small.count(6)
    run = runs.load(runs.address(home / "runs", "mtg-jamendo", "official", NAME, 0))
    assert run.adopted["licence"] == small.recipe.licence and run.categories["mood"] == ["happy", "sad"]
    network = small.build(classes=6).eval()
    network.load_state_dict(read_torch_tagger(content))
    x = torch.randn(2, *small.frontend.shape(small.clip))
    assert torch.equal(runs.network(run)(x), network(x))
    assert {path.name for path in run.folder.iterdir()} == {"run.json", "weights.safetensors"}


def test_it_is_asked_by_its_name_and_about_every_moment_of_a_song(small, file, home, capsys):
    assert main(["adopt", NAME, str(file)]) == 0
    soundfile.write(home / "song.wav", np.random.default_rng(0).normal(0, 0.1, 48_000), 16_000)
    capsys.readouterr()
    assert main(["predict", str(home / "song.wav"), "--system", NAME, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {guess["label"] for guess in row["top"]} == set(TAGS)
    assert row["timeline"][0]["start"] == 0 and row["timeline"][-1]["end"] == pytest.approx(3.0, abs=0.01)
    assert len(row["timeline"]) > 5


def test_the_run_is_finished_and_nothing_was_measured_of_it(small, file, tmp_path):
    run = adopt(small, file, tmp_path / "runs")
    assert runs.finished(run.folder) and not run.has_answers and not run.has_embeddings
    assert {figure["value"] for figure in run.metrics.values()} == {None}
    assert studies.results(tmp_path / "runs") == []
    with pytest.raises(ValueError, match="expected runs, found none"):
        shipping.ship(tmp_path / "runs", tmp_path / "shipped")


def test_it_can_be_adopted_again(small, file, tmp_path):
    first = adopt(small, file, tmp_path)
    assert adopt(small, file, tmp_path).info == first.info
    assert [run.folder for run in runs.find(tmp_path)] == [first.folder]


def test_a_shipped_run_that_was_measured_is_trusted_more(small, file, tmp_path):
    run = adopt(small, file, tmp_path)
    assert runs.trust(run) < runs.trust(runs.best())


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_cut_or_changed_file_is_one_sentence(small, content, tmp_path, damage, capsys):
    (tmp_path / "other.pth").write_bytes(damage(content))
    assert main(["adopt", NAME, str(tmp_path / "other.pth"), "--runs", str(tmp_path / "runs")]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and captured.out == "" and not (tmp_path / "runs").exists()
    assert "expected the file that its authors released, https://" in captured.err and "get it again" in captured.err


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe"])
def test_what_is_no_file_is_one_sentence(small, kind, tmp_path, capsys):
    place = tmp_path / kind
    if kind == "folder":
        place.mkdir()
    if kind == "pipe":
        os.mkfifo(place)
    assert main(["adopt", NAME, str(place), "--runs", str(tmp_path / "runs")]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "name it where it lies" in captured.err


@pytest.mark.parametrize("system", ADOPTED, ids=lambda system: system.name)
def test_training_it_is_refused_and_adopt_named(system, tmp_path, capsys):
    assert main(["train", system.name, "--data", "jukebox-tags", "--runs", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert (
        captured.err.count("\n") == 1
        and f"is not trained here: `python -m genrelib adopt {system.name} FILE`" in captured.err
    )


@pytest.mark.parametrize("system", ADOPTED, ids=lambda system: system.name)
def test_asking_before_it_is_adopted_says_what_to_do(system, home, capsys):
    assert main(["predict", "song.wav", "--system", system.name]) == 2
    assert f"`python -m genrelib adopt {system.name} FILE`" in capsys.readouterr().err


def test_a_system_that_is_trained_here_is_not_adopted(file, tmp_path):
    with pytest.raises(ValueError, match=r"irvin2016/lstm: expected a system whose authors .* train irvin2016/lstm"):
        adopt(papers.get("irvin2016/lstm"), file, tmp_path)


def test_a_network_declared_otherwise_is_to_be_adopted_again(small, file, tmp_path, monkeypatch):
    run = adopt(small, file, tmp_path)
    monkeypatch.setitem(papers.CATALOG, NAME, replace(small, clip=1.0))
    with pytest.raises(runs.RunError, match=f"`python -m genrelib adopt {NAME} FILE`"):
        inference.load(run)


@pytest.mark.parametrize("adopted", [{}, "mine", {"provenance": "mine"}, dict.fromkeys(STATED, "two\nlines")])
def test_a_run_that_does_not_say_whose_weights_it_holds_is_left_out(small, file, tmp_path, adopted):
    run = adopt(small, file, tmp_path)
    (run.folder / "run.json").write_text(json.dumps(run.info | {"adopted": adopted}))
    with pytest.raises(runs.RunError, match="expected `adopted` to be provenance, licence, url and sha256"):
        runs.load(run.folder)


def test_reproduce_leaves_them_out(folder_of_music, tmp_path, capsys):
    arguments = ["reproduce", "won2020", "--data", "folder", "--root", str(folder_of_music), "--runs", str(tmp_path)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == "nothing to show\n"
