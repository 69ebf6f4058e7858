"""Where a run's tracks are heard: by the name of its data set, on this computer only, with a remedy where not."""

import shutil
from types import SimpleNamespace

import pytest
import soundfile

from genrelib import datasets
from genrelib.datasets import playback_source


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty home, and an empty folder of data."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def gtzan(place, synthesise):
    for genre in ("blues", "jazz"):
        folder = place / "data" / "gtzan" / "genres" / genre
        folder.mkdir(parents=True)
        soundfile.write(folder / f"{genre}.00001.wav", synthesise("tones", 0, 2.0), 22_050)


@pytest.mark.parametrize("name", ["gtzan", "gtzan-logmel", "gtzan-blues-classical-jazz-rock"])
def test_every_set_of_gtzans_tracks_is_heard_in_gtzan(gtzan, name):
    assert len(playback_source.sound(name).waveform("jazz.00001", 22_050)) == 44_100


def test_without_gtzan_the_remedy_names_the_folder(place):
    with pytest.raises(ValueError, match="no such folder; put or link it there, or set GENRELIB_DATA") as refusal:
        playback_source.sound("gtzan-logmel")
    assert str(place / "data" / "gtzan") in str(refusal.value)


def test_facts_of_gtzan_need_no_sound(place):
    """The first artist of Sturm's index, and some exact repetitions."""
    facts = playback_source.facts("gtzan-logmel")
    assert len(facts) == 1000
    assert facts.artist["blues.00000"] == "John Lee Hooker"
    assert (facts.fault != "").sum() > 10


def test_facts_of_a_set_that_is_not_here_are_none(place):
    assert playback_source.facts("folder-mine").empty
    assert list(playback_source.facts("folder-mine").columns) == playback_source.FACTS


def test_a_folder_is_heard_once_it_lies_or_is_linked_with_the_data(place, folder_of_music):
    with pytest.raises(ValueError, match=r"expected the folder of its music at .*small.*ln -s"):
        playback_source.sound("folder-small")
    shutil.copytree(folder_of_music, place / "data" / "small")
    assert "tones/tones.00.wav" in playback_source.sound("folder-small").tracks.index


def test_a_folder_that_was_trained_on_is_remembered(place, folder_of_music):
    data = datasets.get("folder", folder_of_music)
    for _ in range(2):
        playback_source.remember(data)
    assert playback_source.sound("folder-small").tracks.path.equals(data.tracks.path)


def test_another_folder_of_the_same_name_is_refused_while_the_first_is_there(place, folder_of_music, tmp_path):
    playback_source.remember(datasets.get("folder", folder_of_music))
    other = shutil.copytree(folder_of_music, tmp_path / "elsewhere" / folder_of_music.name)
    with pytest.raises(ValueError, match=r"expected the folder that runs of folder-small are about, .* got another"):
        playback_source.remember(datasets.get("folder", other))
    moved = folder_of_music.rename(tmp_path / "moved")  # the first one is gone: the name is free
    try:
        playback_source.remember(datasets.get("folder", other))
        assert playback_source.sound("folder-small").tracks.path.iloc[0].startswith(str(other))
    finally:
        moved.rename(folder_of_music)


def test_a_folder_of_the_same_name_with_the_data_is_refused(place, folder_of_music):
    shutil.copytree(folder_of_music, place / "data" / "small")
    with pytest.raises(ValueError, match="set GENRELIB_DATA to another place"):
        playback_source.remember(datasets.get("folder", folder_of_music))


def test_any_other_set_is_asked_itself(place, monkeypatch):
    stand_in = SimpleNamespace(tracks=None)
    monkeypatch.setitem(datasets.SETS, "jukebox-needle", SimpleNamespace(read=lambda root: stand_in))
    assert playback_source.sound("jukebox-needle") is stand_in
    with pytest.raises(ValueError, match="expected a data set"):
        playback_source.sound("radio")


def test_the_tagged_jukebox_is_heard_in_the_jukebox():
    assert playback_source.sound("jukebox-tags").name == "jukebox"
    assert playback_source.home_of("jukebox-needle") == "jukebox-needle"
    assert playback_source.home_of("gtzan-logmel-tags") == "gtzan"
