"""Label doubts in a real browser: votes by the keyboard, and the file that they are saved to."""

from urllib.parse import quote

import pytest
from browser import PATIENCE, PLAYER, ROOT, serve

JUKEBOX = "jukebox/artist/irvin2016/lstm-attention/seed-0@shipped"


@pytest.fixture(scope="module")
def explorer(tmp_path_factory):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield f"{url}/label-doubts?run={quote(JUKEBOX, safe='')}"


def settle(page) -> None:
    page.wait_for_timeout(300)
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()


def test_votes_by_the_keyboard_are_in_the_file_that_is_saved(browser_page, explorer):
    page = browser_page
    page.set_default_timeout(PATIENCE)
    page.goto(explorer)
    page.locator(f"{PLAYER} canvas").first.wait_for()
    settle(page)
    page.get_by_label("Note").fill("a flute")
    for words in ("It is wrong", "Next without a vote", "Cannot tell"):
        page.get_by_role("button", name=words).focus()
        page.keyboard.press("Enter")
        settle(page)
    page.get_by_text("2 voted of 10").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save 2 votes and notes").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "track,label,vote,proposed,note,run,data,split" and len(lines) == 3
    votes = {line.split(",")[0]: line.split(",")[2:5] for line in lines[1:]}
    assert sorted(votes.values()) == [["cannot tell", "", ""], ["wrong", "", "a flute"]]
