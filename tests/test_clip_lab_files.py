"""Clip lab with several files at once: a row for each, a broken one loses nobody, a row opens in the player."""

import pytest
from app_pages import page_opener, small_print, wav
from home_trained import ATTENDS, PLAIN, name


@pytest.fixture
def test_page(trained_home, monkeypatch, played, synthesise):
    """The clip lab with three files, the first of them broken."""
    page = page_opener(trained_home, monkeypatch)("clip_lab", sound="upload", run=name(PLAIN), other=name(ATTENDS))
    files = [
        ("[a](b).mp3", b"I am only text.\n" * 99, "audio/mpeg"),
        ("tones.wav", wav(synthesise("tones", 0, 6.0, 8000), 8000), "audio/wav"),
        ("noise.wav", wav(synthesise("noise", 0, 7.0, 8000), 8000), "audio/wav"),
    ]
    return page.file_uploader(key="file").set_value(files).run()


def test_each_file_has_a_row_and_the_newest_is_open(test_page, played):
    assert not test_page.exception and not test_page.error
    table = test_page.dataframe[0].value
    assert table.file.tolist() == ["[a](b).mp3", "tones.wav", "noise.wav"]
    assert table.seconds.tolist()[1:] == [6.0, 7.0]
    assert "expected" in table.remarks.iloc[0] and table[PLAIN].iloc[1].startswith("tones")
    assert {PLAIN, ATTENDS} <= {*table.columns}
    assert played[-1].title == "noise.wav"
    assert "cannot carry your sound" in small_print(test_page)


def test_another_row_opens_in_the_player(test_page, played):
    from state import batch

    names = [file.file_id for file in test_page.session_state["file"]]
    test_page.session_state[batch._OPENED] = names[1]
    test_page.run()
    assert played[-1].title == "tones.wav"
    assert not test_page.error


def test_answers_are_kept_while_the_page_runs_again(test_page, monkeypatch):
    from state import batch

    monkeypatch.setattr(batch, "_row", lambda *_: pytest.fail("asked again"))
    assert not test_page.run().exception


def test_files_that_nobody_asked_about_are_said_to_be_so(test_page):
    from state import batch

    test_page.session_state[batch._ROWS] = {}
    test_page.session_state[batch._STOPPED] = True
    test_page.run()
    assert set(test_page.dataframe[0].value.remarks) == {"not asked about yet"}
    next(button for button in test_page.button if "Ask about the other 3" in button.label).click().run()
    assert "not asked about yet" not in set(test_page.dataframe[0].value.remarks)
