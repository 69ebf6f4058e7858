"""Tags in a real browser: a column is clicked and its curves appear, the slider moves the numbers, a miss plays."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from app_pages import percent
from browser import PATIENCE, PLAYER, ROOT, position, serve
from home_tags import name, truth_and_score

PLOT = ".st-key-areas .nsewdrag"


@pytest.fixture(scope="module")
def explorer(tag_home):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(tag_home)) as url:
        yield f"{url}/tags?run={quote(name(), safe='')}"


@pytest.fixture
def opened(browser_page, explorer):
    """Function: open the page on the first run with more of a query, once figure and player are drawn."""
    browser_page.set_default_timeout(PATIENCE)

    def show(query: str = ""):
        browser_page.goto(explorer + query)
        browser_page.locator(f"{PLAYER} canvas").first.wait_for()
        browser_page.locator(PLOT).first.wait_for()
        return browser_page

    return show


def click(page, tag: str) -> None:
    """Click into the column of a tag, well away from its line."""
    page.wait_for_function("document.querySelectorAll('.st-key-areas .js-plotly-plot').length == 1")  # no old one
    label = page.locator(".st-key-areas .x2tick").filter(has_text=tag).first.bounding_box()  # two while it is redrawn
    box = page.locator(PLOT).first.bounding_box()
    page.mouse.click(label["x"] + label["width"] - 6, box["y"] + 0.85 * box["height"])  # slanted, it ends at its column


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def number(page, label: str) -> str:
    """A metric by its label."""
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue").inner_text()


def test_a_click_on_a_column_brings_its_curves_and_tracks(opened):
    page = opened("&tag=steady&kind=hits")
    click(page, "pitched")
    page.wait_for_url("**tag=pitched**")
    page.get_by_text("6 of 18 test tracks have the tag pitched").wait_for()
    page.locator(f"{PLAYER} .head", has_text="pitched").wait_for()
    assert query(page)["run"] == [name()]
    click(page, "steady")
    page.wait_for_url("**tag=steady**")
    page.get_by_text("12 of 18 test tracks have the tag steady").wait_for()
    click(page, "pitched")
    page.get_by_text("6 of 18 test tracks have the tag pitched").wait_for()


def test_the_slider_moves_precision_and_recall(opened):
    page = opened("&tag=steady&threshold=0.5&kind=hits")
    truth, score = truth_and_score("steady")
    assert number(page, "Recall") == percent((truth & (score >= 0.5)).sum() / truth.sum())
    page.locator(".st-key-threshold").get_by_role("slider").press("Home")
    page.wait_for_url("**threshold=0.000**")
    page.locator(".st-key-at-threshold").get_by_text("100 %").first.wait_for()
    assert number(page, "Precision") == percent(truth.mean())


def test_a_miss_plays_from_its_second(opened):
    page = opened("&tag=pitched&threshold=0.9&kind=misses")
    assert position(page) == pytest.approx(2.5, abs=0.01)
    rows = page.locator(".st-key-row").get_by_role("radiogroup").locator("label").all_inner_texts()
    shares = [int(re.match(r"(\d+) %", row).group(1)) for row in rows]
    assert shares == sorted(shares) and len(rows) > 1
    page.locator(f"{PLAYER} button.play").click()
    page.wait_for_timeout(800)
    assert 2.6 < position(page) < 6


def test_another_browser_shows_what_the_address_says(opened):
    page = opened("&tag=steady&threshold=0.2&metric=pr_auc")
    page.locator(".st-key-row label").nth(1).click()
    title = page.locator(".st-key-row label").nth(1).inner_text().split(" · ")[-1].split(" at ")[0]
    page.locator(f"{PLAYER} .title", has_text=title).wait_for()
    stranger = page.context.browser.new_context()
    fresh = stranger.new_page()
    fresh.goto(page.url)
    fresh.locator(f"{PLAYER} .title", has_text=title).wait_for(timeout=PATIENCE)
    assert query(fresh) == query(page)
    stranger.close()
