"""Folders, homes and names from strangers: named, counted and left out, and the terminal obeys none of them."""

import errno
import json
import os
import shutil
import subprocess
import sys

import pytest

from genrelib import datasets
from genrelib.__main__ import main
from genrelib.commands.output import document, printable, table
from genrelib.datasets.dataset import default_root
from genrelib.datasets.files import list_files


@pytest.fixture
def music(folder_of_music, tmp_path):
    """A copy of the folder of music that may be spoilt."""
    return shutil.copytree(folder_of_music, tmp_path / "music")


def genre_of(music):
    return next(path for path in sorted(music.iterdir()) if path.is_dir())


def test_links_pipes_and_what_is_not_utf_8_are_named_and_the_others_read(music):
    genre, whole = genre_of(music), len(datasets.get("folder", music).tracks)
    (genre / "gone.wav").symlink_to("nowhere")
    (genre / "self.wav").symlink_to("self.wav")
    os.mkfifo(genre / "pipe.wav")
    shutil.copy(next(genre.glob("*.wav")), os.fsencode(genre) + b"/\xff\xfe.wav")
    with pytest.warns(UserWarning, match=r"4 file\(s\) left out"):
        data = datasets.get("folder", music)
    assert len(data.tracks) == whole
    problems = dict(data.excluded.itertuples(index=False))
    assert (
        "leads nowhere" in problems[f"{genre.name}/gone.wav"] and "leads nowhere" in problems[f"{genre.name}/self.wav"]
    )
    assert "pipe" in problems[f"{genre.name}/pipe.wav"]
    assert "not UTF-8" in problems[rf"{genre.name}/\udcff\udcfe.wav"]
    json.dumps(problems, ensure_ascii=False).encode()


def test_a_folder_that_bites_its_own_tail_is_read_once(music):
    whole = len(datasets.get("folder", music).tracks)
    (genre_of(music) / "up").symlink_to(music)
    with pytest.warns(UserWarning, match="read already"):
        data = datasets.get("folder", music)
    assert len(data.tracks) == whole and len(data.classes) == 3


def test_a_file_under_two_genres_is_read_once_and_named(music):
    first, second = sorted(path for path in music.iterdir() if path.is_dir())[:2]
    song = sorted(first.glob("*.wav"))[0]
    (second / "again.wav").symlink_to(song)
    with pytest.warns(UserWarning, match=f"the same file as {first.name}/{song.name}"):
        data = datasets.get("folder", music)
    assert f"{first.name}/{song.name}" in data.tracks.index and f"{second.name}/again.wav" not in data.tracks.index


def test_what_lies_beside_music_is_counted_in_one_line(music):
    for name in ("Thumbs.db", "cover.jpg", "back.jpg", "album.cue", "list.m3u"):
        (genre_of(music) / name).write_bytes(b"x")
    with pytest.warns(UserWarning) as caught:
        data = datasets.get("folder", music)
    assert [str(one.message) for one in caught] == [
        f"folder-{music.name}: 5 files are no music by their ending: 1 .cue, 1 .db, 2 .jpg, 1 .m3u"
    ]
    assert data.excluded.empty


def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "locked").mkdir()
    (tmp_path / "open").mkdir()
    real = os.scandir

    def scandir(path):
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert list_files(tmp_path).problems == [(tmp_path / "locked", "unreadable: Permission denied")]


def run(*arguments, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "genrelib", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def complaint(finished: subprocess.CompletedProcess) -> str:
    """The one line that a refused command prints."""
    assert finished.returncode == 2 and finished.stderr.count("\n") == 1, finished.stderr
    return finished.stderr


def test_a_full_standard_output_is_one_line():
    with open("/dev/full", "w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "genrelib", "systems"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert "No space left on device" in complaint(finished)


def test_a_closed_standard_output_is_one_line():
    finished = subprocess.run(
        f"{sys.executable} -m genrelib systems >&-", shell=True, stderr=subprocess.PIPE, text=True, timeout=60
    )
    assert "closed" in complaint(finished)


def test_a_home_that_is_a_file_is_one_line(folder_of_music, tmp_path):
    (tmp_path / "file").write_text("")
    arguments = ("train", "irvin2016/softmax", "--data", "folder", "--root", str(folder_of_music), "--split", "track")
    message = complaint(run(*arguments, GENRELIB_HOME=str(tmp_path / "file")))
    assert str(tmp_path / "file") in message and "Not a directory" in message


def test_a_home_in_any_script_works_in_any_language(folder_of_music, tmp_path):
    (tmp_path / "ünï 夜").mkdir()
    arguments = ("data", "check", "folder", "--root", str(folder_of_music))
    finished = run(*arguments, GENRELIB_HOME=str(tmp_path / "ünï 夜"), LANG="C", LC_ALL="C")
    assert finished.returncode == 0


def test_a_tilde_that_the_shell_left_is_the_users_home(folder_of_music, tmp_path, monkeypatch, capsys):
    """Shells read it in `--root ~/music`, and leave it in `--root=~/music`, where it became a folder called ~."""
    own, here = tmp_path / "own", tmp_path / "here"
    shutil.copytree(folder_of_music, own / "music")
    here.mkdir()
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.chdir(here)
    train = ["train", "irvin2016/softmax", "--data=folder", "--root=~/music", "--runs=~/runs", "--epochs=1", "--json"]
    assert main(train) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["folder"].startswith(str(own / "runs")) and not list(here.iterdir())
    monkeypatch.setenv("GENRELIB_DATA", "~/sets")
    assert default_root("gtzan") == own / "sets" / "gtzan"


def test_a_name_cannot_write_to_the_terminal(tmp_path, capsys):
    name = "song\n\x1b[31mred\x07.wav"
    assert main(["predict", str(tmp_path / name)]) == 2
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err and r"\n\x1b[31mred\x07.wav" in printed.err
    assert printable("Mötley Crüe – 夜曲") == "Mötley Crüe – 夜曲"


def test_a_name_that_is_not_utf_8_stays_json():
    (row,) = json.loads(document([{"file": os.fsdecode(b"\xff.wav")}]))
    assert os.fsencode(row["file"]) == b"\xff.wav"


def test_names_of_any_script_stand_in_columns():
    """Terminals draw Chinese and Japanese two columns wide, and accents of their own over the letter before."""
    lines = table([{"track": name, "problem": "|"} for name in ("音楽/壊れた", "Cafe\u0301", "🎸", "plain, and long")])
    columns = {"音": 2, "楽": 2, "壊": 2, "れ": 2, "た": 2, "🎸": 2, "\u0301": 0}
    places = {sum(columns.get(sign, 1) for sign in line.partition("|")[0]) for line in lines[1:]}
    assert places == {len("plain, and long") + 2}


@pytest.mark.parametrize("seed", ["1e23", "-1", "9" * 5000, "4294967296", "٣"])
def test_a_seed_is_a_whole_number_that_every_library_takes(seed, capsys):
    with pytest.raises(SystemExit):
        main(["train", "irvin2016/softmax", "--data", "jukebox", "--seed", seed])
    assert "expected a whole number from 0 to 4294967295" in capsys.readouterr().err
