"""MTG-Jamendo: lines of any number of tags, four sets of tags, five published splits, two kinds of audio."""

import pandas as pd
import pytest
from tiny_sets import JAMENDO_HEADER, write_jamendo

from genrelib import datasets, papers
from genrelib.tag_lists import MTG_JAMENDO, MTG_JAMENDO_CATEGORIES
from genrelib.train import train_system

TAGS = {
    "genre": (*MTG_JAMENDO_CATEGORIES["genre"], *(f"g{number:02d}" for number in range(87 - 31))),
    "instrument": (*MTG_JAMENDO_CATEGORIES["instrument"], *(f"i{number:02d}" for number in range(40 - 14))),
    "mood/theme": (*MTG_JAMENDO_CATEGORIES["mood/theme"], *(f"m{number:02d}" for number in range(56 - 5))),
}
TOP = [f"{category}---{tag}" for category, members in MTG_JAMENDO_CATEGORIES.items() for tag in members]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_jamendo(tmp_path_factory.mktemp("jamendo"), TAGS, 183, TOP)


def parts(data, split):
    return data.parts(split, pd.DataFrame({"track": data.tracks.index, "start": 0.0}))


@pytest.mark.parametrize(
    ("name", "tags", "categories"),
    [
        ("mtg-jamendo", 50, {"genre", "instrument", "mood/theme"}),
        ("mtg-jamendo-genre", 87, {"genre"}),
        ("mtg-jamendo-instrument", 40, {"instrument"}),
        ("mtg-jamendo-moodtheme", 56, {"mood/theme"}),
    ],
)
def test_each_set_has_its_tags_and_the_tracks_that_have_any(folder, name, tags, categories):
    data = datasets.get(name, folder)
    assert (data.name, len(data.classes), data.tags.shape[1]) == (name, tags, tags)
    assert {*data.categories} == categories and sum(map(len, data.categories.values())) == tags
    assert data.tags.any(axis=1).all() and data.tags.any(axis=0).all()
    assert 0 < len(data.tracks) < 183 and "rare" not in data.classes
    assert data.default_split == "official" and set(parts(data, "official")) == {"train", "valid", "test"}


def test_the_fifty_tags_are_in_the_order_of_networks_that_learned_them(folder):
    assert datasets.get("mtg-jamendo", folder).classes == MTG_JAMENDO


def test_the_five_splits_are_the_published_ones(folder):
    data = datasets.get("mtg-jamendo-genre", folder)
    assert list(data.rules) == ["official", *(f"official-{n}" for n in range(1, 5)), "artist", "track", "clip"]
    assert len({tuple(parts(data, split)) for split in ("official", "official-1", "official-2")}) == 3
    assert "no artist is on both sides" in data.splits["official"]
    assert dict(zip(data.tracks.index, parts(data, "official"), strict=True))["track_0001002"] == "valid"
    row = data.tracks.loc["track_0001000"]
    assert (row.artist, row.album, row.seconds) == ("artist_000000", "album_000001", 275.3)


def test_small_audio_is_read_and_dealt_without_published_splits(tmp_path):
    root = write_jamendo(tmp_path, {"genre": ("rock", "pop", "jazz")}, 24, low=True)
    (root / "data" / "splits").rename(root / "data" / "hidden")
    with pytest.warns(UserWarning, match="published splits are not in data/splits"):
        data = datasets.get("mtg-jamendo-genre", root)
    assert data.tracks.path["track_0001007"].endswith("07/1007.low.mp3")
    assert data.default_split == "artist" and "rare" in data.classes


def test_one_epoch_is_trained_on_the_official_split(tmp_path):
    data = datasets.get("mtg-jamendo-genre", write_jamendo(tmp_path, {"genre": ("rock", "pop", "jazz")}, 24, seconds=3))
    system = papers.get("irvin2016/lstm-attention")
    run = train_system(system, data, "official", 0, tmp_path / "runs", epochs=1, device="cpu")
    assert (run.data, run.split) == ("mtg-jamendo-genre", "official")
    assert run.info["tracks"] == {"train": 8, "valid": 8, "test": 8} and list(run.classes) == ["jazz", "pop", "rock"]


HEADER = "\t".join(JAMENDO_HEADER) + "\n"
TRACK = "track_1\ta\tb\t00/1.mp3\t3.0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ID\tPATH\n", "got another table; clone"),
        ("TRACK_ID\tPATH\n", "got 2 cells in line 1"),
        (f"{HEADER}{TRACK}\n", "got 5 cells in line 2"),
        (f"{HEADER}{TRACK}\tgenre---rock\n", "got 1 tags"),
    ],
)
def test_another_table_is_refused(tmp_path, text, message):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "autotagging.tsv").write_text(text)
    with pytest.raises(ValueError, match=message):
        datasets.get("mtg-jamendo-genre", tmp_path)


def test_a_folder_without_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match=r"autotagging\.tsv or .*, got none of them; clone"):
        datasets.get("mtg-jamendo", tmp_path)
