"""Space: it plays wherever nothing has the focus, and is left to whatever else has it."""

import json
from base64 import b64encode

import pytest
from player_payload import packed

from genrelib.player.script import SCRIPT, STYLE

PAGE = """<!doctype html><main tabindex="0"><p>words</p>
<button onclick="window.clicked = true">b</button><input id="text">
<input id="tick" type="checkbox"><textarea></textarea>
<select><option>one<option>two</select><details><summary>more</summary>text</details>
<div id="note" contenteditable="true"></div><div id="knob" role="slider" tabindex="0"></div>
<section id="grid" role="grid" tabindex="0"></section><canvas tabindex="0"></canvas>
<div id="one"></div><div id="two"></div></main>
<script type="module">
%s
window.removals = %s.map(([host, payload]) => {
  const shadow = document.querySelector(host).attachShadow({ mode: "open" });  // as Streamlit's pages have it
  shadow.append(element("style", {}, %s));
  return mount(shadow, Uint8Array.from(atob(payload), (sign) => sign.charCodeAt(0)), () => {});
});
</script>"""
FOCUSABLE = ("button", "#text", "#tick", "textarea", "select", "summary", "#note", "#knob", "#grid", "canvas")
DONE = """[window.clicked, document.querySelector("#text").value, document.querySelector("#tick").checked,
  document.querySelector("textarea").value, document.querySelector("details").open]"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """A page with two players and much else that takes keys."""
    payloads = [(host, b64encode(packed(hz)).decode()) for host, hz in (("#one", 440.0), ("#two", 550.0))]
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_text(PAGE % (SCRIPT, json.dumps(payloads), json.dumps(STYLE)), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def two_players(browser_page, address):
    browser_page.goto(address)
    browser_page.locator("#two canvas").first.wait_for()
    return browser_page


def playing(page) -> list[bool]:
    page.wait_for_timeout(100)  # a promise later
    sounds = page.locator("audio")
    return [not sounds.nth(place).evaluate("audio => audio.paused") for place in (0, 1)]


@pytest.mark.parametrize("focus", ["nothing", "main"])
def test_space_plays_and_pauses_where_nothing_has_the_focus(two_players, focus):
    if focus == "main":
        two_players.locator("main").focus()
    two_players.keyboard.press("Space")
    assert playing(two_players) == [True, False]
    two_players.keyboard.press("Space")
    assert playing(two_players) == [False, False]


def test_space_is_for_the_player_that_played_last(two_players):
    two_players.locator("#two .play").click()
    two_players.evaluate("document.activeElement.blur()")
    two_players.keyboard.press("Space")
    two_players.keyboard.press("Space")
    assert playing(two_players) == [False, True]
    two_players.evaluate("document.querySelector('#two').remove(); window.removals[1]()")
    two_players.wait_for_timeout(50)
    two_players.keyboard.press("Space")
    assert not two_players.locator("audio").evaluate("audio => audio.paused")


def test_space_is_left_to_what_has_the_focus(two_players):
    taken = []
    for element in FOCUSABLE:
        two_players.locator(f":is(main, details) > {element}").first.focus()
        two_players.keyboard.press("Space")
        if playing(two_players) != [False, False]:
            taken.append(element)
    assert not taken
    assert two_players.evaluate(DONE) == [True, " ", True, " ", True]


def test_space_with_another_key_is_not_taken(two_players):
    for keys in ("Shift+Space", "Control+Space"):
        two_players.keyboard.press(keys)
    assert playing(two_players) == [False, False]


def test_a_button_is_called_what_is_written_on_it(two_players):
    player = two_players.locator("#one .genre-player")
    for name in ("Play", "Loop", "Band only", "Clear", "Zoom out", "Zoom in"):
        assert player.get_by_role("button", name=name, exact=True).inner_text() == name
    two_players.keyboard.press("Space")
    player.get_by_role("button", name="Pause", exact=True).wait_for()
