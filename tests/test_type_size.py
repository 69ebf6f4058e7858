"""The size of type: larger in figures and tables, in the address of every page, and gone where Back takes it away."""

import json
from types import SimpleNamespace

import pytest
from app_pages import APP, PATIENCE, parameter
from state.address import companions, memory
from streamlit.testing.v1 import AppTest

from genrelib.runs import places


@pytest.fixture
def browser(monkeypatch):
    """A session and an address, without Streamlit."""
    browser = SimpleNamespace(session_state={}, query_params={})
    monkeypatch.setattr(companions, "st", browser)
    return browser


def opened(browser, page: str, **address: str) -> str:
    """Size of type on a page that is opened by an address, which is then written."""
    browser.query_params = address
    companions.meet(page)
    browser.session_state.pop(memory.TOUCHED, None)  # as a page does that is opened
    companions.written()
    return companions.value("type")


def test_a_size_goes_along_to_a_page_whose_address_does_not_name_it(browser):
    assert opened(browser, "confusions", type="150") == "150"
    assert opened(browser, "compare", run="x") == "150"
    assert companions.along({"run": "x"}) == {"type": "150", "run": "x"}
    assert opened(browser, "confusions", type="125") == "125"


def test_back_takes_away_what_the_address_no_longer_has(browser):
    opened(browser, "confusions")
    companions.change("type", "150")
    assert opened(browser, "confusions") == "150"  # the browser has not got the address yet
    assert opened(browser, "confusions", type="150") == "150"
    assert opened(browser, "confusions") == ""


def test_a_page_that_wrote_no_address_keeps_the_size(browser):
    opened(browser, "confusions", type="150")
    browser.query_params = {}
    companions.meet("map")  # and ends before its address is written
    assert opened(browser, "map") == "150"


def test_a_station_of_the_tour_is_the_view_of_its_address_alone(browser):
    browser.session_state.update({memory.KEPT: {"other": "x"}, "other": "x"})
    opened(browser, "confusions", type="150")
    assert browser.session_state["other"] == "x"
    opened(browser, "confusions", tour="4")
    assert "other" not in browser.session_state and memory.KEPT not in browser.session_state
    browser.session_state[memory.KEPT] = {"other": "y"}
    opened(browser, "confusions", tour="4")
    assert browser.session_state[memory.KEPT] == {"other": "y"}


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open the explorer on Clip lab by a link."""
    monkeypatch.setenv("GENRELIB_HOME", str(confusion_home))
    monkeypatch.setattr(places, "SHIPPED", confusion_home / "nothing shipped")

    def show(**link: str) -> AppTest:
        test = AppTest.from_file(str(APP / "main.py"), default_timeout=PATIENCE)
        test.query_params.update({"sound": "jukebox", "track": "jazz.00003"} | link)
        return test.run()

    return show


def test_type_grows_in_figures_and_in_the_style_and_is_in_the_address(show):
    test = show(type="150")
    assert not test.exception and not test.warning
    (figure,) = test.get("plotly_chart")
    drawn = json.loads(figure.proto.spec)["layout"]
    assert drawn["template"]["layout"]["font"]["size"] == 22
    (style,) = [html.proto.body for html in test.get("html") if "--player-size" in html.proto.body]
    assert "--player-size: 1.5" in style and "font-size: 24.0px" in style  # no theme is read here
    test.segmented_control(key="size of type").set_value("100").run()
    assert "type" not in test.query_params and parameter(test, "track") == "jazz.00003"
    assert not [html for html in test.get("html") if "--player-size" in html.proto.body]


def test_a_size_that_is_none_is_told_so(show):
    test = show(type="[9](x)")
    assert "is no size" in test.warning[0].value and "[9]" not in test.warning[0].value


def test_rows_of_a_table_grow_with_the_type_in_them(monkeypatch):
    from widgets import tables, type_size

    drawn = {}
    monkeypatch.setattr(tables.st, "dataframe", lambda *_, **look: drawn.update(look))
    monkeypatch.setattr(type_size, "factor", lambda: 1.5)
    column = tables.st.column_config.NumberColumn(width=50)
    tables.draw({"a": [1]}, {"a": column, "b": "B"}, 73, "Two columns")
    assert (drawn["height"], drawn["row_height"]) == (110, 52)
    assert drawn["column_config"]["a"]["width"] == 75 and drawn["column_config"]["b"] == "B" and column["width"] == 50
