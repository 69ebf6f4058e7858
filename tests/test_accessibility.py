"""Every page, light on a wide screen, dark on a phone: axe-core finds nothing, and what it does not look for.

axe-core measures contrast, names, roles and structure of what is drawn. It sees no text in a canvas, and knows nothing
of a projector.
"""

import re
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from browser import PATIENCE, PLAYER, ROOT, serve
from pages import PAGES

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -r tests/requirements.txt")

GENRES = "jukebox/artist/irvin2016/lstm-attention/seed-0@shipped"
TAGS = "jukebox-tags/artist/choi2017/crnn-0.1M/seed-0@shipped"
LINKS = {  # what is chosen on a page, so that all of it is drawn
    "clip_lab": {"run": GENRES, "other": TAGS, "track": "rock.00003"},
    "inside": {
        "run": GENRES,
        "track": "rock.00003",
        "method": "gradient",
        "panels": "attention",
        "masked": "top",
        "filters": "shown",
    },
    "what_if": {"run": GENRES, "track": "rock.00003", "edits": "lowpass:1000", "sweep": "highpass", "least": "yes"},
    "confusions": {"run": GENRES, "cell": "rock-as-metal"},
    "compare": {"run": GENRES, "kind": "first"},
    "tags": {"run": TAGS, "tag": "jazz"},
    "papers": {"paper": "choi2017"},
    "data": {"data": "jukebox"},
    "map": {"run": GENRES, "row": "rock.00003"},
    "doubts": {"run": GENRES, "known": "shown"},
}
SILENT = ("papers",)  # pages without a player
THEMES = ("light", "dark")
WIDTHS = (1400, 390)  # px: a projector, a phone
TALL = 7000  # px: all of a page; axe looks at what is on the screen
LEAST = 14  # px of text that a class reads from a projector
MENU = '[data-testid="stSidebarNavItems"]'
STREAMLIT = {  # rule -> the element of Streamlit's own that breaks it, which no option, theme or style of ours changes
    "list": MENU,  # the list of a phone's menu that is open has its sections as <div>, between <ul> and <li>
    "listitem": MENU,
}
SMALL = """(least) => {
  const small = [];
  const look = (root) => root.querySelectorAll("*").forEach((node) => {
    if (node.shadowRoot) look(node.shadowRoot);
    const said = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (said && node.checkVisibility() && !node.closest("style, script, canvas") && size < least)
      small.push(`${size} px: ${node.textContent.slice(0, 40)}`);
  });
  look(document);
  return small;
}"""


CUT = """() => [...document.querySelectorAll(".js-plotly-plot .main-svg text")].filter((text) => {
  const { left, right, top, bottom, width } = text.getBoundingClientRect();
  const paper = text.closest(".svg-container").getBoundingClientRect();
  const out = left < paper.left - 1 || right > paper.right + 1 || top < paper.top - 1 || bottom > paper.bottom + 1;
  return width && out;
}).map((text) => text.textContent)"""


@pytest.fixture(scope="module")
def explorer(tmp_path_factory):
    with serve(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.view)
def drawn(request, chrome, explorer):
    """A page of the menu with something chosen, all of it on the screen."""
    view, address = request.param.view, request.param.address
    link = LINKS.get(view, {})
    context = chrome.new_context(viewport={"width": WIDTHS[0], "height": TALL})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{explorer}/{address}?{urlencode(link)}")
    page.locator("h1").wait_for()
    if link and view not in SILENT:
        page.locator(f"{PLAYER} canvas").first.wait_for()
    if link:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()
    folded = page.get_by_test_id("stExpander").locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    assert page.get_by_text("which is not here").count() == 0  # the link is followed
    yield page
    context.close()


@pytest.fixture
def phone(chrome, explorer):
    """A page on a phone."""
    context = chrome.new_context(viewport={"width": WIDTHS[1], "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{explorer}/about")
    page.locator("h1").wait_for()
    yield page
    context.close()


def looks(page):
    """A page in each theme and in each width, by name: colours do not depend on the width, nor roles on the theme."""
    for theme, width in zip(THEMES, WIDTHS, strict=True):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": TALL})
        page.wait_for_timeout(500)  # figures follow the width, transitions end
        paper = page.locator(".stApp").evaluate("page => getComputedStyle(page).backgroundColor")
        assert (int(re.search(r"\d+", paper)[0]) > 127) == (theme == "light")
        yield f"{theme}, {width} px"


def broken(page) -> list[str]:
    """What axe finds on a page as it looks now, except what Streamlit alone can mend."""
    found = []
    for violation in axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        rule = violation["id"]
        if violation["impact"] == "minor":
            continue
        for node in violation["nodes"]:
            (target,) = node["target"]
            own = "(element, selector) => element.closest(selector) !== null"
            if not (rule in STREAMLIT and page.locator(target).first.evaluate(own, STREAMLIT[rule])):
                found.append(f"{rule}: {node['html'][:120]} {node['failureSummary']}")
    return found


def test_axe_finds_nothing(drawn):
    found = {look: broken(drawn) for look in looks(drawn)}
    assert len(found) == len(THEMES)
    assert {look: violations for look, violations in found.items() if violations} == {}


def test_a_phones_menu_opens_and_breaks_what_streamlit_breaks(phone):
    menu = phone.locator(MENU)
    menu.wait_for(state="attached")
    stops = []
    while "stMain" not in stops and len(stops) < 20:
        phone.keyboard.press("Tab")
        stops.append(phone.evaluate("document.activeElement.dataset.testid"))
    assert "stExpandSidebarButton" in stops and "stSidebarNavLink" not in stops  # it is shut: nobody sees its links
    phone.get_by_test_id("stExpandSidebarButton").click()
    menu.get_by_text("Confusions").wait_for()
    assert broken(phone) == []
    menu.get_by_text("Confusions").click()
    phone.get_by_role("heading", name="How do the mistakes sound?").wait_for()


def test_text_is_large_enough_for_a_projector(drawn):
    drawn.set_viewport_size({"width": WIDTHS[0], "height": TALL})
    assert drawn.evaluate(SMALL, 1000)  # it does find text
    assert drawn.evaluate(SMALL, LEAST) == []
    if drawn.locator(PLAYER).count():  # text in a canvas
        font = drawn.locator(f"{PLAYER} canvas").nth(1).evaluate("canvas => canvas.getContext('2d').font")
        assert int(re.search(r"(\d+)px", font)[1]) >= LEAST


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_a_figure_is_cut(drawn, width):
    drawn.set_viewport_size({"width": width, "height": TALL})
    drawn.wait_for_timeout(500)
    assert drawn.locator(".js-plotly-plot .main-svg text").count() > 10 or drawn.locator(".js-plotly-plot").count() == 0
    assert drawn.evaluate(CUT) == []


def test_headings_skip_no_level(drawn):
    levels = [int(name[1]) for name in drawn.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => h.tagName)")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels


def test_tables_have_names_of_their_own(drawn):
    """The tab key stops at a table: what it is called is said there."""
    tables = drawn.get_by_test_id("stDataFrame")
    named = "table => table.querySelector('canvas').closest('[aria-label]')?.getAttribute('aria-label')"
    names = [tables.nth(place).evaluate(named) for place in range(tables.count())]
    assert all(names) and len(set(names)) == len(names)
