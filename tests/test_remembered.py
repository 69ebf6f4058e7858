"""What is remembered of files: lengths that took long to read, from one program to the next."""

import math
import os

import numpy as np
import pytest
import soundfile

from genrelib import audio
from genrelib.datasets import dataset
from genrelib.datasets.remembered import identity, recall, remember

RATE = 8000


@pytest.fixture
def song(tmp_path, monkeypatch):
    """A file of 2.5 s whose length is slow to read, as the m4a's that need a process of their own."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(dataset, "LONG", 0.0)
    soundfile.write(tmp_path / "sóng 夜.wav", np.zeros(round(2.5 * RATE)), RATE)
    forget()
    yield tmp_path / "sóng 夜.wav"
    forget()


def forget() -> None:
    """Know what the next program knows."""
    dataset._header.cache_clear()
    dataset._lengths.cache_clear()


def unread(*_, **__):
    pytest.fail("read again")


def test_a_slow_length_is_read_once_by_all_programs(song, monkeypatch):
    first = dataset.header(song)
    assert (first.seconds, first.problem) == (2.5, "")
    forget()
    monkeypatch.setattr(audio, "load", unread)
    assert dataset.header(song) == first


def test_a_changed_file_is_read_again(song):
    dataset.header(song)
    forget()
    soundfile.write(song, np.zeros(RATE), RATE)
    assert dataset.header(song).seconds == 1.0


def test_a_fast_length_is_not_kept(song, monkeypatch):
    monkeypatch.setattr(dataset, "LONG", 1000.0)
    dataset.header(song)
    assert recall(dataset.KIND) == {}


def test_a_problem_is_not_kept_since_a_decoder_may_come(song):
    song.write_text("words")
    assert dataset.header(song).problem.startswith("unreadable: ")
    assert recall(dataset.KIND) == {}
    assert math.isnan(dataset.header(song).seconds)


def test_kinds_do_not_mix(song):
    remember("one", {"file": b"1"})
    remember("two", {"file": b"2"})
    remember("one", {"file": b"3", "another": b"4"})
    assert recall("one") == {"file": b"3", "another": b"4"}
    assert recall("two") == {"file": b"2"}


def test_names_that_are_no_text_have_identities_of_their_own(tmp_path):
    names = [os.fsencode(tmp_path) + b"/" + name for name in (b"\xfe", b"\xff")]
    for name in names:
        with open(name, "wb") as file:
            file.write(b"same")
        os.utime(name, ns=(0, 0))
    first, second = map(identity, map(os.fsdecode, names))
    assert first != second
    assert first.encode() != second.encode()  # they can be written


def test_the_identity_of_a_file_changes_with_it(song):
    before = identity(song)
    song.write_bytes(song.read_bytes() + b"1")
    assert identity(song) != before
    song.unlink()
    assert identity(song).startswith("gone: ")
