"""Clip lab with several files at once: a row for each, a broken one loses nobody, a row opens in the player."""

import pytest
from app_pages import page_opener, parameter, small_print, wav
from home_trained import ATTENDS, PLAIN, name


@pytest.fixture
def files(synthesise):
    """Three files, the first of them broken."""
    return [
        ("[a](b).mp3", b"I am only text.\n" * 99, "audio/mpeg"),
        ("tones.wav", wav(synthesise("tones", 0, 6.0, 8000), 8000), "audio/wav"),
        ("noise.wav", wav(synthesise("noise", 0, 7.0, 8000), 8000), "audio/wav"),
    ]


@pytest.fixture
def open_page(trained_home, monkeypatch, played):
    """Function: open Clip lab for a visitor's files by a link."""
    networks = {"run": name(PLAIN), "other": name(ATTENDS)}
    opener = page_opener(trained_home, monkeypatch)
    return lambda **link: opener("clip_lab", sound="upload", **networks, **link)


@pytest.fixture
def test_page(open_page, files):
    """Clip lab with three files."""
    return open_page().file_uploader(key="file").set_value(files).run()


def test_each_file_has_a_row_and_the_newest_is_open(test_page, played):
    assert not test_page.exception and not test_page.error
    table = test_page.dataframe[0].value
    assert table.file.tolist() == ["[a](b).mp3", "tones.wav", "noise.wav"]
    assert table.seconds.tolist()[1:] == [6.0, 7.0]
    assert "expected" in table.remarks.iloc[0] and table[PLAIN].iloc[1].startswith("tones")
    assert {PLAIN, ATTENDS} <= {*table.columns}
    assert played[-1].title == "noise.wav"
    assert "cannot carry your sound" in small_print(test_page)


def test_another_row_opens_in_the_player_and_its_number_is_in_the_address(test_page, played):
    assert "open" not in test_page.query_params
    test_page.session_state["open"] = "2"
    test_page.run()
    assert played[-1].title == "tones.wav" and parameter(test_page, "open") == "2"
    assert not test_page.error


def test_a_link_to_a_file_waits_for_the_files(open_page, files, played):
    test = open_page(open="2")
    assert not test.exception and not played and parameter(test, "open") == "2"
    test.file_uploader(key="file").set_value(files).run()
    assert played[-1].title == "tones.wav" and parameter(test, "open") == "2" and not test.warning
    test.file_uploader(key="file").set_value([*files, ("more.wav", files[2][1], "audio/wav")]).run()
    assert played[-1].title == "more.wav" and "open" not in test.query_params


@pytest.mark.parametrize("asked", ["9", "0", "[x](y)"])
def test_a_link_to_a_file_that_is_not_there_opens_the_newest(open_page, files, played, asked):
    test = open_page(open=asked).file_uploader(key="file").set_value(files).run()
    assert "which is not here" in test.warning[0].value and "[x]" not in test.warning[0].value
    assert played[-1].title == "noise.wav"


def test_answers_are_kept_while_the_page_runs_again(test_page, monkeypatch):
    from widgets import several_files as batch

    monkeypatch.setattr(batch, "_row", lambda *_: pytest.fail("asked again"))
    assert not test_page.run().exception


def test_files_that_nobody_asked_about_are_said_to_be_so(test_page):
    from widgets import several_files as batch

    test_page.session_state[batch._ROWS] = {}
    test_page.session_state[batch._STOPPED] = True
    test_page.run()
    assert set(test_page.dataframe[0].value.remarks) == {"not asked about yet"}
    next(button for button in test_page.button if "Ask about the other 3" in button.label).click().run()
    assert "not asked about yet" not in set(test_page.dataframe[0].value.remarks)
