"""Map in a real browser: a point is clicked, points are gathered with a box, and a file is dropped."""

import re
from urllib.parse import parse_qs, quote, urlsplit

from app_pages import wav
from browser import PATIENCE, PLAYER, ROOT, serve
from home_trained import ATTENDS, name


def click_a_point(page, number: int) -> str:
    """Click a point of the map; the name of its track, once it is in the player."""
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()
    page.wait_for_function("document.querySelectorAll('.st-key-map .nsewdrag').length == 1")  # no old one beside it
    box = page.locator(".st-key-map .scatterlayer .points path").nth(number).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = page.locator(".st-key-map .hovertext")
    hover.wait_for()
    track = re.match(r"\w+/\d\.wav", hover.text_content())[0]
    page.mouse.down()
    page.mouse.up()
    page.locator(f"{PLAYER} .title", has_text=track).wait_for()
    return track


def test_a_point_is_clicked_some_are_gathered_and_a_file_is_dropped(browser_page, audible_home, synthesise):
    page = browser_page
    page.set_default_timeout(PATIENCE)
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(audible_home)) as url:
        page.goto(f"{url}/map?run={quote(name(ATTENDS), safe='')}")
        page.locator(f"{PLAYER} canvas").first.wait_for()
        track = click_a_point(page, 9)
        page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("row") == [track])

        page.locator('.st-key-map .modebar-btn[data-title="Box Select"]').click()
        box = page.locator(".st-key-map .nsewdrag").bounding_box()
        page.mouse.move(box["x"] + 2, box["y"] + 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2, steps=8)
        page.mouse.up()
        page.locator(".st-key-chip").get_by_text("24 tracks").first.wait_for()

        song = {"name": "song.wav", "mimeType": "audio/wav", "buffer": wav(synthesise("tones", 1, 6.0))}
        page.locator("input[type=file]").set_input_files(song)
        page.locator(f"{PLAYER} .title", has_text="song.wav").wait_for()
        click_a_point(page, 3)  # the star stays, another track plays
        page.get_by_text("is the star").wait_for()
