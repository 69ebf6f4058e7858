"""A picture beside every interactive figure, drawn by the very code that draws it in a browser.

Where notebooks are read without a kernel (GitHub, nbviewer, HTML, paper) neither Plotly's figures
nor widgets are shown. A headless Chromium draws both: figures by Plotly's own `toImage`, players by
the player's own script.
"""

import base64
import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from plotly.offline import get_plotlyjs

from genrelib.player.script import SCRIPT, STYLE

PLOTLY, WIDGET, PNG = (
    "application/vnd.plotly.v1+json",
    "application/vnd.jupyter.widget-view+json",
    "image/png",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH = 760  # CSS pixels: what a notebook's column holds
SHARPNESS = 1.5  # pixels of the picture per CSS pixel
COLOURS = 128  # a palette makes a third of the bytes
PAGE = f"""<!doctype html><meta charset="utf-8">
<style>{STYLE} body {{ margin: 0; background: white; }}</style>
<div id="player" style="width: {WIDTH}px"></div>"""
DRAW = """async ({ figure, width, scale }) => {
  const { data, layout } = figure;
  const height = layout.height || 450;
  return await Plotly.toImage({ data, layout }, { format: "png", width, height, scale });
}"""
MOUNT = """(payload) => {
  const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
  const place = document.createElement("div");
  document.getElementById("player").replaceChildren(place);
  mountPlayer(place, bytes, () => {});
}"""


@dataclass(frozen=True)
class Picture:
    """A PNG and the width at which it is meant to be seen, in CSS pixels."""

    png: bytes
    width: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Raises SystemExit where none is installed."""
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, CHROMIUM)), playwright.chromium.executable_path)
        if not Path(path).exists():
            raise SystemExit(
                f"Pictures need a browser: expected one of {', '.join(CHROMIUM)}, found none; "
                "install chromium, or run `python -m playwright install chromium`"
            )
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


class Studio:
    """A page of a browser that draws figures and players."""

    def __init__(self, browser: Browser):
        self._page = browser.new_page(
            viewport={"width": WIDTH, "height": 900},
            device_scale_factor=SHARPNESS,
            color_scheme="light",
        )
        self._page.set_content(PAGE)
        self._page.add_script_tag(content=get_plotlyjs())
        self._page.add_script_tag(content=f"{SCRIPT}\nwindow.mountPlayer = mount;", type="module")

    def figure(self, figure: dict) -> Picture:
        """A Plotly figure as JSON holds it."""
        drawn = self._page.evaluate(DRAW, {"figure": figure, "width": WIDTH, "scale": SHARPNESS})
        return Picture(_small(base64.b64decode(drawn.partition(",")[2])), WIDTH)

    def player(self, payload: bytes) -> Picture:
        """The player of a payload, as it stands before anybody pressed play."""
        self._page.wait_for_function("() => window.mountPlayer !== undefined")
        self._page.evaluate(MOUNT, base64.b64encode(payload).decode())
        self._page.wait_for_timeout(300)  # the panels are drawn when the page has been laid out
        return Picture(_small(self._page.locator("#player").screenshot()), WIDTH)


def illustrate(notebook: NotebookNode, client: NotebookClient, studio: Studio) -> None:
    """Give each figure and player of an executed notebook its picture, and take out dead widgets.

    A picture's text for those who cannot see it is what the notebook itself says of it: the first
    lines of the text that follows.
    """
    for cell, told in zip(notebook.cells, told_after(notebook), strict=True):
        for output in list(cell.get("outputs", [])):
            data = output.get("data", {})
            if PLOTLY in data:
                picture = studio.figure(data[PLOTLY])
            elif WIDGET in data and (packed := payload(data[WIDGET]["model_id"], client)):
                picture = studio.player(packed)
            else:
                if WIDGET in data:  # a progress bar, of no use when all is done
                    cell.outputs.remove(output)
                continue
            data[PNG] = base64.b64encode(picture.png).decode()
            output.metadata[PNG] = {"width": picture.width, "alt": told}
            data.pop(WIDGET, None)
            data.pop("text/plain", None)


def payload(model: str, client: NotebookClient) -> bytes | None:
    """What the player shows that is this widget, or that it holds; None if there is none."""
    for buffer in client.widget_buffers.get(model, {}).values():
        if buffer["path"] == ["payload"]:
            return base64.b64decode(buffer["data"])
    for child in client.widget_state.get(model, {}).get("children", []):
        if packed := payload(child.removeprefix("IPY_MODEL_"), client):
            return packed
    return None


def told_after(notebook: NotebookNode) -> list[str]:
    """For each cell the first sentences of the text that follows, as plain words."""
    told, following = [], ""
    for cell in reversed(notebook.cells):
        told.append(following)
        if cell.cell_type == "markdown":
            plain = re.sub(r"<[^>]*>|[*_`#]|\]\([^)]*\)|\[", "", cell.source)
            following = " ".join(plain.split())[:300]
    return told[::-1]


def _small(png: bytes) -> bytes:
    """The same picture in a palette of its own."""
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    packed = io.BytesIO()
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(packed, "png", optimize=True)
    return packed.getvalue()
