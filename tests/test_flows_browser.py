"""Lessons as they go, in a real browser: a teacher's, a student's, and two networks that disagree."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browser import PATIENCE, PLAYER, ROOT, position, serve

HOUSE = "jukebox/artist/house/crnn-attention/seed-0@shipped"
ATTENDS = "jukebox/artist/irvin2016/lstm-attention/seed-0@shipped"


@pytest.fixture(scope="module")
def explorer(tmp_path_factory):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


@pytest.fixture
def opened(browser_page, explorer):
    """Function: open an address, once a player has drawn."""
    browser_page.set_default_timeout(PATIENCE)

    def show(address: str = ""):
        browser_page.goto(f"{explorer}/{address}")
        browser_page.locator(f"{PLAYER} canvas").first.wait_for()
        return browser_page

    return show


def title(page) -> str:
    return page.locator(f"{PLAYER} .title").first.inner_text()


def test_from_the_first_mistake_to_a_view_that_a_class_opens(opened, chrome):
    page = opened()
    mistaken = title(page)
    page.get_by_role("link", name="All mistakes of this kind").click()
    page.get_by_role("heading", name="How do the mistakes sound?").wait_for()
    page.locator(".st-key-chip").wait_for()
    page.locator(f"{PLAYER} .title", has_text=mistaken).wait_for()
    rows = page.locator(".st-key-row").get_by_role("radio")
    sounds = {mistaken}
    for number in range(1, 3):
        rows.nth(number).click(force=True)
        page.locator(f"{PLAYER} .title").filter(has_not_text=re.compile("|".join(sounds))).first.wait_for()
        sounds.add(title(page))
    assert len(sounds) == 3
    page.get_by_role("link", name="Open in Clip lab").click()
    page.get_by_role("heading", name="What do the networks hear?").wait_for()
    page.locator(f"{PLAYER} .title", has_text="(synthetic)").wait_for()
    box = page.locator(f"{PLAYER} canvas").first.bounding_box()
    page.mouse.click(box["x"] + 0.42 * box["width"], box["y"] + box["height"] / 2)
    there = position(page)
    page.wait_for_url(re.compile(rf"[?&]t={there:.1f}"))
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("img", name="QR code of this address").wait_for()
    shared = dialog.locator("pre").inner_text().replace("\n", "")
    assert parse_qs(urlsplit(shared).query) == parse_qs(urlsplit(page.url).query)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    other = chrome.new_context().new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(shared)
    other.locator(f"{PLAYER} canvas").first.wait_for()
    assert title(other) == title(page)
    assert position(other) == pytest.approx(there, abs=0.06)
    assert other.locator(f"{PLAYER} .head").all_inner_texts() == page.locator(f"{PLAYER} .head").all_inner_texts()
    other.context.close()


def test_a_hum_is_recorded_judged_and_laid_beside_training_tracks(browser_page, explorer):
    page = browser_page
    page.set_default_timeout(PATIENCE)
    page.goto(f"{explorer}/clip-lab?sound=record")
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(4000)
    page.get_by_role("button", name="Stop recording").click()
    page.locator(f"{PLAYER} .title", has_text="Your recording").wait_for()
    assert "hears" in page.get_by_test_id("stMetricLabel").first.inner_text()
    page.get_by_label(re.compile("Tracks most alike")).first.wait_for()


def test_where_two_networks_disagree_both_attentions_stand_on_one_clip(opened):
    page = opened(f"compare?run={quote(HOUSE, safe='')}&other={quote(ATTENDS, safe='')}")
    page.get_by_role("combobox", name="Show").click()
    page.get_by_role("option").filter(has_text="Only A right").click()
    page.wait_for_url("**kind=first**")
    page.locator(".st-key-row").get_by_role("radio").nth(1).click(force=True)
    page.wait_for_url("**row=**")
    for name in ("A: house/crnn-attention", "B: irvin2016/lstm-attention"):
        page.locator(f"{PLAYER} .head", has_text=f"{name}: attention").wait_for()
