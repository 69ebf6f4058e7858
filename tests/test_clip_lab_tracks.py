"""Clip lab with tracks of data sets: which can be chosen, what of them is told, and how other pages link to one."""

from urllib.parse import parse_qs, urlsplit

import pytest
from app_pages import page_opener, parameter, small_print
from home_confusions import name as confused
from home_trained import PLAIN, name

from genrelib.datasets import playback_source

SET = "folder-pages"


@pytest.fixture
def show(trained_home, music_of_home, monkeypatch, played):
    """Function: open the clip lab where the folder that the networks learned from lies with the data."""
    monkeypatch.setenv("GENRELIB_DATA", str(music_of_home.parent))
    open_page = page_opener(trained_home, monkeypatch)
    return lambda **link: open_page("clip_lab", **link)


@pytest.fixture(scope="module")
def music_of_home(tmp_path_factory, trained_home):
    """The folder that the networks of the home learned from."""
    return next(tmp_path_factory.getbasetemp().glob("music*/pages"))


def test_a_track_of_a_folder_is_chosen_by_a_link(show, played):
    test = show(sound=SET, track="noise/1.wav", run=name(PLAIN), t="2.5")
    assert not test.exception and not test.warning
    assert played[-1].title == "noise/1.wav"
    assert played[-1].begins == 2.5
    assert "A track of folder-pages, filed under noise." in small_print(test)
    assert "synthetic" not in small_print(test)
    assert parameter(test, "track") == "noise/1.wav"


def test_the_list_does_not_give_genres_away(show):
    test = show(sound=SET)
    options = test.selectbox(key="track").options
    assert len(options) == len(set(options)) == 24
    assert not any(genre in option for option in options for genre in ("clicks", "noise", "tones"))


def test_a_network_that_learned_from_the_track_says_so(show):
    test = show(sound=SET, run=name(PLAIN))
    words = []
    for track in [f"noise/{number}.wav" for number in range(8)]:
        test.selectbox(key="track").set_value(track).run()
        words.append("learned from this very track" in small_print(test))
    assert True in words and False in words


def test_another_set_begins_with_its_first_track(show):
    test = show(sound=SET, track="noise/1.wav", t="3")
    test.button_group(key="sound").set_value("jukebox").run()
    assert not test.warning and not test.exception
    assert "Synthetic music, composed by rule" in small_print(test)
    assert "t" not in test.query_params and "track" not in test.query_params


@pytest.mark.parametrize("link", [{"sound": "folder-gone"}, {"sound": "gtzan", "track": "blues.00001"}])
def test_a_link_to_a_set_that_is_not_here_says_so(show, link):
    test = show(**link)
    assert not test.exception
    assert f"asks for sound “{link['sound']}”, which is not here" in test.warning[0].value.replace("\\", "")
    assert test.session_state["sound"] == "jukebox"


def test_what_lies_here_is_told_by_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path))
    (tmp_path / "mine").mkdir()
    names = ["folder-gone", "folder-mine", "gtzan", "jukebox", "jukebox-needle", "radio"]
    assert [name for name in names if playback_source.lies_here(name)] == ["folder-mine", "jukebox", "jukebox-needle"]


def test_confusions_link_to_the_very_track_in_clip_lab(confusion_home, monkeypatch, played):
    monkeypatch.delenv("GENRELIB_DATA", raising=False)
    test = page_opener(confusion_home, monkeypatch)("confusions", run=confused(), t="1.5")
    links = [element.proto for element in test.get("page_link")]
    query = next(parse_qs(urlsplit(f"?{link.query_string}").query) for link in links if "sound=" in link.query_string)
    assert query["sound"] == ["folder-sounds"]
    assert query["run"] == [confused()]
    assert query["track"] == [played[-1].title]
    assert query["t"] == ["1.5"]


def test_a_training_track_that_is_heard_as_alike_plays_under_the_table(show, played):
    test = show(sound=SET, track="noise/1.wav", run=name(PLAIN))
    assert len([element for element in played if element.title != "noise/1.wav"]) == 0
    nearest = test.dataframe[0].value.track.iloc[2]
    again = show(sound=SET, track="noise/1.wav", run=name(PLAIN), near=f"1/{nearest}")
    assert not again.exception and not again.warning
    assert [element.title for element in played[-2:]] == ["noise/1.wav", nearest]
    assert [panel["kind"] for panel in played[-1].panels] == ["waveform", "image"]
    other = show(sound=SET, track="noise/1.wav", run=name(PLAIN), near="9/gone")
    assert "asks for near" in other.warning[0].value


def test_a_training_track_without_sound_says_so(show, monkeypatch, tmp_path):
    from load import sounds

    assert "No audio of them" not in small_print(show(sound=SET, run=name(PLAIN)))
    track = show(run=name(PLAIN)).dataframe[0].value.track.iloc[0]
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path))
    sounds._library.clear()
    test = show(run=name(PLAIN), near=f"1/{track}")
    assert not test.exception
    assert "No audio of them is here" in small_print(test)
    assert "ln -s" in small_print(test)
