"""What of a folder is learned and tested: files that are too short, repeated, or of a genre that hardly exists."""

import shutil

import numpy as np
import pandas as pd
import pytest
import soundfile

from genrelib import datasets, papers, store
from genrelib.clips import cut_clips
from genrelib.datasets.dealing import divide
from genrelib.datasets.groups import joined
from genrelib.datasets.splits import DealtSplit
from genrelib.train import train_system

SYSTEM = papers.get("yenney2022/rnn-5s")


@pytest.fixture
def library(tmp_path, synthesise):
    """Function: a folder of genres with files of these lengths in s; the genre's name chooses the sound."""

    def write(**lengths: list[float]):
        root = tmp_path / "library"
        for genre, seconds in lengths.items():
            (root / genre).mkdir(parents=True)
            for number, length in enumerate(seconds):
                soundfile.write(root / genre / f"{number:02d}.wav", synthesise(genre, number, length, 8000), 8000)
        return root

    return write


def cut(root, system=SYSTEM):
    data = datasets.get("folder", root)
    return cut_clips(system, data, store.prepare(data, system.frontend, progress=False), "track")


def test_parts_are_dealt_over_the_tracks_that_are_long_enough(library):
    clips = cut(library(noise=[6.0] * 12, tones=[6.0] * 3 + [1.5] * 9))
    tracks = clips.clips.drop_duplicates("track")
    assert {part: list(tracks[tracks.part == part].truth).count("tones") for part in ("train", "valid", "test")} == {
        "train": 1,
        "valid": 1,
        "test": 1,
    }
    assert clips.remarks == [
        "9 of 24 tracks fill less than half of a clip of 5 s and are left out (9 of tones)",
    ]


def test_a_genre_without_a_usable_track_is_named_as_not_learned_and_not_tested(library):
    clips = cut(library(clicks=[6.0] * 5, noise=[6.0] * 5, tones=[1.5] * 5))
    assert clips.lacking("test") == clips.lacking("train") == ("tones",)
    assert "no track of tones is in the part test: the test says nothing of that" in clips.remarks


def test_where_all_are_too_short_that_is_the_cause(library):
    with pytest.raises(ValueError, match=r"expected tracks of 2.5 s or more, .* got 8 that last 1.5 s at most"):
        cut(library(noise=[1.5] * 4, tones=[1.5] * 4))


def test_a_run_keeps_what_was_not_tested_and_the_training_says_it(library, tmp_path):
    data = datasets.get("folder", library(clicks=[6.0] * 5, noise=[6.0] * 5, tones=[1.5] * 5))
    with pytest.warns(UserWarning, match="no track of tones is in the part test"):
        run = train_system(SYSTEM, data, "track", 0, tmp_path / "runs", epochs=1, device="cpu")
    assert run.info["untested"] == run.info["unlearned"] == ["tones"]
    assert len(run.info["left_out"]) == 5


def test_files_of_equal_bytes_or_of_one_name_stay_together(library):
    root = library(noise=[2.0] * 10, tones=[2.0] * 10)
    for number in range(6):
        shutil.copy(root / "noise" / f"{number:02d}.wav", root / "tones" / f"copy{number}.wav")
        sound, rate = soundfile.read(root / "tones" / f"{number:02d}.wav")
        soundfile.write(root / "tones" / f"{number:02d}.flac", sound, rate)
    with pytest.warns(UserWarning, match="24 files hold 12 recording"):
        parts = datasets.get("folder", root).rules["track"].parts
    for number in range(6):
        assert parts[f"noise/{number:02d}.wav"] == parts[f"tones/copy{number}.wav"]
        assert parts[f"tones/{number:02d}.wav"] == parts[f"tones/{number:02d}.flac"]
    assert set(parts) == {"train", "valid", "test"}


def test_genres_that_differ_in_case_or_normal_form_alone_are_named(library):
    root = library(noise=[2.0] * 3, tones=[2.0] * 3)
    for name in ("Música", "Mu\u0301sica"):
        shutil.copytree(root / "tones", root / name)
    with pytest.warns(UserWarning) as warned:
        datasets.get("folder", root)
    assert any(r"M\xfasica" in str(one.message) and r"Mu\u0301sica" in str(one.message) for one in warned)


def test_a_genre_of_too_few_tracks_is_named(library):
    with pytest.warns(UserWarning, match=r"tones has 2 track\(s\), and 3 are needed"):
        datasets.get("folder", library(noise=[2.0] * 4, tones=[2.0] * 2))


def test_what_is_joined_by_a_chain_is_one_group():
    first = pd.Series(["a", "a", "b", "c"], list("wxyz"))
    second = pd.Series(["1", "2", "2", "3"], list("wxyz"))
    groups = joined(first, second)
    assert groups.to_dict() == {"w": "a", "x": "a", "y": "a", "z": "c"}


def test_a_folder_without_repetitions_is_dealt_by_the_names_of_its_files(library):
    data = datasets.get("folder", library(noise=[2.0] * 10, tones=[2.1] * 10))
    expected = divide(data.tracks.index.to_series(), data.tracks.genre)
    pd.testing.assert_series_equal(data.rules["track"].parts, expected, check_names=False)


def test_dealing_anew_deals_the_tracks_that_are_left_and_only_those():
    tracks = [f"t{number}" for number in range(20)]
    genres = pd.Series(np.repeat(["a", "b"], 10), tracks)
    left = tracks[:5] + tracks[10:]
    parts = DealtSplit("", pd.Series(tracks, tracks).copy, genres).among(left).parts
    assert list(parts.index) == left
    assert pd.crosstab(genres[left], parts).loc["a"].to_dict() == {"test": 1, "train": 3, "valid": 1}
