"""Start, run without a browser: a mistake ready to be played, doors that lead on, and old links that still arrive."""

import os
import subprocess
import sys

import numpy as np
import pytest
from app_pages import APP, PATIENCE, page_opener, parameter, small_print, view_opener, wav
from factories import SYSTEM
from home_confusions import CLASSES, judged, keep, name
from streamlit.testing.v1 import AppTest


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open the first page by a link."""
    return view_opener("start", confusion_home, monkeypatch)


def title(test: AppTest) -> str:
    return test.title[0].value


def test_a_mistake_is_ready_to_be_played_where_its_answer_was_surest(show, played):
    test = show()
    assert f"It is **clicks**; {SYSTEM.name} says **noise** with 94 %" in small_print(test)
    assert (played[-1].title, played[-1].begins) == ("clicks/3.wav", 2.5)
    assert [panel["title"] for panel in played[-1].panels][2:] == [f"{SYSTEM.name}: probability"]
    assert played[-1].panels[2]["labels"] == ["noise", "clicks"]
    assert not test.query_params


def test_another_one_is_the_next_of_a_list_that_ends_where_it_began(show, played):
    test = show()
    shown = []
    for _ in range(4):
        next(button for button in test.button if button.label == "Another one").click().run()
        shown.append(played[-1].title)
        assert test.query_params.get("mistake", ["clicks/3.wav"]) in (shown[-1], [shown[-1]])
    assert shown == ["tones/0.wav", "clicks/1.wav", "clicks/2.wav", "clicks/3.wav"]
    show(mistake="clicks/1.wav")
    assert played[-1].title == "clicks/1.wav"


def test_all_mistakes_of_the_kind_are_a_click_away(show):
    (link, *_) = show(mistake="tones/0.wav").get("page_link")
    assert "cell=tones-as-clicks" in link.proto.query_string and "run=folder-sounds" in link.proto.query_string


def test_a_bad_link_to_a_mistake_says_so(show, played):
    test = show(mistake="rock.00001")
    assert "which is not here" in test.warning[0].value
    assert played[-1].title == "clicks/3.wav"


def test_a_track_with_a_planted_fault_is_no_mistake_to_play(tmp_path, monkeypatch, played):
    """reggae.00035 is filed under a wrong genre on purpose: what a network says of it is no mistake."""
    predicted = {"reggae.00035": ("blues", 0.95), "jazz.00001": ("blues", 0.7), "blues.00001": ("blues", 0.9)}
    keep(tmp_path, judged(predicted, ("blues", "jazz", "reggae"), 0, "jukebox"))
    test = page_opener(tmp_path, monkeypatch)("start")
    assert not test.exception
    assert [call.title for call in played] == ["jazz.00001"]
    assert "synthetic music, composed by rule" in small_print(test)


def test_without_a_run_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert "python -m genrelib train" in test.info[0].value


def test_without_sound_no_mistake_is_offered(tmp_path, monkeypatch, played):
    keep(tmp_path, judged({"clicks/0.wav": ("noise", 0.9)}, CLASSES, 0, "folder-gone"))
    test = page_opener(tmp_path, monkeypatch)("start")
    assert not test.exception and not played
    assert "answers to music that can be played" in test.info[0].value


def test_a_file_opens_in_the_clip_lab(show, synthesise):
    test = show()
    test.file_uploader[0].upload("song.wav", wav(synthesise("tones", 0, 6.0, 8000), 8000), "audio/wav").run()
    assert not test.exception
    assert title(test) == "What do the networks hear?"
    assert "song.wav" in small_print(test) and test.metric
    assert parameter(test, "sound") == "upload"


def test_a_bad_file_gets_one_sentence_and_stays_outside(show):
    test = show()
    test.file_uploader[0].upload("x.mp3", np.random.default_rng(0).bytes(999), "audio/mpeg").run()
    assert not test.exception and len(test.error) == 1
    assert title(test) == "Do you hear what a network hears?"


def test_an_old_link_opens_the_clip_lab_with_all_its_choices(show):
    link = {"run": name(), "sound": "jukebox", "track": "jazz.00007", "t": "3.5", "loop": "3.00-7.50"}
    test = show(**link)
    assert title(test) == "What do the networks hear?"
    assert {key: parameter(test, key) for key in test.query_params} == link
    assert test.session_state["track"] == "jazz.00007" and not test.warning


def test_back_from_where_an_old_link_led_is_the_first_page(show):
    test = show(track="jazz.00007")
    assert title(test) == "What do the networks hear?"
    test.switch_page(str(APP / "views" / "start.py"))
    test.query_params["track"] = "jazz.00007"
    test.run()
    assert title(test) == "Do you hear what a network hears?"
    assert parameter(test, "track") == "jazz.00007"  # another address would be a step forward, and Back a circle


def test_lessons_are_there_with_the_views_that_they_use(show):
    test = show()
    assert "**Does a network need memory?** 90 minutes." in small_print(test)
    links = [link.proto for link in test.get("page_link")]
    lesson = [link for link in links if link.label == "4 Confusions"]
    assert len(lesson) == 1 and "level=clip" in lesson[0].query_string


def test_the_explorer_opens_on_the_first_page(show):
    test = AppTest.from_file(APP / "main.py", default_timeout=PATIENCE).run()
    assert not test.exception
    assert title(test) == "Do you hear what a network hears?"


LOOKED_AT = """
from state import server
from streamlit.testing.v1 import AppTest

server._import_the_rest = lambda: None
test = AppTest.from_file("app/main.py", default_timeout=100).run()
assert not test.exception and test.title[0].value
import sys
print(*{"captum", "librosa", "matplotlib", "numba", "sklearn"} & set(sys.modules))
"""


def test_the_first_page_imports_nothing_that_it_can_do_without():
    done = subprocess.run(
        [sys.executable, "-c", LOOKED_AT],
        cwd=APP.parent,
        env=os.environ | {"PYTHONPATH": f"{APP.parent}{os.pathsep}{APP}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr[-2000:]
