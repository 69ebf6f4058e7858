"""The handout: a notebook as one file, which plays, fits a phone, and shows on paper what nobody can turn or press."""

import re

import handout
import make
import pictures
import plotly.graph_objects as go
import pytest
from browser import PLAYER, position
from small_notebooks import DRAWN, written

from genrelib import lesson
from genrelib.lesson.knobs import POSITIONS

TITLE = "# %% [markdown]\n# # 99 · High <or> low?\n\n"
UNFOLDED = "\n# %% [markdown]\n# <details><summary>Hint</summary>Look **twice**.</details>\n"


@pytest.fixture(scope="module")
def document(chrome, tmp_path_factory):
    """A small notebook's handout: figure, knob with two positions, player, a folded hint."""
    folder = tmp_path_factory.mktemp("handout")
    master = written(folder, DRAWN)
    master.write_text(TITLE + master.read_text() + UNFOLDED)
    notebook = next(iter(make.versions(master).values()))
    client = make.execute(notebook, folder, GENRELIB_HANDOUT="1")
    file = folder / "99.html"
    file.write_text(handout.document(notebook, client, pictures.Studio(chrome)), encoding="utf-8")
    return file


def test_it_asks_for_nothing_that_is_not_in_it(document):
    text = document.read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", text)
    assert len(addresses) >= 4
    assert all(address.startswith(("data:image/png;base64,", "#")) for address in addresses)
    assert "<title>99 · High &lt;or&gt; low?</title>" in text
    assert POSITIONS not in text and pictures.WIDGET not in text


def test_its_player_plays_and_a_knob_is_shown_at_each_position(document, browser_page):
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(document.as_uri())
    assert browser_page.locator("figcaption").all_inner_texts() == ["tall: low", "tall: high"]
    drawn = browser_page.locator("figure img").evaluate_all("all => all.map((image) => image.src)")
    assert len(set(drawn)) == 2
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 390
    player = browser_page.locator(PLAYER)
    player.get_by_role("button", name="Play").click()
    browser_page.wait_for_timeout(400)
    assert position(browser_page) > 0


def test_on_paper_the_player_is_a_picture_and_hints_are_open(document, browser_page):
    browser_page.goto(document.as_uri())
    still, open_hints = browser_page.locator(".sound img"), browser_page.locator("details[open]", has_text="twice")
    assert not still.is_visible() and open_hints.count() == 0
    browser_page.emulate_media(media="print")
    browser_page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert still.is_visible() and open_hints.count() == 1
    assert not browser_page.locator(PLAYER).is_visible()


@pytest.mark.parametrize(("most", "shown"), [(2, ["a", "e"]), (3, ["a", "c", "e"]), (9, list("abcde"))])
def test_positions_are_spread_over_a_knob(most, shown):
    knobs = lesson.Knobs(lambda name: go.Figure(layout={"title": name}), name={name: name for name in "abcde"})
    assert [called for called, _ in knobs.positions(most)] == [f"name: {label}" for label in shown]
    assert [figure.layout.title.text for _, figure in knobs.positions(most)] == shown


def test_every_knob_of_a_figure_has_its_turn_before_one_has_two():
    knobs = lesson.Knobs(
        lambda **chosen: go.Figure(),
        one={"a": 1, "b": 2},
        many={name: name for name in "cdefgh"},
        last={"x": 1, "y": 2},
    )
    called = [called for called, _ in knobs.positions(4)]
    assert called == [
        "one: a, many: c, last: x",
        "one: b, many: c, last: x",
        "one: a, many: h, last: x",
        "one: a, many: c, last: y",
    ]
    assert len(knobs.positions(9)) == 8  # the start, and all that there is elsewhere
