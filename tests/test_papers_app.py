"""Papers, run without a browser: a link opens a study in a place, and every mistake has a price or a command."""

from types import SimpleNamespace

import pytest
from app_pages import PATIENCE, page_opener, parameter, small_print
from streamlit.testing.v1 import AppTest

from genrelib import papers

SCRIPT = "import pages, streamlit\nstreamlit.navigation(pages.menu('papers'), position='hidden').run()"


@pytest.fixture
def show(monkeypatch, tmp_path):
    """Function: open the page on the shipped runs."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))

    def open_page(**link: str) -> AppTest:
        test = AppTest.from_string(SCRIPT, default_timeout=PATIENCE)
        test.query_params.update(link)
        test.run()
        assert not test.exception and not test.error
        return test

    return open_page


def test_without_a_run_the_page_still_says_what_was_published_and_how_to_measure_it(monkeypatch, tmp_path):
    test = page_opener(tmp_path, monkeypatch)("papers")
    assert not test.exception
    assert "python -m genrelib reproduce irvin2016" in test.info[0].value
    assert "An LSTM names the genre" in small_print(test)
    assert any("--split clip" in code.value for code in test.code)


def test_the_page_opens_on_the_papers_own_split_of_real_music(show):
    test = show()
    assert test.selectbox(key="place").value == "gtzan-blues-classical-jazz-rock/clip"
    words = small_print(test)
    assert "The published order" in words and "Procedure: The split is drawn over clips" in words
    assert "No link" not in words and "The text names no address." in words


def test_a_link_opens_a_study_in_a_place(show):
    link = {"paper": "irvin2016", "study": "irvin2016/figure-2", "place": "jukebox/artist"}
    test = show(**link)
    assert {key: parameter(test, key) for key in link} == link
    assert not test.warning
    assert "these results say nothing about real music" in small_print(test)
    table = test.dataframe[0].value
    assert table.system.tolist() == ["irvin2016/rnn", "irvin2016/lstm", "irvin2016/lstm-attention"]
    assert table.answers.str.startswith("./confusions?run=jukebox").all()


def test_another_paper_begins_with_its_first_study(show):
    test = show(paper="irvin2016", study="irvin2016/figure-2")
    test.selectbox(key="paper").select("pandey2023").run()
    assert not test.exception and not test.warning
    assert test.selectbox(key="study").value == "pandey2023/table-1"
    assert "Some of it was cut short, so it decides nothing." in small_print(test)


def test_a_bad_link_says_so(show):
    test = show(paper="nobody1999")
    assert "nobody1999" in test.warning[0].value.replace("\\", "")
    assert test.selectbox(key="paper").value == "irvin2016"


def test_all_nine_mistakes_stand_in_one_table(show):
    table = show(paper="kim2019").dataframe[-1].value
    assert len(table) == len(papers.MISTAKES) == 9
    assert table["measured on"].ne("").all()
    assert table.price.notna().sum() >= 6


@pytest.mark.parametrize(
    ("system", "epoch"),
    [
        ("kim2019/crnn", "lowest validation loss"),
        ("irvin2016/lstm", "best epoch"),
        ("yenney2022/rnn-5s", "last epoch counts, whichever"),
    ],
)
def test_the_epoch_that_counts_is_that_of_the_recipe(system, epoch):
    from widgets.papers_study import counts

    assert epoch in counts(SimpleNamespace(system=system))
