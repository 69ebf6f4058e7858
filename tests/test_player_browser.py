"""The player in a browser: what is drawn lies where it sounds, mouse and keys do what they say, playback survives."""

import json
import math
import re
import time
from urllib.parse import urlencode

import pytest
from browser import serve
from PIL import Image
from player_payload import SECONDS, STEP, packed

from genrelib import player
from genrelib.player.script import SCRIPT, STYLE

SCRIPT_OF_PAGE = """
import json
import numpy as np
import streamlit as st
from genrelib import player
from player_payload import packed

st.set_page_config(layout="wide")
asked = st.query_params
st.button("Rerun")
other = st.toggle("Other recording")
if not st.toggle("Hide"):
    start = player.Place(**json.loads(asked["place"])) if "place" in asked else float(asked.get("t", 0)) or None
    state = player.streamlit(packed(440.0 if not other else 660.0), key="first", start=start)
    st.code(json.dumps(state))
if "two" in asked:
    player.streamlit(packed(550.0), key="second")
"""
LIT = """canvas => {  // the middle of what is warm, among black and half-transparent greys, as shares of the canvas
  const { width, height } = canvas, { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let weight = 0, across = 0, down = 0;
  for (let at = 0; at < width * height; at++) {
    const [red, , blue, alpha] = data.subarray(4 * at, 4 * at + 4);
    if (alpha < 255 || red - blue < 20) continue;
    weight += red;
    across += red * ((at % width) + 0.5);
    down += red * (Math.floor(at / width) + 0.5);
  }
  return [across / weight / width, down / weight / height];
}"""


DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"  # two frames later


