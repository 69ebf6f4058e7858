"""Confusions, run without a browser: rows in order, each played from its second, and a word for whatever is missing."""

import shutil
from types import SimpleNamespace
from urllib.parse import quote

import numpy as np
import pandas as pd
import pytest
import soundfile
from app_pages import parameter, small_print, view_opener
from factories import SYSTEM
from home_confusions import CLASSES, PREDICTED, judged, keep, name
from streamlit.testing.v1 import AppTest

from genrelib import datasets
from genrelib.datasets import playback_source


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open the page, on the first run if none is named."""
    return view_opener("confusions", confusion_home, monkeypatch, run=name())


def rows(test: AppTest) -> list[str]:
    """The rows to choose from, as they read."""
    return [option.replace("\\", "") for option in test.radio(key="row").options]


def captions(test: AppTest) -> list[str]:
    """Facts beside each row."""
    return [caption.replace("\\", "") for caption in test.radio(key="row").proto.captions]


def chips(test: AppTest) -> list[str]:
    return [button.label for button in test.button if button.key == "chip"]


def test_without_a_run_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert "python -m genrelib train" in test.info[0].value
    assert not test.selectbox


def test_the_page_opens_with_all_mistakes_the_most_confident_first(show):
    test = show()
    assert [row.split("·")[0] for row in rows(test)] == [
        "**94 % noise**, 3 % clicks ",
        "**80 % noise**, 10 % clicks ",
        "**75 % clicks**, 12 % tones ",
        "**60 % noise**, 20 % clicks ",
    ]
    assert not chips(test) and not test.warning
    assert "3 of 4 tracks of clicks are called noise" in small_print(test)


def test_the_number_says_whose_it_is_and_on_what(show):
    test = show()
    assert (test.metric[0].label, test.metric[0].value) == ("Test tracks right (10 % to 90 %)", "50 %")
    assert "Trained on folder-sounds, seed 0, your run. Split track keeps apart: Nothing." in small_print(test)


def test_what_was_left_out_and_what_was_not_tested_is_said(show):
    text = small_print(show(run=name(data="gtzan-logmel")))
    assert "Not tested: no test track is jazz; all figures are without it." in text
    assert "1 tracks too short for this system" in text
    assert "too short" not in small_print(show())


def test_a_row_is_played_from_the_second_where_its_answer_was_surest(show, played):
    test = show()
    assert (played[-1].title, played[-1].begins) == ("clicks/3.wav", 2.5)
    assert [panel["title"] for panel in played[-1].panels] == [
        "Waveform",
        "Spectrogram",
        f"{SYSTEM.name}: probability",
        f"{SYSTEM.name}: attention",
    ]
    test.radio(key="row").set_value("tones/0.wav").run()
    assert played[-1].title == "tones/0.wav"
    assert parameter(test, "row") == "tones/0.wav"


def test_a_cell_in_the_link_is_a_chip_that_can_be_taken_away(show):
    test = show(cell="clicks-as-noise")
    assert chips(test) == ["true clicks, said noise"]
    assert len(rows(test)) == 3
    test.button(key="chip").click().run()
    assert not chips(test) and len(rows(test)) == 4
    assert "cell" not in test.query_params


def test_the_list_has_every_square_the_largest_confusion_first(show):
    test = show()
    options = test.selectbox(key="cell").options
    assert options[:3] == ["All mistakes: 4 of 8 tracks", "true clicks, said noise: 3", "true tones, said clicks: 1"]
    assert len(options) == 1 + 9
    test.selectbox(key="cell").set_value("tones-as-clicks").run()
    assert rows(test) == ["**75 % clicks**, 12 % tones · tones/0.wav at 2.5 s"]
    assert parameter(test, "cell") == "tones-as-clicks"


def test_an_empty_square_says_so(show, played):
    test = show(cell="noise-as-tones")
    assert "nothing to hear" in small_print(test)
    assert not played


def test_single_clips_start_where_they_lie(show, played):
    test = show(level="clip", cell="tones-as-clicks")
    assert rows(test)[0].endswith("tones/0.wav at 2.5 s") and rows(test)[2].endswith("at 0.0 s")
    assert test.metric[0].label.startswith("Test clips right")
    test.radio(key="row").set_value("tones/0.wav@4.00").run()
    assert played[-1].begins == 4.0


def test_many_rows_come_in_pages_and_a_link_opens_the_right_one(show):
    test = show(level="clip")
    assert len(rows(test)) == 5
    last = test.session_state["row"]
    far = show(level="clip", row="clicks/2.wav@0.00")
    assert rows(far) == [
        "**60 % noise**, 20 % clicks · clicks/2.wav at 4.0 s",
        "**56 % noise**, 22 % clicks · clicks/2.wav at 0.0 s",
    ]
    assert far.session_state["row"] != last and not far.warning


def test_a_link_opens_the_same_view_at_the_same_second(show, played):
    test = show(level="clip", numbers="share", cell="clicks-as-noise", row="clicks/3.wav@4.00", t="6.5")
    assert played[-1].begins == 6.5
    again = show(**{key: parameter(test, key) for key in test.query_params})
    assert (played[-1].title, played[-1].begins) == ("clicks/3.wav", 6.5)
    assert again.session_state["numbers"] == "share" and rows(again) == rows(test)


def test_another_row_is_not_opened_at_the_links_second(show, played):
    test = show(row="clicks/3.wav", t="6.5")
    test.radio(key="row").set_value("clicks/1.wav").run()
    assert played[-1].begins == 2.5
    assert "t" not in test.query_params


def test_a_bad_link_is_told_so_and_sees_the_first_choice(show, played):
    test = show(run="gone", level="bar", numbers="roman", cell="rock-as-country", row="x", t="noon")
    assert len(test.warning) == 5
    assert "**" not in test.warning[0].value
    assert len(rows(test)) == len(rows(show()))
    assert parameter(test, "run") == name()  # what a link spelt out is set right


def test_another_run_keeps_the_cell_and_forgets_what_it_lacks(show):
    test = show(cell="clicks-as-noise")
    test.selectbox(key="run").set_value(name(1)).run()
    assert chips(test) == ["true clicks, said noise"]
    test.selectbox(key="run").set_value(name(data="gtzan-logmel")).run()
    assert not chips(test) and not test.warning


def test_a_run_without_weights_is_drawn_as_it_was_counted(show, played):
    test = show(run=name(1))
    titles = [panel["title"] for panel in played[-1].panels]
    assert titles[2:] == [f"{SYSTEM.name}, as counted: probability"]
    np.testing.assert_allclose(played[-1].panels[2]["values"][0], [0.90, 0.98, 0.94], atol=1e-6)
    assert "comes without its weights" in small_print(test)


def test_a_network_of_another_catalogue_is_drawn_as_it_was_counted(show, played, confusion_home, tmp_path, monkeypatch):
    home = tmp_path / "home"
    shutil.copytree(confusion_home, home, symlinks=True)
    file = home / "runs" / name().split("@")[0] / "run.json"
    file.write_text(file.read_text().replace('"network": "', '"network": "old.'))
    monkeypatch.setenv("GENRELIB_HOME", str(home))
    test = show()
    assert "as counted" in played[-1].panels[2]["title"]
    assert "train it again" in small_print(test)


def test_without_the_sound_the_page_says_what_to_do_and_shows_what_was_counted(show, played):
    test = show(run=name(data="gtzan-logmel"))
    assert "put or link it there, or set GENRELIB_DATA" in small_print(test)
    assert captions(test)[0] == "The Rolling Stones: Honky Tonk Women"  # GTZAN's facts come with us
    assert not played


def test_a_partial_run_says_so(show):
    assert "partial run: 1 of 9 epochs" in small_print(show(run=name(data="gtzan-logmel")))
    assert "partial" not in small_print(show())


def test_an_excerpt_is_not_mistaken_for_what_was_judged(show, played, tmp_path, monkeypatch, synthesise):
    for genre, track in (("rock", "rock.00031"), ("jazz", "jazz.00001")):
        folder = tmp_path / "gtzan" / "genres" / genre
        folder.mkdir(parents=True)
        soundfile.write(folder / f"{track}.wav", synthesise("tones", 0, 2.5), 22_050)
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path))
    test = show(run=name(data="gtzan-logmel"), row="rock.00031")
    assert "Your copy holds 2.5 s of this track." in small_print(test)
    assert played[-1].begins == 0


def test_a_set_that_makes_its_own_sound_is_played(show, played, confusion_home, tmp_path, monkeypatch, synthesise):
    """As the jukebox: no paths, rendered when asked; known facts and faults stand beside the row."""
    facts = {"genre": "noise", "artist": "The Hums", "title": "Mains", "fault": "mislabelled: it is noise"}
    tracks = pd.DataFrame([facts | {"path": None, "start": 0.0, "seconds": 9.0}], index=["tones.00000"])
    data = SimpleNamespace(
        name="jukebox",
        fingerprint="0",
        shortest=1.0,
        tracks=tracks,
        frontend=None,
        sound_of=None,
        waveform=lambda track, rate: synthesise("noise", 0, 9.0, rate),
    )
    monkeypatch.setitem(datasets.SETS, "jukebox", SimpleNamespace(read=lambda root: data, SYNTHETIC=True))
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    keep(tmp_path, judged({"tones.00000": ("noise", 0.9), "noise.00000": ("noise", 0.7)}, CLASSES, 0, "jukebox"))
    test = show(run=name(data="jukebox"))
    assert played[-1].title == "tones.00000"
    assert "synthetic" in small_print(test)
    assert captions(test) == ["The Hums: Mains · :orange[:material/warning: mislabelled: it is noise]"]


def test_genre_by_genre_counts_and_intervals(show):
    table = show().dataframe[0].value.set_index("genre")
    assert table["count"].to_dict() == {"clicks": 4, "noise": 2, "tones": 2}
    assert table.loc["clicks", "recall"] == pytest.approx(25)
    assert table.loc["noise", "precision"] == pytest.approx(40)
    assert table.loc["clicks", "recall holds"] == "5 to 70 %"  # Wilson's interval of 1 of 4: 0.046 to 0.699


def test_the_network_can_be_asked_about_other_sounds(show):
    link, *_ = show().get("page_link")
    assert link.proto.query_string == f"run={quote(name(), safe='')}"
    others = [other.proto.label for other in show(run=name(1)).get("page_link")]
    assert others == ["Open in Clip lab"]  # no weights, nobody to ask but other networks about the track


def test_a_remembered_folder_is_the_one_that_is_heard(show):
    show()
    assert playback_source.sound("folder-sounds").tracks.index.tolist() == sorted(PREDICTED)


def test_two_squares_are_held_against_each_other(show):
    """Clicks are called noise thrice, noise itself twice: one is short ticks, the other loud from end to end."""
    assert "Choose a square first" in small_print(show())
    test = show(cell="noise-as-noise")
    options = test.selectbox(key="against").options
    assert "true noise, said noise: 2" not in options and "true clicks, said noise: 3" in options
    assert not any(option.endswith(": 0") for option in options)
    test.selectbox(key="against").set_value("clicks-as-noise").run()
    assert parameter(test, "against") == "clicks-as-noise"
    table = test.dataframe[1].value.set_index("sound")
    assert table.loc["duration, s", ["this", "other", "gap"]].tolist() == ["9.0", "9.0", "+0.0"]
    assert table.loc["duration, s", "so this is"] == ""
    text = small_print(test)
    assert "Means of 2 and 3 tracks" in text and "A square has 2 tracks: fewer than 5 tell next to nothing" in text


def test_squares_whose_sound_is_not_here_say_how_many(show):
    test = show(run=name(data="gtzan-logmel"), cell="rock-as-jazz", against="rock-as-rock")
    assert "0 and 0 tracks of the two squares have their sound here, 2 do not" in small_print(test)


def test_a_difference_gets_a_word_only_where_its_interval_leaves_out_nothing():
    from widgets.compare_cells import QUANTITIES, verdict

    from genrelib.evaluate import Interval

    tempo = QUANTITIES["tempo"]
    bounds = [(1, 9), (-9, -1), (-1, 9), (np.nan, np.nan)]
    assert [verdict(tempo, Interval(np.mean(pair), *pair)) for pair in bounds] == ["faster", "slower", "", ""]
