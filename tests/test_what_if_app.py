"""What if, without a browser: links reproduce edits, sliders write them, answers flip, searches end."""

import numpy as np
import pytest
from app_pages import page_opener, parameter, small_print, wav
from home_trained import ATTENDS, PLAIN, name
from streamlit.testing.v1 import AppTest

from genrelib import runs
from genrelib.runs import places

SHIPPED = places.SHIPPED
SET = "folder-pages"
RNN = "jukebox/artist/irvin2016/rnn/seed-0@shipped"


@pytest.fixture
def show(audible_home, monkeypatch, played):
    """Function: open the page with a track of noise and the network that knows noise."""
    monkeypatch.delenv("GENRELIB_DATA", raising=False)
    open_page = page_opener(audible_home, monkeypatch)

    def opened(**link: str) -> AppTest:
        test = open_page("what_if", **{"sound": SET, "track": "noise/1.wav", "run": name(ATTENDS)} | link)
        assert not test.exception
        return test

    return opened


def labels(test: AppTest) -> list[str]:
    """First words of the two answers, the original's first."""
    assert [metric.label.replace("\\", "").split(":")[0] for metric in test.metric] == ["Original", "Edited"]
    return [metric.value.split()[0] for metric in test.metric]


def test_an_edit_flips_the_answer_to_a_track_of_the_jukebox(show, monkeypatch):
    test = show()
    monkeypatch.setattr(places, "SHIPPED", SHIPPED)
    assert runs.shipped() == SHIPPED
    test.query_params.update({"sound": "jukebox", "track": "jazz.00003", "run": RNN, "edits": "gain:-30"})
    test.run()
    original, edited = labels(test)
    assert (original, edited) == ("jazz", edited) and edited != "jazz"
    assert "points of jazz" in test.metric[1].delta


def test_without_edits_both_answers_are_the_same(show, played):
    test = show()
    assert len(set(labels(test))) == 1 and test.metric[0].value == test.metric[1].value
    assert not test.warning and not test.error
    assert "edits" not in test.query_params
    assert played[-1].seconds == 6.0


def test_a_link_with_edits_reproduces_the_view(show, played):
    test = show(edits="lowpass:1234 pitch:-3 harmonic", t="2.5")  # browsers write a plus as a space
    assert test.select_slider(key="edit lowpass").value == 1234
    assert test.select_slider(key="edit pitch").value == -3
    assert test.button_group(key="edit switches").value == ["harmonic"]
    assert "In this order: Low-pass, 1234 Hz, then Pitch, -3 semitones, then Harmonic only." in small_print(test)
    assert parameter(test, "edits") == "lowpass:1234+pitch:-3+harmonic"
    assert played[-1].begins == 2.5 and played[-1].group.startswith(SET)


def test_a_slider_writes_the_link_and_off_takes_it_out(show):
    test = show(edits="gain:-6")
    test.select_slider(key="edit lowpass").set_value(500).run()
    assert parameter(test, "edits") == "gain:-6+lowpass:500"
    test.select_slider(key="edit gain").set_value(0).run()
    assert parameter(test, "edits") == "lowpass:500"
    test.button_group(key="edit switches").set_value(["reverse", "telephone"]).run()
    assert parameter(test, "edits") == "lowpass:500+telephone+reverse"
    test.slider(key="edit crop").set_value((1.0, 3.0)).run()
    assert parameter(test, "edits") == "lowpass:500+telephone+reverse+crop:1:3"
    next(button for button in test.button if button.label == "No edits").click().run()
    assert "edits" not in test.query_params and not test.exception
    assert len(set(labels(test))) == 1


def test_original_and_edited_take_over_from_one_another(show, played):
    test = show(edits="tempo:200")
    edited = played[-1]
    next(button for button in test.button if button.label == "Switch").click().run()
    original = played[-1]
    assert parameter(test, "play") == "original"
    assert original.group == edited.group != "" and original.hash != edited.hash
    assert (edited.seconds, original.seconds) == (3.0, 6.0)
    test.select_slider(key="edit tempo").set_value(50).run()  # who moves a slider hears what it does
    assert played[-1].seconds == 12.0 and "play" not in test.query_params


