"""The way from every list of tracks to Clip lab: the same track, the same second, the networks that can be asked."""

from urllib.parse import parse_qs

import home_trained
import pytest
from app_pages import view_opener
from home_confusions import name
from home_trained import ATTENDS
from streamlit.testing.v1 import AppTest

WITH_WEIGHTS = name()
WITHOUT = name(seed=1)


def links(test: AppTest) -> list[dict[str, list[str]]]:
    """Choices that each of these links makes."""
    pages = [element.proto for element in test.get("page_link")]
    return [parse_qs(page.query_string) for page in pages if page.label == "Open in Clip lab"]


@pytest.fixture
def show_mapped(audible_home, monkeypatch, played):
    """Function: open a page in a home whose runs hold embeddings."""
    return lambda view, **link: view_opener(view, audible_home, monkeypatch)(run=home_trained.name(ATTENDS), **link)


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open a page by a link."""
    return lambda view, **link: view_opener(view, confusion_home, monkeypatch)(**link)


@pytest.mark.parametrize(
    ("view", "link", "asked"),
    [
        ("confusions", {"run": WITH_WEIGHTS}, WITH_WEIGHTS),
        ("confusions", {"run": WITHOUT}, ""),
        ("compare", {"run": WITHOUT, "other": WITH_WEIGHTS}, WITH_WEIGHTS),
        ("start", {}, WITH_WEIGHTS),
    ],
)
def test_a_track_that_is_played_leads_to_clip_lab(show, played, view, link, asked):
    (choices,) = links(show(view, **link))
    assert choices["sound"] == ["folder-sounds"]
    assert choices["track"] == [played[-1].title]
    assert float(choices["t"][0]) == played[-1].begins
    assert choices.get("run", [""]) == [asked] and "other" not in choices


def test_the_second_network_stands_beside_the_first_in_clip_lab(show, confusion_home):
    (choices,) = links(show("compare", run=WITH_WEIGHTS, other=WITHOUT))
    assert choices["run"] == [WITH_WEIGHTS] and "other" not in choices  # the other one cannot be asked


@pytest.mark.parametrize("view", ["map", "doubts"])
def test_a_track_of_a_run_with_embeddings_leads_to_clip_lab(show_mapped, played, view):
    (choices,) = links(show_mapped(view))
    assert (choices["track"], choices["run"]) == ([played[-1].title], [home_trained.name(ATTENDS)])


def test_either_track_of_a_pair_leads_to_clip_lab(show_mapped, played):
    test = show_mapped("doubts", kind="pairs")
    (first,) = links(test)
    test.segmented_control(key="side").set_value("other").run()
    (second,) = links(test)
    assert first["track"] != second["track"] == [played[-1].title]


def test_an_example_of_a_data_set_leads_to_clip_lab_without_a_network(show, played):
    (choices,) = links(show("data", data="jukebox", genre="rock"))
    assert (choices["sound"], choices["track"]) == (["jukebox"], [played[-1].title]) and "run" not in choices


def test_no_link_leads_to_music_that_clip_lab_lacks(show, played):
    test = show("data", data="jukebox-needle")
    assert played and not links(test)


def test_the_result_of_a_quiz_leads_to_clip_lab_but_no_question_does(show, played):
    test = show("quiz", clips="5", run=WITH_WEIGHTS)
    assert not links(test)
    for _ in range(5):
        next(button for button in test.button if button.label == "noise").click().run()
    (choices,) = links(test)
    assert choices["track"] == [played[-1].title]
