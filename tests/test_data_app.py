"""Data, run without a browser: what a set holds, what is wrong with it, and a word where it is not here."""

import pandas as pd
import pytest
from app_pages import parameter, small_print, view_opener
from load import data_sets
from tiny_sets import write_mtat

from genrelib import datasets, plots
from genrelib.datasets import overview
from genrelib.datasets.audit.account import Account
from genrelib.tag_lists import MAGNATAGATUNE


@pytest.fixture
def show(monkeypatch, tmp_path, played):
    """Function: open the page in a home without any music."""
    return view_opener("data", tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def jukebox():
    return datasets.get("jukebox")


def test_labels_artists_and_parts_are_counted(jukebox):
    counts = overview.by_label(jukebox)
    assert counts.tracks.sum() == len(jukebox.tracks) == 1000
    assert counts.artists["jazz"] == jukebox.tracks.artist[jukebox.tracks.genre == "jazz"].nunique() > 1
    parts = overview.by_part(jukebox, "artist")
    assert list(parts.columns) == ["train", "valid", "test"] and parts.to_numpy().sum() == 1000
    assert overview.by_part(jukebox, "clip").to_numpy().sum() == 6000  # six clips of 5 s


def test_bars_have_the_colours_of_their_genres():
    table = pd.DataFrame({"tracks": [3, 2], "artists": [1, 0]}, index=["jazz", "rock"])
    bars = plots.label_counts(table).data[0]
    assert list(bars.x) == [3, 2] and list(bars.marker.color) == [plots.GENRE_COLORS[name] for name in ("jazz", "rock")]
    parts = pd.DataFrame({"train": [2, 1], "valid": [1, 0], "test": [0, 1]}, index=["jazz", "rock"])
    assert {bar.name: list(bar.x) for bar in plots.divided(parts, "tracks").data} == parts.to_dict("list")


def test_a_fault_names_the_track_that_it_repeats(jukebox):
    table = overview.faults(jukebox)
    assert len(table) == (jukebox.tracks.fault != "").sum() > 0
    repeated = table[table.repeats != ""]
    assert len(repeated) and repeated.repeats.isin(jukebox.tracks.index).all()


def test_the_page_opens_on_synthetic_music_that_says_so_and_plays(show, played):
    test = show()
    assert test.selectbox(key="data").value == "jukebox"
    assert "Synthetic: composed by rule" in small_print(test)
    assert "1000 tracks" in small_print(test)
    assert played and test.dataframe[0].value.tracks.sum() == 1000


def test_a_link_chooses_genre_and_faults(show):
    link = {"data": "jukebox", "genre": "rock", "shown": "faults", "split": "clip"}
    test = show(**link)
    assert {key: parameter(test, key) for key in link if key != "data"} == {
        k: v for k, v in link.items() if k != "data"
    }
    assert not test.warning
    assert "other clips of a test track are in training" in small_print(test)
    assert all(option.startswith("**rock**") for option in test.radio(key="row").options)


def test_without_a_check_the_page_says_how_to_make_one(show):
    test = show(data="jukebox", split="artist")
    assert "python -m genrelib data check jukebox" in [block.value for block in test.code]
    assert "0 of 198 test tracks share an artist with training or validation" in small_print(test)


def test_what_the_last_check_came_to_is_shown(show, monkeypatch, jukebox):
    problems = pd.DataFrame(
        {"track": ["rock.00001"], "kind": ["odd"], "problem": ["odd: *a* <b>remark</b>"], "other": [""]}
    )
    recording = jukebox.tracks.index.to_series()
    recording[:] = "one recording"
    monkeypatch.setattr(data_sets, "latest", lambda data: Account(problems, recording))
    data_sets.checked.clear()
    data_sets.shared.clear()
    try:
        test = show(data="jukebox", split="track")
    finally:
        data_sets.checked.clear()
        data_sets.shared.clear()
    assert "The last check of these files: 1 odd" in small_print(test)
    assert test.dataframe[-1].value.problem.tolist() == ["odd: *a* <b>remark</b>"]
    assert "200 of 200 test tracks share a recording with training" in small_print(test)


def test_a_set_that_is_not_here_says_how_it_gets_ready(show):
    test = show(data="gtzan")
    assert "bring your own copy" in small_print(test)
    assert "python -m genrelib data prepare gtzan --root DIR" in test.code[0].value
    assert not test.dataframe


def test_a_published_set_of_tags_is_counted_and_played(show, played, tmp_path, monkeypatch):
    write_mtat(tmp_path / "music" / "magnatagatune", MAGNATAGATUNE)
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path / "music"))
    test = show(data="magnatagatune")
    assert test.selectbox(key="data").value == "magnatagatune" and not test.exception
    assert len(test.dataframe[0].value) == 50
    assert "1 of 4 artists are on both sides" in small_print(test) and "a false alarm may be" in small_print(test)
    assert test.selectbox(key="genre").options == ["all genres"] and played
