"""Users whose home is missing, or cannot be written: what needs none works, the rest says so in one line."""

import os
from pathlib import Path

import pytest

import genrelib
from genrelib import runs
from genrelib.__main__ import main


@pytest.fixture
def homeless(monkeypatch):
    """The home of a user whom this machine does not know."""
    monkeypatch.setenv("GENRELIB_HOME", "~nobody-of-that-name/genrelib")


@pytest.fixture
def nothing_writable(monkeypatch):
    """No folder that may be written, and no trace of it afterwards."""
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "")  # so that what is set within goes again
        monkeypatch.delenv(name)
    monkeypatch.setattr(genrelib.os, "access", lambda *_: False)


def test_what_needs_no_home_works_without(homeless, capsys):
    assert main(["systems", "--paper", "house"]) == 0
    assert main(["data", "list"]) == 0
    assert list(runs.roots().values()) == ["shipped run"]
    assert runs.best() is not None
    assert capsys.readouterr().err == ""


def test_what_needs_a_home_says_so_in_one_line(homeless, capsys, folder_of_music):
    command = ["train", "irvin2016/softmax", "--data", "folder", "--root", str(folder_of_music)]
    assert main(command) == 2
    errors = capsys.readouterr().err.splitlines()
    assert "expected a folder for runs and prepared data" in errors[-1] and "set GENRELIB_HOME" in errors[-1]


def test_librosa_gets_a_folder_where_none_can_be_written(nothing_writable):
    genrelib._let_librosa_be_imported()
    assert Path(os.environ["NUMBA_CACHE_DIR"]).is_dir()
    assert "XDG_CACHE_HOME" not in os.environ


def test_without_any_home_librosa_does_not_ask_for_one(nothing_writable, monkeypatch):
    monkeypatch.setattr(genrelib.os.path, "expanduser", lambda path: path)
    genrelib._let_librosa_be_imported()
    assert os.environ["XDG_CACHE_HOME"] == os.environ["NUMBA_CACHE_DIR"]


def test_where_the_home_can_be_written_nothing_is_changed(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    genrelib._let_librosa_be_imported()
    assert "NUMBA_CACHE_DIR" not in os.environ
