"""Account of a data set: every file of an ugly folder is named, repetitions are found wherever they begin."""

import json
import os
import shutil

import numpy as np
import pytest
import soundfile
from scipy import signal

from genrelib import audio, datasets
from genrelib.__main__ import main
from genrelib.datasets import acoustic
from genrelib.datasets.audit import measures
from genrelib.datasets.audit.account import account_for, latest
from genrelib.datasets.audit.landmarks import find_landmarks
from genrelib.datasets.audit.near_repetitions import find_repetitions

RATE = 22_050
SONGS = ("blues.00003", "jazz.00005", "metal.00006", "pop.00007")


@pytest.fixture(scope="module")
def songs() -> list[np.ndarray]:
    """Synthetic music, 13 s each."""
    return [datasets.get("jukebox").waveform(track, RATE)[: 13 * RATE] for track in SONGS]


def write(path, waveform, rate=RATE, **kind) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, waveform, rate, **kind)


@pytest.fixture(scope="module")
def ugly(tmp_path_factory, songs):
    """A folder as people have them, and a home for what is remembered of it."""
    place = tmp_path_factory.mktemp("ugly")
    root = place / "my songs ♪"
    blues, jazz = root / "blues", root / "jazz & soul"
    steps = (32_767 * songs[0]).astype(np.int16)
    write(blues / "One.wav", steps)
    write(blues / "one.wav", songs[1])  # another song: the names differ in case alone
    shutil.copy(blues / "One.wav", blues / "copy of One.wav")
    write(blues / "excerpt ñandú 夜.wav", songs[1][3 * RATE : 9 * RATE])
    write(blues / "loud.wav", songs[2])
    write(jazz / "again.flac", steps)  # to the bit, in another file
    write(jazz / "soft.mp3", 0.1 * np.concatenate([np.zeros(RATE, np.float32), songs[2]]), format="MP3")
    write(jazz / "click.wav", np.ones(400, np.float32))
    write(root / "alone" / "only.wav", songs[3])
    (jazz / "empty.mp3").touch()
    (jazz / "notes.mp3").write_text("no sound, but words\n" * 50)
    (jazz / "cover.jpg").write_bytes(b"x")
    (jazz / "self.wav").symlink_to("self.wav")
    (jazz / "gone.wav").symlink_to("nowhere.wav")
    (jazz / "linked.wav").symlink_to(blues / "One.wav")
    write(root / "stray.wav", songs[3][:RATE])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRELIB_HOME", str(place / "home"))
        yield root


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_file_of_an_ugly_folder_is_accounted_for(ugly):
    data = datasets.get("folder", ugly)
    problems = account_for(data, progress=False).problems
    by_track = problems.groupby("track").problem.agg(list)
    (empty,) = by_track["jazz & soul/empty.mp3"]
    assert empty.startswith("unreadable: ") and "empty" in empty
    assert by_track["jazz & soul/notes.mp3"][0].startswith("unreadable: ")
    assert "leads nowhere" in by_track["jazz & soul/self.wav"][0]
    assert "leads nowhere" in by_track["jazz & soul/gone.wav"][0]
    assert by_track["jazz & soul/linked.wav"] == ["the same file as blues/One.wav"]
    assert by_track["stray.wav"] == ["left out: it lies beside the genres' folders"]
    assert by_track["blues/copy of One.wav"] == ["repeated: the same bytes as blues/One.wav"]
    assert set(by_track["jazz & soul/again.flac"]) == {
        "repeated: the same audio as blues/One.wav",
        "label clash: filed under jazz & soul, its repetition blues/One.wav under blues",
    }
    kinds = problems.set_index(["kind", "track"]).other
    assert dict(kinds["near repetition"]) == {
        "blues/one.wav": "blues/excerpt ñandú 夜.wav",
        "jazz & soul/soft.mp3": "blues/loud.wav",
    }
    assert dict(kinds["too short"]) == {"jazz & soul/click.wav": ""}
    files = {path.relative_to(ugly).as_posix() for path in ugly.rglob("*") if not path.is_dir()}
    assert files == set(data.tracks.index) | set(data.excluded.track) | {"jazz & soul/cover.jpg"}
    assert data.beside == {".jpg": 1}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_summary_comes_first_and_json_has_every_row(ugly, capsys):
    assert main(["data", "check", "--data", "folder", "--root", str(ugly)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "folder-my songs ♪: 9 tracks can be used, 3 without a problem"
    assert lines.index(next(line for line in lines if line.startswith("blues/copy"))) < lines.index(
        next(line for line in lines if line.startswith("jazz & soul/gone"))
    )  # the one of its kind before the four that were left out
    assert {"      2 near repetition", "      2 unreadable", "      1 no music by their ending (.jpg)"} <= set(lines)
    assert main(["data", "check", "folder", "--root", str(ugly), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 10 and all(set(row) == {"track", "kind", "problem", "other"} for row in rows)
    assert all(any(line.startswith(row["track"]) for line in lines) for row in rows)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_second_check_decodes_only_what_changed(ugly, songs, monkeypatch):
    data = datasets.get("folder", ugly)
    first = account_for(data, progress=False)
    read = []
    decode = measures._Measuring._recording
    monkeypatch.setattr(
        measures._Measuring, "_recording", lambda self, track: read.append(track) or decode(self, track)
    )
    again = account_for(data, progress=False)
    assert read == [] and again.problems.equals(first.problems)
    kept = latest(data)
    assert kept.problems.equals(first.problems) and kept.recording.equals(first.recording)
    os.utime(ugly / "alone" / "only.wav", ns=(0, 0))
    changed = datasets.get("folder", ugly)
    assert latest(changed) is None
    account_for(changed, progress=False)
    assert read == ["alone/only.wav"]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_an_interruption_keeps_what_was_measured(ugly, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    data = datasets.get("folder", ugly)
    read = []
    decode = measures._Measuring._recording

    def interrupted(self, track):
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(track)
        return decode(self, track)

    monkeypatch.setattr(measures._Measuring, "_recording", interrupted)
    with pytest.raises(KeyboardInterrupt):
        measures.measure(data, progress=False)
    assert list(measures.remembered(data)) == read and len(read) == 3


def test_a_length_far_from_the_sets_is_named(tmp_path, synthesise, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    for number, seconds in enumerate((3.0, 3.0, 3.1, 3.0, 7.0, 1.5)):
        write(tmp_path / "music" / "ab"[number % 2] / f"{number}.wav", synthesise("noise", number, seconds, 8000), 8000)
    problems = account_for(datasets.get("folder", tmp_path / "music"), progress=False).problems
    assert list(problems.track) == ["a/4.wav", "b/5.wav"] and set(problems.kind) == {"wrong length"}
    assert problems.problem[0] == "wrong length: 7.0 s, half of the set's last 3.0 to 3.1 s"


# Repetitions


CHANGES = {
    "cut out of the middle": lambda song: song[5 * RATE : 12 * RATE],
    "later by half a frame": lambda song: np.concatenate([np.zeros(512 + 7 * RATE // 2, np.float32), song]),
    "softer and duller": lambda song: (
        0.1 * signal.sosfilt(signal.butter(4, 3000, fs=RATE, output="sos"), song[2 * RATE :]).astype(np.float32)
    ),
}


def compared(songs):
    beginnings = [audio.resample(np.asarray(song, np.float32), RATE, acoustic.RATE) for song in songs]
    return find_repetitions(
        [find_landmarks(one) for one in beginnings], [acoustic.close_fingerprint(one) for one in beginnings]
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_recording_is_recognised_at_any_shift(songs, change):
    pairs = compared([*songs, *(CHANGES[change](song) for song in songs)])
    assert [(pair.first, pair.second) for pair in pairs] == [(place, place + len(songs)) for place in range(len(songs))]


def test_the_shift_is_measured_and_other_recordings_are_none(songs):
    (pair,) = compared([*songs, songs[1][5 * RATE :]])
    assert (pair.first, pair.second) == (1, 4) and pair.late == pytest.approx(-5.0, abs=0.06)


def test_silence_and_a_moment_have_no_repetition():
    assert compared([np.zeros(5 * RATE), np.zeros(5 * RATE), np.ones(100), np.ones(100)]) == []
    assert compared([]) == []


@pytest.mark.music
def test_the_repetitions_of_real_music_are_recognised_and_no_others(music):
    """Two excerpts of whole songs of metal are among them: the same bytes, before one was cut."""
    data = datasets.get("gtzan-jazz-metal", music / "gtzan")
    numbers = {"jazz": (*range(33, 37), *range(51, 59)), "metal": (*range(40, 46), *range(60, 67))}
    some = data.only([track for track in data.tracks.index if int(track[-5:]) in numbers[track[:-6]]])
    problems = account_for(some, progress=False).problems
    near = problems[problems.kind == "near repetition"]
    jazz = near[near.track.str.startswith("jazz")]
    assert len(jazz) == 4
    assert dict(near[near.track.str.startswith("metal")][["track", "other"]].to_numpy()) == {
        "metal.00063": "metal.00042",
        "metal.00064": "metal.00043",
    }
