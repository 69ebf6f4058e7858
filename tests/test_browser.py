"""The explorer in a real browser: it opens, hears an upload, plays through a rerun, and its address is the view."""

import io
import re
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
import soundfile
from browser import PATIENCE, PLAYER, ROOT, position, serve
from home_trained import ATTENDS, PLAIN, name


@pytest.fixture(scope="module")
def explorer(trained_home):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(trained_home)) as url:
        yield url


@pytest.fixture
def opened(browser_page, explorer):
    """Function: open the explorer with a query, once the player has drawn."""
    browser_page.set_default_timeout(PATIENCE)

    def show(query: str = ""):
        browser_page.goto(f"{explorer}/clip-lab{query}")
        browser_page.locator(f"{PLAYER} canvas").first.wait_for()
        return browser_page

    return show


def seek(page, share: float) -> None:
    """Click into the waveform at a share of its width."""
    box = page.locator(f"{PLAYER} canvas").first.bounding_box()
    page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def test_the_page_opens_with_a_track_of_the_jukebox_drawn(opened):
    page = opened()
    assert "hears" in page.get_by_test_id("stMetricLabel").first.inner_text()
    assert "(synthetic)" in page.locator(f"{PLAYER} .title").inner_text()
    assert "?" not in page.url  # defaults stay out of the address, and a page load out of the history


def test_a_click_seeks_and_the_address_follows(opened):
    page = opened()
    seek(page, 0.5)
    page.wait_for_url(re.compile("[?&]t="))
    there = position(page)
    assert 12 < there < 18  # of 30 s
    assert float(re.search(r"t=([\d.]+)", page.url).group(1)) == pytest.approx(there, abs=0.06)


def test_the_address_opens_the_same_view(opened):
    query = (
        f"?sound=jukebox&track=jazz.00007&run={quote(name(PLAIN), safe='')}&other={quote(name(ATTENDS), safe='')}&t=3.5"
    )
    page = opened(query)
    assert position(page) == pytest.approx(3.5, abs=0.01)
    for system in (PLAIN, ATTENDS):
        page.locator(f"{PLAYER} .head", has_text=f"{system}: probability").wait_for()
    assert "jazz.00007" in page.locator(f"{PLAYER} .title").inner_text()
    for choice in query.removeprefix("?").split("&"):
        assert choice in page.url


def test_playing_goes_on_through_a_rerun(opened):
    page = opened()
    page.locator(f"{PLAYER} button.play").click()
    seek(page, 0.2)
    page.wait_for_url(re.compile("[?&]t="))  # the page has run again: it wrote the address
    began = float(re.search(r"t=([\d.]+)", page.url).group(1))
    page.wait_for_timeout(1000)
    assert page.locator(f"{PLAYER} button.play").inner_text() == "Pause"
    assert position(page) > began + 0.5


def test_an_upload_is_drawn_and_can_be_played(opened, explorer, synthesise):
    page = opened()
    page.get_by_test_id("stButtonGroup").get_by_text("Your file").click()
    file = io.BytesIO()
    soundfile.write(file, synthesise("tones", 0, 8.0), 22_050, format="WAV")
    page.locator("input[type=file]").set_input_files(
        {"name": "my <img src=x> song.wav", "mimeType": "audio/wav", "buffer": file.getvalue()}
    )
    page.locator(f"{PLAYER} .title", has_text="my <img src=x> song.wav").wait_for()
    assert "0:08" in page.locator(f"{PLAYER} .time").inner_text()
    seek(page, 0.6)
    page.wait_for_url(re.compile("[?&]t="))
    assert "sound=upload" in page.url


def test_a_bad_upload_is_one_sentence_and_no_traceback(opened):
    page = opened("?sound=jukebox")
    page.get_by_test_id("stButtonGroup").get_by_text("Your file").click()
    noise = np.random.default_rng(0).bytes(2000)
    page.locator("input[type=file]").set_input_files({"name": "x.mp3", "mimeType": "audio/mpeg", "buffer": noise})
    page.get_by_test_id("stAlert").filter(has_text="x.mp3").wait_for()
    assert page.get_by_test_id("stAlert").count() == 1
    assert page.get_by_test_id("stException").count() == 0


def test_no_request_leaves_this_computer(browser_page, explorer):
    strangers = []
    browser_page.on("request", lambda request: strangers.append(request.url))
    browser_page.goto(f"{explorer}/clip-lab")
    browser_page.locator(f"{PLAYER} canvas").first.wait_for(timeout=PATIENCE)
    assert not [url for url in strangers if not url.startswith((explorer, "data:", "blob:"))]


def test_another_network_can_be_asked_while_the_music_plays(opened):
    page = opened(f"?run={quote(name(PLAIN), safe='')}")
    page.locator(f"{PLAYER} button.play").click()
    seek(page, 0.2)
    page.wait_for_url(re.compile("[?&]t="))
    page.get_by_role("combobox").last.click()
    page.keyboard.type("your run")  # of a long list only what is in sight is on the page
    page.get_by_role("option").filter(has_text=ATTENDS).filter(has_text="your run").click()
    page.wait_for_url("**&other=*")
    page.locator(f"{PLAYER} .head", has_text=f"{ATTENDS}: attention").wait_for()
    assert page.locator(f"{PLAYER} button.play").inner_text() == "Pause"
    assert position(page) > 2
    assert re.search("[?&]t=", page.url)


