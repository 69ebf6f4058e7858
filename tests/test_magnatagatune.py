"""MagnaTagATune: tables between tabs, the split by folders and its variant, broken files, artists."""

import pandas as pd
import pytest
from tiny_sets import write_csv, write_mtat

from genrelib import datasets
from genrelib.datasets.magnatagatune import BROKEN
from genrelib.tag_lists import MAGNATAGATUNE
from genrelib.task import TAGS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_mtat(tmp_path_factory.mktemp("mtat"), MAGNATAGATUNE)


@pytest.fixture(scope="module")
def data(folder):
    return datasets.get("magnatagatune", folder)


def counts(data, split):
    parts = data.parts(split, pd.DataFrame({"track": data.tracks.index, "start": 0.0}))
    return {part: int((parts == part).sum()) for part in ("train", "valid", "test", "")}


def test_it_has_fifty_tags_and_its_clips(data):
    assert (data.task, len(data.classes), len(data.tracks), data.default_split) == (TAGS, 50, 14, "official")
    assert data.classes == MAGNATAGATUNE and list(data.tags) == [*data.classes]
    assert data.tags.loc["5", "guitar"] and not data.tags.loc["6", "guitar"]
    assert data.tracks.loc["2", ["artist", "title", "album"]].tolist() == ["Norine Braun", "gently", "now and zen"]
    assert data.waveform("2", 8000).size > 8000


def test_the_split_is_by_folders_and_says_who_is_on_both_sides(data):
    assert counts(data, "official") == {"train": 6, "valid": 2, "test": 6, "": 0}
    assert "1 of 4 artists are on both sides" in data.splits["official"]
    assert data.rules["artist"].parts.groupby(data.tracks.artist).nunique().max() == 1
    assert data.rules["track"].parts.groupby(data.tracks.title).nunique().max() == 1


def test_the_usual_variant_leaves_clips_without_tags_out(data):
    untagged = data.tags.index[~data.tags.any(axis=1)]
    assert sorted(untagged) == ["14", "7"]
    assert counts(data, "official-tagged") == {"train": 5, "valid": 2, "test": 5, "": 2}


def test_without_clip_info_artists_are_those_of_the_names(tmp_path):
    write_mtat(tmp_path, MAGNATAGATUNE, clip_info=False)
    with pytest.warns(UserWarning, match="artists are told by the names of the files"):
        data = datasets.get("magnatagatune", tmp_path)
    assert data.tracks.loc["2", ["artist", "album", "title"]].tolist() == ["norine_braun", "now_and_zen", "gently"]


def test_files_of_zero_bytes_are_left_out_in_silence_where_they_are_published_so(folder, tmp_path):
    lines = [line.split("\t") for line in (folder / "annotations_final.csv").read_text().splitlines()]
    write_csv(tmp_path / "annotations_final.csv", [*lines, ["35644", *lines[1][1:-1], BROKEN[0]]], "\t")
    for place in "0abcdef":
        (tmp_path / place).symlink_to(folder / place)
    (tmp_path / "6").mkdir()
    (tmp_path / BROKEN[0]).touch()
    with pytest.warns(UserWarning) as warnings:
        data = datasets.get("magnatagatune", tmp_path)
    assert ["artists are told" in str(warning.message) for warning in warnings] == [True]
    assert data.excluded.to_dict("list") == {
        "track": ["35644"],
        "problem": ["no sound: the published file has zero bytes"],
    }
    assert len(data.tracks) == 14 and len(data.known) == 15


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got 'No columns"),
        ("clip_id,rock,mp3_path\n2,1,f/a.mp3\n", "got a table without clip_id, mp3_path, guitar"),
        (
            "\t".join(["clip_id", *MAGNATAGATUNE, "mp3_path"]) + "\n2" + "\tyes" * 50 + "\tf/a.mp3\n",
            "got 'yes' for guitar",
        ),
    ],
)
def test_another_table_is_refused(tmp_path, text, message):
    (tmp_path / "annotations_final.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        datasets.get("magnatagatune", tmp_path)


def test_a_folder_without_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match=r"annotations_final\.csv, got none of them; download it"):
        datasets.get("magnatagatune", tmp_path)
