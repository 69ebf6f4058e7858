"""The tour: stations that exist on this computer, each an address, with a panel that says where one is."""

from urllib.parse import parse_qsl

import pages
import pytest
from app_pages import APP, PATIENCE, parameter, small_print
from home_confusions import name
from streamlit.testing.v1 import AppTest

from genrelib.runs import places


@pytest.fixture
def route(monkeypatch):
    """Function: the tour of a home without music, with the shipped runs or without."""
    from load import tour

    def at(home, shipped: bool) -> list:
        monkeypatch.setenv("GENRELIB_HOME", str(home))
        monkeypatch.delenv("GENRELIB_DATA", raising=False)
        if not shipped:
            monkeypatch.setattr(places, "SHIPPED", home / "nothing shipped")
        return tour.route()

    return at


def test_a_fresh_computer_has_every_station_and_each_can_be_heard(route, tmp_path):
    from load import predictions, runs, sounds

    stops = route(tmp_path, shipped=True)
    choices = {stop.station.view: stop.choices for stop in stops}
    views = ["start", "clip_lab", "compare", "confusions", "doubts", "papers", "quiz", "your_runs"]
    assert list(choices) == views
    judged = runs.find(runs.judged_genres)
    playable = sounds.playable("jukebox")
    assert {choices["start"]["mistake"], choices["clip_lab"]["track"], choices["doubts"]["row"]} <= playable
    run, other = (judged[choices["compare"][key]] for key in ("run", "other"))
    row = predictions.pair(run, other).table.loc[choices["compare"]["row"]]
    assert row["first"] != row["second"] and row.track in playable
    truth, answer = choices["confusions"]["cell"].split("-as-")
    clips = predictions.of_genres(judged[choices["confusions"]["run"]], "track").cell(truth, answer)
    assert truth != answer and clips.track.isin(playable).any()


def test_a_station_that_nothing_here_has_is_left_out(route, confusion_home):
    stops = route(confusion_home, shipped=False)
    assert [stop.station.view for stop in stops] == ["start", "clip_lab", "confusions", "papers", "quiz", "your_runs"]
    assert stops[2].choices == {"run": name(), "cell": "clicks-as-noise"}


def test_without_any_run_the_tour_ends_where_one_is_trained(route, tmp_path):
    assert [stop.station.view for stop in route(tmp_path, shipped=False)] == ["your_runs"]


def test_every_station_has_words_and_a_page():
    from load.tour import STATIONS

    assert 6 <= len(STATIONS) <= 8
    assert {station.view for station in STATIONS} <= {page.view for page in pages.PAGES}
    for station in STATIONS:
        assert station.ask.endswith("?") and station.look.endswith(".") and station.act.endswith(".")


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open the explorer's first page by a link."""
    monkeypatch.setenv("GENRELIB_HOME", str(confusion_home))
    monkeypatch.setattr(places, "SHIPPED", confusion_home / "nothing shipped")

    def show(**link: str) -> AppTest:
        test = AppTest.from_file(str(APP / "main.py"), default_timeout=PATIENCE)
        test.query_params.update(link)
        test.run()
        assert not test.exception
        return test

    return show


def ways(test: AppTest) -> dict[str, dict[str, str]]:
    """Choices of the links of the panel, by their words."""
    links = [link.proto for link in test.get("page_link")]
    return {
        link.label: dict(parse_qsl(link.query_string)) for link in links if link.label in ("Return", "Back", "Next")
    }


def test_a_link_opens_a_station_and_leads_to_the_next(show):
    test = show(tour="1")
    assert test.title[0].value == "Do you hear what a network hears?"
    assert "**1 of 6 · A mistake, heard**" in small_print(test)
    assert list(ways(test)) == ["Next"]
    following = ways(test)["Next"]
    assert following["tour"] == "2" and following["run"] == name() and following["sound"] == "jukebox"
    next(button for button in test.button if button.label == "Another one").click().run()
    assert parameter(test, "tour") == "1" and "1 of 6" in small_print(test)


def test_the_tour_can_be_left_and_begun_again(show):
    test = show(tour="1")
    assert "Take the tour" not in [button.label for button in test.button]
    test.button(key="leave the tour").click().run()
    assert "tour" not in test.query_params and "1 of 6" not in small_print(test)
    assert "Take the tour" in [button.label for button in test.button]


def test_a_station_on_another_page_is_said_to_be_left_and_can_be_returned_to(show):
    test = show(tour="3")
    assert "You have left this station" in small_print(test)
    assert list(ways(test)) == ["Return", "Back", "Next"]
    assert ways(test)["Return"] == {"tour": "3", "run": name(), "cell": "clicks-as-noise"}


@pytest.mark.parametrize("asked", ["9", "0", "[x](y)"])
def test_a_station_that_there_is_not_is_told_so(show, asked):
    test = show(tour=asked)
    assert "of the tour, which has 6" in test.warning[0].value and "[x]" not in test.warning[0].value
    assert "1 of 6" in small_print(test)
