"""What if in a browser: the music goes on while a slider moves and while original and edited change places."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import PATIENCE, PLAYER, ROOT, position, serve

RUN = "jukebox/artist/irvin2016/rnn/seed-0@shipped"


@pytest.fixture(scope="module")
def explorer(tmp_path_factory):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


def choices(page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_music_goes_on_over_edits_and_a_key_changes_places(browser_page, explorer):
    page = browser_page
    page.set_default_timeout(PATIENCE)
    page.goto(f"{explorer}/what-if?run={RUN}&track=jazz.00003&t=12")
    page.locator(f"{PLAYER} canvas").first.wait_for()
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("slider", name="Gain, dB").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**gain**-20**")
    page.get_by_text(re.compile("points of jazz")).wait_for()
    edited = position(page)
    assert edited > 12
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_url("**play=original**")
    page.get_by_role("button", name="Pause", exact=True).wait_for()  # the other sound goes on once it is there
    assert position(page) >= edited
    assert choices(page)["edits"] == "gain:-20"
