"""Confusions in a real browser: a square is clicked, its clips appear, and one plays from its second."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browser import PATIENCE, PLAYER, ROOT, position, serve
from home_confusions import CLASSES, name


@pytest.fixture(scope="module")
def explorer(confusion_home):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(confusion_home)) as url:
        yield f"{url}/confusions"


@pytest.fixture
def opened(browser_page, explorer):
    """The page on the run with weights, once matrix and player are drawn."""
    browser_page.set_default_timeout(PATIENCE)
    browser_page.goto(f"{explorer}?run={quote(name(), safe='')}")
    browser_page.locator(f"{PLAYER} canvas").first.wait_for()
    browser_page.locator(".st-key-matrix .nsewdrag").wait_for()
    return browser_page


def click(page, truth: str, answer: str, matrix: str = ".st-key-matrix") -> None:
    """Click a square of a matrix."""
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()
    page.wait_for_function(f"document.querySelectorAll('{matrix} .nsewdrag').length == 1")  # no old one beside it
    box = page.locator(f"{matrix} .nsewdrag").bounding_box()
    column, row = ((CLASSES.index(label) + 0.5) / len(CLASSES) for label in (answer, truth))
    page.mouse.move(box["x"] + column * box["width"], box["y"] + row * box["height"])
    page.locator(f"{matrix} .hovertext").wait_for()  # Plotly takes no click where it has not seen a mouse before
    page.mouse.down()
    page.mouse.up()


def chip(page, truth: str, answer: str):
    return page.locator(".st-key-chip").get_by_text(f"true {truth}, said {answer}").first


def confidences(page) -> list[int]:
    """Confidence of the rows on the page, in per cent."""
    rows = page.locator(".st-key-row").get_by_role("radiogroup").locator("label").all_inner_texts()
    return [int(re.match(r"(\d+) %", row).group(1)) for row in rows]


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_click_on_a_square_brings_its_clips_the_most_confident_first(opened):
    click(opened, "clicks", "noise")
    chip(opened, "clicks", "noise").wait_for()
    opened.wait_for_url("**cell=clicks-as-noise**")
    assert confidences(opened) == [94, 80, 60]
    assert opened.locator(f"{PLAYER} .title").inner_text() == "clicks/3.wav"
    assert position(opened) == pytest.approx(2.5, abs=0.01)


def test_a_row_plays_from_its_second_and_arrow_keys_step_on(opened):
    opened.locator(".st-key-row label", has_text="clicks/1.wav").click()
    opened.locator(f"{PLAYER} .title", has_text="clicks/1.wav").wait_for()
    assert position(opened) == pytest.approx(2.5, abs=0.01)
    opened.keyboard.press("ArrowDown")
    opened.locator(f"{PLAYER} .title", has_text="tones/0.wav").wait_for()
    opened.locator(f"{PLAYER} button.play").click()
    opened.wait_for_timeout(800)
    assert 2.6 < position(opened) < 6


def test_the_chip_takes_the_cell_away_and_the_same_square_brings_it_back(opened):
    for _ in range(2):
        click(opened, "tones", "clicks")
        chip(opened, "tones", "clicks").wait_for()
        assert confidences(opened) == [75]
        chip(opened, "tones", "clicks").click()
        chip(opened, "tones", "clicks").wait_for(state="detached")
        opened.locator(".st-key-row label", has_text="clicks/3.wav").wait_for()
        opened.locator(".st-key-matrix .shapelayer path").wait_for(state="detached")  # the frame: a new figure is drawn
    opened.wait_for_url(lambda url: "cell" not in parse_qs(urlsplit(url).query))


def test_one_square_after_another_and_the_same_one_twice(opened):
    for truth, answer in (("clicks", "noise"), ("noise", "noise"), ("clicks", "clicks")):
        click(opened, truth, answer)
        chip(opened, truth, answer).wait_for()
    click(opened, "clicks", "clicks")
    opened.locator(".st-key-chip").wait_for(state="detached")


def test_the_list_does_what_the_mouse_does(opened):
    opened.get_by_role("combobox", name="Show").click()
    opened.get_by_role("option").filter(has_text="true tones, said clicks").click()
    chip(opened, "tones", "clicks").wait_for()
    click(opened, "clicks", "noise")
    chip(opened, "clicks", "noise").wait_for()


def test_another_browser_shows_what_the_address_says(opened, explorer):
    click(opened, "clicks", "noise")
    chip(opened, "clicks", "noise").wait_for()
    opened.locator(".st-key-row label", has_text="clicks/1.wav").click()
    opened.locator(f"{PLAYER} .title", has_text="clicks/1.wav").wait_for()
    box = opened.locator(f"{PLAYER} canvas").first.bounding_box()
    opened.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 20)
    opened.wait_for_url(lambda url: "t" in parse_qs(url) and parse_qs(url).get("row") == ["clicks/1.wav"])
    there = position(opened)
    stranger = opened.context.browser.new_context()
    fresh = stranger.new_page()
    fresh.goto(opened.url)
    fresh.locator(f"{PLAYER} .title", has_text="clicks/1.wav").wait_for(timeout=PATIENCE)
    assert there > 4 and position(fresh) == pytest.approx(there, abs=0.06)
    chip(fresh, "clicks", "noise").wait_for()
    assert query(fresh) == query(opened)
    stranger.close()


def test_two_matrices_stand_side_by_side_and_either_is_clicked(browser_page, explorer):
    page = browser_page
    page.set_default_timeout(PATIENCE)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{explorer}?run={quote(name(), safe='')}&other={quote(name(1), safe='')}")
    own, less = (page.locator(f"{matrix} .nsewdrag") for matrix in (".st-key-matrix", ".st-key-difference"))
    less.wait_for()
    assert own.bounding_box()["y"] == pytest.approx(less.bounding_box()["y"], abs=30)
    assert own.bounding_box()["x"] + own.bounding_box()["width"] < less.bounding_box()["x"]
    click(page, "clicks", "noise", ".st-key-difference")
    chip(page, "clicks", "noise").wait_for()
    click(page, "tones", "clicks")
    chip(page, "tones", "clicks").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    assert own.bounding_box()["y"] + own.bounding_box()["height"] < less.bounding_box()["y"]