@pytest.mark.parametrize(("text", "reason"), [
    ("flanger:3", "expected an edit (crop"),
    ("lowpass:3", "expected hz of 50 to 20000 Hz, got 3"),
    ("<b>:1", "got '<b>'"),
])  # fmt: skip
def test_a_broken_edit_in_a_link_says_so(show, text, reason):
    test = show(edits=text)
    warning = test.warning[0].value.replace("\\", "")
    assert f"The link asks for the edits “{text}”" in warning and reason in warning
    assert len(set(labels(test))) == 1
    assert "edits" not in test.query_params


@pytest.mark.parametrize(("text", "reason"), [
    ("crop:100:120", "expected a start up to 5.5 s, of 6.0 s of sound, got 100 s"),
    ("crop:1:1.5+tempo:400", "expected at least 0.5 s of sound"),
])  # fmt: skip
def test_an_edit_that_leaves_nothing_is_refused(show, text, reason):
    test = show(edits=text)
    assert reason in test.error[0].value.replace("\\", "")
    assert test.slider(key="edit crop") and test.button  # there is a way back


def test_a_sweep_says_where_the_answer_flips(show):
    test = show(sweep="lowpass")
    words = small_print(test)
    assert "flips the answer from" in words or "The answer stays" in words
    assert parameter(test, "sweep") == "lowpass"
    hear = [button for button in test.button if button.label.startswith("Hear it at")]
    if hear:
        hear[0].click().run()
        before, after = labels(test)
        assert before != after and parameter(test, "edits").startswith("lowpass:")


def test_the_least_is_heard_and_a_second_network_is_asked(show, played):
    test = show(least="yes", other=name(PLAIN))
    label = labels(test)[0]
    words = small_print(test)
    assert words.count(f"still {label}") == 2  # of a stretch, and of a band
    assert test.header[2].value == f"What is the least that is still {label}?"
    assert words.count(f"{PLAIN} agrees") + words.count(f"{PLAIN} disagrees") == 2
    test.button(key="hear the stretch").click().run()
    assert parameter(test, "edits").startswith("crop:") and played[-1].seconds < 6.0
    assert labels(test) == [label, label]


def test_a_long_sound_is_edited_in_part_and_says_so(show, played, synthesise):
    test = show(sound="upload", edits="gain:-6")
    test.file_uploader[0].upload("song.wav", wav(synthesise("noise", 0, 70.0, 8000), 8000), "audio/wav").run()
    assert not test.exception
    slider = test.select_slider(key="from")
    assert "Excerpt of 30 s that is edited and judged" in slider.label
    assert played[-1].seconds == 30.0
    first = played[-1].hash
    slider.set_value("30").run()
    assert parameter(test, "from") == "30" and played[-1].hash != first
    assert "A link to this page cannot carry your sound" in small_print(test)
    assert parameter(test, "edits") == "gain:-6"  # they waited for the file


def test_a_sound_too_short_is_refused(show, synthesise):
    test = show(sound="upload", edits="gain:-6")
    test.file_uploader[0].upload("click.wav", wav(synthesise("noise", 0, 0.04, 8000), 8000), "audio/wav").run()
    assert not test.exception
    assert "expected 0.5 s of sound or more, got 0.04 s" in test.error[0].value.replace("\\", "")


def test_a_full_chain_takes_no_more(show):
    full = "+".join(["gain:-1"] * 20)
    test = show(edits=full)
    test.select_slider(key="edit lowpass").set_value(500).run()
    assert not test.exception and parameter(test, "edits") == full
    test.select_slider(key="edit gain").set_value(-3).run()
    assert parameter(test, "edits") == f"gain:-3{full.removeprefix('gain:-1')}"


def test_silence_is_not_judged(show):
    test = show(sound="upload", sweep="gain", least="yes")
    silence = wav(np.zeros(16_000, np.float32), 8000)
    test.file_uploader[0].upload("silence.wav", silence, "audio/wav").run()
    assert not test.exception and not test.error
    assert {metric.value for metric in test.metric} == {"nothing to judge"}
    assert "Nothing to judge" in small_print(test)


def test_what_many_tracks_say_of_the_edit_is_told(show, monkeypatch):
    test = show()
    monkeypatch.setattr(places, "SHIPPED", SHIPPED)
    test.query_params.update({"sound": "jukebox", "track": "jazz.00003", "run": RNN, "edits": "gain:-18"})
    test.run()
    told = [line for line in small_print(test).splitlines() if line.startswith("On ")]
    assert len(told) == 1 and told[0].startswith("On 20 test tracks of jukebox, artist: Gain, -20 dB: accuracy −")


def test_without_a_network_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert "python -m genrelib train" in test.info[0].value