class Shown:
    """One player on a page, seen from outside: its elements, its sound, its pictures."""

    def __init__(self, page, at: int = 0):
        self.page = page
        self.root = page.locator(".genre-player").nth(at)
        self.root.locator("canvas").first.wait_for()
        page.wait_for_function(
            "([root]) => root.querySelector('audio').readyState > 0 && root.querySelector('canvas').width > 300",
            arg=[self.root.element_handle()],
        )
        self.audio = self.root.locator("audio")
        self.picture = self.root.locator("canvas").nth(1)

    def time(self) -> float:
        return self.audio.evaluate("a => a.currentTime")

    def paused(self) -> bool:
        return self.audio.evaluate("a => a.paused")

    def lit(self) -> tuple[float, float]:
        """The page's coordinates of the middle of the spectrogram's lit cell, once it is drawn."""
        self.until(lambda: math.isfinite(self.picture.evaluate(LIT)[0]))
        (x, y), box = self.picture.evaluate(LIT), self.picture.bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def playhead(self) -> float:
        box = self.root.locator(".playhead").bounding_box()
        return box["x"] + box["width"] / 2

    def edges(self) -> tuple[float, float]:
        """The page's x of the first and the last second, from two seeks."""
        self.audio.evaluate("a => { a.currentTime = 0 }")
        self.page.wait_for_timeout(100)
        first = self.playhead()
        self.audio.evaluate(f"a => {{ a.currentTime = {SECONDS} }}")
        self.page.wait_for_timeout(100)
        return first, self.playhead()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        mouse.move(*end)
        mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.root.locator(".stage").press(key)
        self.page.evaluate(DRAWN)

    def play(self) -> None:
        self.root.get_by_role("button", name="Play", exact=True).click()
        self.until(lambda: not self.paused() and self.time() > 0.05)

    def until(self, holds, seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come to that"
            self.page.wait_for_timeout(50)


def python(page, holds) -> dict:
    """What the player reported to Python, once it satisfies `holds`."""
    end = time.monotonic() + 15
    while True:
        state = json.loads(page.get_by_test_id("stCode").inner_text())
        if holds(state):
            return state
        assert time.monotonic() < end, state
        page.wait_for_timeout(100)


@pytest.fixture(scope="module")
def url(chrome, tmp_path_factory):
    script = tmp_path_factory.mktemp("page") / "page.py"
    script.write_text(SCRIPT_OF_PAGE)
    with serve(script) as address:
        yield address


@pytest.fixture
def shown(browser_page, url):
    browser_page.goto(url)
    return Shown(browser_page)


def test_click_on_a_lit_cell_seeks_to_its_time(shown):
    x, y = shown.lit()
    shown.page.mouse.click(x, y)
    shown.until(lambda: shown.time() > 0)
    assert abs(shown.time() - 250 * STEP) <= STEP
    assert abs(shown.playhead() - x) <= 2
    assert abs(python(shown.page, lambda s: s["time"] > 0)["time"] - 250 * STEP) <= STEP
    assert shown.paused()


def test_an_enlarged_player_is_sharp_and_hears_the_pointer_where_it_is(shown):
    usual = shown.root.locator(".head").first.bounding_box()["height"]
    shown.page.add_style_tag(content=":root { --player-size: 1.5; }")
    shown.until(lambda: shown.picture.evaluate("c => c.width") == round(shown.picture.bounding_box()["width"]))
    assert shown.root.locator(".head").first.bounding_box()["height"] == pytest.approx(1.5 * usual, rel=0.05)
    x, y = shown.lit()
    shown.page.mouse.click(x, y)
    shown.until(lambda: shown.time() > 0)
    assert abs(shown.time() - 250 * STEP) <= STEP
    assert abs(shown.playhead() - x) <= 2


def test_pointer_reads_seconds_hertz_note_and_level(shown):
    shown.page.mouse.move(*shown.lit())
    readout = shown.root.locator(".readout").inner_text()
    seconds, hertz = re.match(r"([\d.]+) s · (\d+) Hz · D♯?7 .\d+ cents · 0.0 dB", readout).groups()
    assert abs(float(seconds) - 250 * STEP) <= STEP
    assert abs(float(hertz) - 2420) <= 20  # between D7, 2349 Hz, and D♯7, 2489 Hz


def test_drag_on_the_spectrogram_gives_python_a_loop_and_a_box(shown):
    x, y = shown.lit()
    shown.drag((x - 40, y - 20), (x + 40, y + 20))
    state = python(shown.page, lambda s: s["box"] is not None)
    (low, high), (start, end) = state["box"]["hz"], state["loop"]
    assert state["box"]["seconds"] == state["loop"]
    assert start < 250 * STEP < end
    assert low < 20 + 40 * 60 < high
    assert abs((low + high) / 2 - (20 + 40 * 60)) <= 40  # the drag was centred on that row
    assert abs(shown.time() - start) <= STEP


def test_drag_on_the_waveform_loops_and_playing_stays_inside(shown):
    first, last = shown.edges()
    y = shown.root.locator("canvas").first.bounding_box()["y"] + 20
    x = (first + last) / 2
    shown.drag((x, y), (x + (last - first) / 20, y))
    state = python(shown.page, lambda s: s["loop"] is not None)
    assert state["box"] is None
    assert abs(state["loop"][0] - SECONDS / 2) <= STEP
    shown.press("Space")
    for _ in range(12):
        shown.page.wait_for_timeout(100)
        assert state["loop"][0] - 0.05 <= shown.time() <= state["loop"][1] + 0.15


def test_starting_one_player_pauses_the_other(browser_page, url):
    browser_page.goto(f"{url}/?two=1")
    one, two = Shown(browser_page, 0), Shown(browser_page, 1)
    one.play()
    two.play()
    one.until(one.paused)
    assert not two.paused()


def test_rerun_does_not_stop_playback(shown):
    shown.play()
    before = shown.time()
    shown.page.get_by_role("button", name="Rerun").click()
    shown.page.wait_for_timeout(1000)
    assert not shown.paused()
    assert 0.5 < shown.time() - before < 3


def test_new_recording_under_the_same_key_starts_afresh(shown):
    shown.play()
    source = shown.audio.evaluate("a => a.src")
    shown.page.get_by_text("Other recording").click()
    shown.root.get_by_text("660 Hz").wait_for()
    assert shown.root.count() == 1
    assert shown.paused()
    assert shown.time() == 0
    assert python(shown.page, lambda s: True)["loop"] is None
    assert shown.page.evaluate("u => fetch(u).then(() => 'there', () => 'gone')", source) == "gone"


def test_removed_player_leaves_nothing_behind(shown):
    shown.play()
    audio = shown.audio.element_handle()
    source = audio.evaluate("a => a.src")
    shown.page.get_by_text("Hide").click()
    shown.until(lambda: audio.evaluate("a => a.paused && !a.isConnected"))
    assert shown.page.evaluate("u => fetch(u).then(() => 'there', () => 'gone')", source) == "gone"


def test_labels_are_text(shown):
    assert shown.root.locator("img").count() == 0
    assert shown.page.evaluate("window.broken") is None
    assert shown.root.get_by_text("<img src=x").count() == 3  # title, legend, mark


def test_keys_do_what_the_mouse_does(shown):
    shown.press("ArrowRight", "ArrowRight", "Shift+ArrowRight")
    assert shown.time() == pytest.approx(2.1, abs=STEP)
    shown.press("[", "ArrowRight", "]")
    state = python(shown.page, lambda s: s["loop"] is not None and s["time"] > 3)
    assert state["loop"] == pytest.approx([2.1, 3.1], abs=STEP)
    shown.press("l")
    assert python(shown.page, lambda s: s["loop"] is None)
    shown.press("l", "Escape", "End")
    assert shown.time() == pytest.approx(SECONDS, abs=STEP)
    shown.press("Home", "-", "-")
    assert shown.time() == 0
    assert shown.audio.evaluate("a => [a.playbackRate, a.preservesPitch]") == [0.8, True]
    shown.press("Space")
    shown.until(lambda: shown.time() > 0)
    shown.press("Space")
    assert python(shown.page, lambda s: not s["playing"] and 0 < s["time"] < 4)
    assert "seconds of 8.00" in shown.root.get_by_role("slider").get_attribute("aria-valuetext")


def test_zoom_keeps_picture_and_time_together(shown):
    shown.audio.evaluate(f"a => {{ a.currentTime = {250 * STEP} }}")
    shown.press("z", "z", "z")
    x, _ = shown.lit()
    assert abs(shown.playhead() - x) <= 2
    shown.press("Shift+Z", "Shift+Z", "Shift+Z")
    shown.root.locator(".scroll").dispatch_event("scroll")  # as a slow browser's last one: after the bar is hidden
    assert abs(shown.playhead() - shown.lit()[0]) <= 2


def test_deep_link_moves_the_playhead_without_playing(browser_page, url):
    browser_page.goto(f"{url}/?t=4.2")
    shown = Shown(browser_page)
    assert shown.time() == pytest.approx(4.2, abs=STEP)
    assert shown.paused()


def test_a_link_carries_loop_box_and_view(browser_page, url):
    browser_page.goto(url)
    shown = Shown(browser_page)
    x, y = shown.lit()
    shown.drag((x - 40, y - 20), (x + 40, y + 20))
    shown.press("z", "z", "o")
    left = python(browser_page, lambda s: s["view"] is not None and s["box"] is not None and s["over"] is not None)
    place = {key: left[key] for key in ("time", "loop", "view", "over")} | {"hz": left["box"]["hz"]}
    assert left["over"] == "Attention"
    assert left["view"][1] - left["view"][0] == pytest.approx(SECONDS / 4)
    browser_page.goto(f"{url}/?{urlencode({'place': json.dumps(place)})}")
    opened = Shown(browser_page)
    assert opened.time() == pytest.approx(left["time"], abs=STEP) and opened.paused()
    assert opened.root.get_by_role("button", name="Band only").is_enabled()
    assert opened.root.get_by_role("button", name="Loop", exact=True).get_attribute("aria-pressed") == "true"
    opened.press("Shift+ArrowRight")  # it tells what it shows
    assert python(browser_page, lambda s: s["box"] is not None) == left | {"time": pytest.approx(left["time"] + 0.1)}


@pytest.mark.parametrize("pair", [[3.0, 99.0], [50.0, 60.0]], ids=str)
def test_what_a_link_names_beyond_the_end_is_ignored(browser_page, url, pair):
    place = {"time": 99.0, "loop": pair, "hz": None, "view": pair}
    browser_page.goto(f"{url}/?{urlencode({'place': json.dumps(place)})}")
    opened = Shown(browser_page)
    assert opened.time() == pytest.approx(SECONDS, abs=0.05)
    opened.press("Home")
    state = python(browser_page, lambda s: s["time"] == 0)
    assert (state["loop"], state["view"]) == (None, None)


def test_playhead_moves_thirty_times_a_second(shown, record_property):
    shown.play()
    moves, apart = shown.root.locator(".playhead").evaluate(
        """async (head) => {
          let moves = 0, before = "", from = performance.now();
          while (performance.now() - from < 2000) {
            await new Promise(requestAnimationFrame);
            if (head.style.transform !== before) { before = head.style.transform; moves += 1; }
          }
          return [moves, (performance.now() - from) / 1000];
        }"""
    )
    record_property("frames_per_second", moves / apart)
    print(f"{moves / apart:.1f} playhead positions a second")
    assert moves / apart >= 30


NOTEBOOK = """<!doctype html><style>%s</style><div id="cell"></div><script type="module">
const source = document.querySelector("#esm").textContent;
</script>"""


@pytest.fixture
def notebook(browser_page, tmp_path):
    """The widget's module under anywidget's contract, `render({ model, el })`, with a model of our own."""
    (tmp_path / "index.html").write_text(f'<style>{STYLE}</style><div id="cell"></div>')
    browser_page.goto((tmp_path / "index.html").as_uri())
    browser_page.evaluate(
        """async ([source, bytes]) => {
          const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
          const { default: widget } = await import(url), listeners = {}, el = document.querySelector("#cell");
          const view = (list) => new DataView(Uint8Array.from(list).buffer);
          const values = { payload: view(bytes) };
          window.model = { get: (name) => values[name], set: (name, value) => { values[name] = value; },
            save_changes() { window.saved = values.state; }, on: (name, act) => { listeners[name] = act; } };
          window.swap = (list) => { values.payload = view(list); listeners["change:payload"](); };
          window.remove = widget.render({ model: window.model, el });
        }""",
        [player.Widget(packed(440.0, "g"))._esm, list(packed(440.0, "g"))],
    )
    return Shown(browser_page)


def test_notebook_runs_the_same_module(notebook):
    assert player.Widget(packed(440.0))._esm.startswith(SCRIPT)
    x, y = notebook.lit()
    notebook.page.mouse.click(x, y)
    notebook.page.wait_for_function("window.saved")
    assert abs(notebook.page.evaluate("window.saved.time") - 250 * STEP) <= STEP
    assert abs(notebook.playhead() - x) <= 2


def test_plain_audio_elements_and_players_pause_each_other(notebook):
    notebook.play()
    source = notebook.audio.evaluate("a => a.src")
    plain = notebook.page.evaluate_handle("src => Object.assign(new Audio(src), { loop: true })", source)
    plain.evaluate("a => { document.body.append(a); return a.play(); }")
    notebook.until(notebook.paused)
    notebook.play()
    notebook.until(lambda: plain.evaluate("a => a.paused"))


COLOR = """(canvas, [x, share]) => {  // of a picture at a page's x and a share of its height
  const { data } = canvas.getContext("2d").getImageData(Math.floor(x), Math.floor(share * 160), 1, 1);
  return [...data.slice(0, 3)];
}"""
VEIL, BLACK = [109, 109, 109], [0, 0, 4]  # 85 % of a middle grey over the picture's black, and that black


def colors(shown, *places) -> list[list[int]]:
    """Colours of the spectrogram at places in seconds and Hz."""
    at = "([s]) => document.querySelector('#cell')[Symbol.for('genrelib.player')].sheet.view.x(s)"
    return [
        shown.picture.evaluate(COLOR, [shown.page.evaluate(at, [seconds]), 1 - hz / 4000]) for seconds, hz in places
    ]


def test_attention_veils_the_spectrogram_except_in_its_own_seconds(notebook):
    places = [(seconds, 500) for seconds in (0.1, 3.95, 4.05, 5.95, 6.05)]
    assert colors(notebook, *places) == [BLACK] * 5
    notebook.press("o")
    assert colors(notebook, *places) == [VEIL, VEIL, BLACK, BLACK, VEIL]
    assert notebook.root.get_by_text("Over it Attention").is_visible()
    notebook.press("o")
    assert colors(notebook, *places) == [BLACK] * 5
    assert notebook.root.get_by_text("Over it Attention").count() == 0


def test_a_signed_map_colours_its_own_seconds_and_hertz_of_a_grey_picture(notebook):
    notebook.root.get_by_label("Laid over the spectrogram").select_option("Saliency")
    (red, _, blue), (less, _, more), *others = colors(
        notebook, (2.5, 2000), (5.5, 2000), (2.5, 2800), (2.5, 500), (1.8, 2000), (3.2, 2000)
    )
    assert red > blue + 50 and more > less + 50
    assert len(others) == 4 and all(max(color) - min(color) <= 1 for color in others)
    notebook.page.wait_for_function("window.saved?.over === 'Saliency'")


def test_what_lies_over_the_spectrogram_stays_when_an_edit_takes_over(notebook):
    notebook.root.get_by_label("Laid over the spectrogram").select_option("Saliency")
    notebook.page.evaluate("bytes => window.swap(bytes)", list(packed(660.0, "g")))
    assert notebook.root.get_by_text("Over it Saliency").is_visible()
    assert notebook.root.get_by_role("button", name="Overlay").get_attribute("aria-pressed") == "true"


def test_a_saved_picture_shows_what_lies_over_the_spectrogram(notebook):
    notebook.press("o")
    with notebook.page.expect_download() as saved:
        notebook.root.get_by_role("button", name="Save picture").click()
    with Image.open(saved.value.path()) as picture:
        amounts = {color: count for count, color in picture.convert("RGB").getcolors(1 << 24)}
    assert amounts[tuple(VEIL)] == pytest.approx(3 * amounts[tuple(BLACK)], rel=0.05)  # 6 of 8 s


def test_wheel_with_control_zooms_around_the_pointer(notebook):
    x, y = notebook.lit()
    notebook.page.mouse.move(x, y)
    notebook.page.keyboard.down("Control")
    for _ in range(5):
        notebook.page.mouse.wheel(0, -100)
    notebook.until(lambda: notebook.root.locator(".scroll").is_visible())
    assert abs(notebook.lit()[0] - x) <= 2
    notebook.page.mouse.click(x, y)
    assert abs(notebook.time() - 250 * STEP) <= STEP


def test_an_edit_of_the_same_group_takes_over_at_the_same_second(notebook):
    notebook.press("ArrowRight", "ArrowRight")
    notebook.page.evaluate("bytes => window.swap(bytes)", list(packed(660.0, "g")))
    assert notebook.root.get_by_text("660 Hz").count() == 1
    assert notebook.time() == pytest.approx(2.0, abs=STEP)
    notebook.page.evaluate("bytes => window.swap(bytes)", list(packed(550.0, "another")))
    assert notebook.time() == 0


def test_an_edit_is_played_as_fast_and_seen_as_near_with_the_same_box(notebook):
    x, y = notebook.lit()
    notebook.drag((x - 300, y - 10), (x + 100, y + 10))
    notebook.press("z", "+", "+")
    band = notebook.root.get_by_role("button", name="Band only")
    shown = "() => document.querySelector('#cell')[Symbol.for('genrelib.player')].sheet.view.to"
    nearest = notebook.page.evaluate(shown)
    assert nearest < SECONDS and band.is_enabled()
    notebook.page.evaluate("bytes => window.swap(bytes)", list(packed(660.0, "g")))
    assert notebook.root.get_by_text("1.2×").count() == 1
    assert notebook.audio.evaluate("a => a.playbackRate") == pytest.approx(1.2)
    assert notebook.page.evaluate(shown) == pytest.approx(nearest)
    assert band.is_enabled()
    notebook.page.evaluate("bytes => window.swap(bytes)", list(packed(550.0, "another")))
    assert notebook.audio.evaluate("a => a.playbackRate") == pytest.approx(1.2)  # as the button still says
    assert notebook.page.evaluate(shown) == SECONDS
    assert band.is_disabled()


def test_band_button_silences_what_lies_outside_the_box(notebook):
    x, y = notebook.lit()  # 2420 Hz; the tone is 440 Hz
    loudness = """async ([root]) => {
      const player = document.querySelector("#cell")[Symbol.for("genrelib.player")], { context } = player;
      const ear = new AnalyserNode(context), samples = new Float32Array(2048);
      const before = AudioNode.prototype.connect;
      player.source.disconnect();
      AudioNode.prototype.connect = function (to) { return before.call(this, to === context.destination ? ear : to); };
      player.setBand(player.band);
      AudioNode.prototype.connect = before;
      await new Promise((done) => setTimeout(done, 500));
      ear.getFloatTimeDomainData(samples);
      return Math.max(...samples);
    }"""
    notebook.drag((x - 300, y - 10), (x + 100, y + 10))
    notebook.press("b", "Space")
    notebook.until(lambda: not notebook.paused())
    assert notebook.page.evaluate(loudness, [None]) < 0.05
    notebook.press("b")
    assert notebook.page.evaluate(loudness, [None]) > 0.4