def test_another_sound_begins_at_its_beginning(opened):
    page = opened()
    seek(page, 0.5)
    page.wait_for_url(re.compile("[?&]t="))
    page.get_by_role("button", name="Another").click()
    page.wait_for_url(lambda url: "track=" in url and "t=1" not in url)
    track = re.search(r"track=([\w.]+)", page.url).group(1)
    page.locator(f"{PLAYER} .title", has_text=track).wait_for()
    assert position(page) == 0
    assert "&t=" not in page.url


def test_the_network_stays_when_another_file_is_dropped(opened, synthesise):
    page = opened(f"?sound=jukebox&run={quote(name(ATTENDS), safe='')}")
    page.get_by_test_id("stButtonGroup").get_by_text("Your file").click()
    for number in range(2):
        file = io.BytesIO()
        soundfile.write(file, synthesise("tones", number, 6.0), 22_050, format="WAV")
        song = {"name": f"song {number}.wav", "mimeType": "audio/wav", "buffer": file.getvalue()}
        page.locator("input[type=file]").set_input_files(song)
        page.locator(f"{PLAYER} .title", has_text=f"song {number}.wav").wait_for()
        assert page.get_by_test_id("stMetricLabel").inner_text() == f"{ATTENDS} hears"


def wav(seconds: float, hz: float) -> bytes:
    """A tone as a file."""
    file = io.BytesIO()
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * 8000)) / 8000), 8000, format="WAV")
    return file.getvalue()


def test_an_upload_its_second_and_both_networks_survive_a_visit_to_other_pages(opened):
    page = opened()
    page.get_by_text("Your file").click()
    song = {"name": "my song.wav", "mimeType": "audio/wav", "buffer": wav(9, 330)}
    page.locator("input[type=file]").set_input_files(song)
    page.locator(f"{PLAYER} .title", has_text="my song.wav").wait_for()
    second_network = page.get_by_role("combobox", name="Others beside it")
    second_network.click()
    page.get_by_role("option", name=PLAIN).filter(has_text="your run").click()
    page.locator(f"{PLAYER} .head", has_text=f"{PLAIN}: probability").wait_for()
    seek(page, 0.5)
    page.wait_for_url(re.compile("[?&]t="))
    page.keyboard.press("Z")
    page.wait_for_url(re.compile("[?&]view="))
    view = parse_qs(urlsplit(page.url).query)["view"]
    left, answers = position(page), page.locator(".st-key-answers").inner_text()
    assert PLAIN in answers
    for title in ("Confusions", "Tags", "About", "Clip lab"):
        menu(page, title)
    page.locator(f"{PLAYER} .title", has_text="my song.wav").wait_for()
    page.locator(f"{PLAYER} .head", has_text=f"{PLAIN}: probability").wait_for()
    assert page.locator(".st-key-answers").inner_text() == answers
    assert position(page) == pytest.approx(left, abs=0.06) and 4 < left < 5  # of 9 s
    page.wait_for_url(re.compile("[?&]t=.*[?&]view="))
    assert parse_qs(urlsplit(page.url).query)["view"] == view


def test_a_link_opens_the_loop_and_the_box_that_were_chosen(opened):
    page = opened("?track=jazz.00021")
    spectrogram = page.locator(f"{PLAYER} canvas").nth(1).bounding_box()
    left, top, width = (spectrogram[side] for side in ("x", "y", "width"))
    page.mouse.move(left + 0.3 * width, top + 60)
    page.mouse.down()
    page.mouse.move(left + 0.5 * width, top + 90, steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile("[?&]loop=.*[?&]hz="))
    chosen = {key: value for key, value in parse_qs(urlsplit(page.url).query).items() if key in ("loop", "hz", "t")}
    page.goto(page.url)
    band = page.locator(PLAYER).get_by_role("button", name="Band only")
    band.wait_for()
    page.wait_for_function("button => !button.disabled", arg=band.element_handle())
    assert position(page) == pytest.approx(float(chosen["t"][0]), abs=0.06)
    page.get_by_role("button", name="Clear").click()
    page.wait_for_url(lambda url: "loop=" not in url and "hz=" not in url)
    assert "track=jazz.00021" in page.url


def menu(page, title: str) -> None:
    """Open a page by the menu, whose sections unfold."""
    section = {"Clip lab": "Listen", "Confusions": "Judge", "Tags": "Judge", "About": "Background"}[title]
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_role("menuitem", name=title).click()
    page.get_by_role("heading", level=1).first.wait_for()


def test_one_choice_is_one_entry_in_the_history_and_back_takes_it_back(opened):
    page = opened()
    opening = page.locator(f"{PLAYER} .title", has_text=page.locator(f"{PLAYER} .title").inner_text())
    before = page.evaluate("history.length")
    page.get_by_text("Another", exact=True).first.click()
    page.wait_for_url("**?track=*")
    opening.wait_for(state="detached")  # the address changes before the player does
    page.wait_for_function("before => history.length === before + 1", arg=before)
    page.go_back()
    opening.wait_for()
    assert "track=" not in page.url
