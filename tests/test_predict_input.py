"""`predict`: standard input, pipes, and remarks on what of a file was not read."""

import io
import json
import os
import re
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from genrelib import datasets
from genrelib.__main__ import main
from genrelib.commands import predict

RATE = 22_050


@pytest.fixture(scope="module")
def song() -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.random.default_rng(0).normal(0, 0.1, 4 * RATE), RATE, format="WAV")
    return file.getvalue()


@pytest.fixture(scope="module")
def unfinished(song) -> bytes:
    """The song with a header that states its first second alone, as a recorder that was cut off leaves it."""
    return song[:40] + (2 * RATE).to_bytes(4, "little") + song[44:]


def rows(capsys, *files: str) -> tuple[int, list[dict]]:
    status = main(["predict", *files, "--json"])
    return status, json.loads(capsys.readouterr().out)


def as_input(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_standard_input_is_a_file_like_any_other(capsys, monkeypatch, song, tmp_path):
    (tmp_path / "song.wav").write_bytes(song)
    as_input(monkeypatch, song)
    _, (piped, read) = rows(capsys, "-", str(tmp_path / "song.wav"))
    assert (piped["file"], piped["error"], piped["seconds"]) == ("-", None, 4.0)
    assert piped["top"] == read["top"]


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="needs /dev/fd")
def test_a_pipe_of_the_shell_is_read_to_its_end(capsys, song):
    end, start = os.pipe()

    def write() -> None:
        with open(start, "wb") as pipe:
            pipe.write(song)  # more than a pipe holds at once

    writer = threading.Thread(target=write)
    writer.start()
    status, (row,) = rows(capsys, f"/dev/fd/{end}")
    writer.join()
    os.close(end)
    assert (status, row["error"], row["seconds"]) == (0, None, 4.0)


def test_more_than_fits_is_refused_in_one_sentence(capsys, monkeypatch, song):
    monkeypatch.setattr(predict, "LARGEST", 100_000)
    as_input(monkeypatch, song)
    status, (row,) = rows(capsys, "-")
    assert status == 2 and row["error"].startswith("-: expected at most") and "write it to a file first" in row["error"]


def test_remarks_on_a_file_are_printed_and_in_the_document(capsys, unfinished, song, tmp_path):
    (tmp_path / "a.wav").write_bytes(unfinished)
    (tmp_path / "b.wav").write_bytes(song)
    files = [str(tmp_path / name) for name in ("a.wav", "b.wav", "none.wav")]
    _, (odd, plain, missing) = rows(capsys, *files)
    sentence = "The header states 1.0 s of sound, but 4.0 s are there and are read."
    assert odd["remarks"] == [sentence, *plain["remarks"]] and missing["remarks"] == []
    assert odd["top"] == plain["top"]
    main(["predict", *files])
    lines = capsys.readouterr().out.splitlines()
    first, second = (next(i for i, line in enumerate(lines) if line.startswith(file)) for file in files[:2])
    assert lines[first + 1 : second] == [f"  {remark}" for remark in odd["remarks"]]


def test_silence_has_no_answer_and_a_click_is_refused(capsys, song, tmp_path):
    soundfile.write(tmp_path / "silent.wav", np.zeros(4 * RATE), RATE)
    soundfile.write(tmp_path / "click.wav", np.ones(10), RATE)
    (tmp_path / "song.wav").write_bytes(song)
    files = [str(tmp_path / name) for name in ("silent.wav", "click.wav", "song.wav")]
    status, (silent, click, plain) = rows(capsys, *files)
    assert status == 2
    assert (silent["error"], silent["top"]) == (None, []) and "nothing to hear" in silent["remarks"][0]
    assert silent["timeline"]
    assert click["top"] == [] and click["error"].startswith(f"{files[1]}: expected at least 0.5 s of sound")
    assert plain["error"] is None and plain["top"]
    main(["predict", *files])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{files[0]}: nothing to judge" and lines[1].startswith("  There is nothing to hear")


def test_a_check_of_a_data_set_lists_odd_files(unfinished, song, tmp_path):
    for place, data in (("pop/odd.wav", unfinished), ("pop/plain.wav", song), ("rock/other.wav", song)):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(data)
    problems = datasets.get("folder", tmp_path).check()
    assert problems.problem[problems.track == "pop/odd.wav"].iloc[0].startswith("odd: The header states 1.0 s")
    assert not problems.problem[problems.track == "rock/other.wav"].str.startswith("odd").any()


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_what_was_judged_before_ctrl_c_is_printed(form, capsys, monkeypatch, song, tmp_path):
    """Hundreds of songs take hours: the first ones are not lost with the last."""
    (tmp_path / "song.wav").write_bytes(song)
    read = predict.read
    files = [str(tmp_path / name) for name in ("song.wav", "gone.wav", "wish", "never.wav")]

    def interrupted(file):
        if file.name == "wish":
            raise KeyboardInterrupt
        return read(file)

    monkeypatch.setattr(predict, "read", interrupted)
    assert main(["predict", *files, *form]) == 130
    printed = capsys.readouterr()
    names = [row["file"] for row in json.loads(printed.out)] if form else re.findall(r"^(\S+): ", printed.out, re.M)
    assert names == files[:2]
    assert printed.err.splitlines()[-1] == "genrelib predict: interrupted after 2 of 4 files, printed above"


def test_each_file_is_printed_before_the_next_one_is_read(capsys, monkeypatch, song, tmp_path):
    (tmp_path / "song.wav").write_bytes(song)
    read = predict.read
    seen = []

    def watched(file):
        seen.append(capsys.readouterr().out.count("song.wav: "))
        return read(file)

    monkeypatch.setattr(predict, "read", watched)
    assert main(["predict", *[str(tmp_path / "song.wav")] * 3]) == 0
    assert seen == [0, 1, 1]
