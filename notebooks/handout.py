"""Make the handout: every notebook as one HTML file to read, hear and print without Jupyter.

`python notebooks/handout.py FOLDER [NN ...]` executes both versions of the masters, or of those
whose names begin so, and writes the student's into the folder, the teacher's into `solutions/`
below it. A file needs no network and no other file: figures are pictures, a player plays.
"""

import base64
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from html import escape
from multiprocessing import get_context
from pathlib import Path

from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from genrelib.atomic_file import replace_file
from genrelib.lesson.knobs import POSITIONS
from genrelib.player.script import SCRIPT, STYLE
from make import HERE, execute, masters, versions
from pictures import PLOTLY, WIDGET, Studio, chromium, illustrate, payload, told_after

PAGE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c22; --quiet: #f3f3f6; --line: #c9c9d2;
  --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --paper: #16161a; --ink: #e8e8ee; --quiet: #24242b;
  --line: #4a4a55; --link: #7db8f0; } }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 48rem; margin: 1.5rem auto;
  padding: 0 1rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--link); } .anchor-link, .prompt { display: none; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.5rem; }
pre { background: var(--quiet); padding: .6rem .8rem; font-size: 13px; white-space: pre-wrap; }
code { font-size: .92em; } blockquote { border-left: 4px solid var(--line); margin: 1rem 0;
  padding: 0 1rem; }
img { max-width: 100%; height: auto; background: #fff; }
.rendered_html, .output_html { overflow-x: auto; }
table { border: 0; border-collapse: collapse; font-size: 14px; overflow-wrap: normal; }
table :is(td, th) { border: 0; border-bottom: 1px solid var(--line); text-align: left;
  padding: 2px 14px 2px 0; vertical-align: top; }
.positions { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
figure { margin: 0; } figcaption { font-size: 14px; }
.on-paper { display: none; }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #f3f3f6; }
  body { max-width: none; font-size: 11pt; } .on-screen { display: none; }
  .on-paper { display: block; } pre, img, table { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; } }
"""
# A file may run what is written in it, and fetch nothing.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "media-src blob:; img-src blob: data:"
)
HOST = """
for (const place of document.querySelectorAll(".sound")) {
  const text = place.querySelector("script").textContent.trim();
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  mount(place.querySelector(".on-screen"), bytes, () => {});
}
const folded = () => document.querySelectorAll("details:not([open])");
addEventListener("beforeprint", () => folded().forEach((details) => { details.open = true; }));
"""
SOUND = """<div class="sound"><script type="text/plain">{sound}</script>
<div class="on-screen"></div><img class="on-paper" alt="{told}" src="{picture}">
<p>In the notebook there may be more sounds to choose; it opens with this one.</p></div>"""
POSITION = (
    """<figure><img alt="{told}" src="{picture}"><figcaption>{called}</figcaption></figure>"""
)


def document(notebook: NotebookNode, client: NotebookClient, studio: Studio) -> str:
    """An executed notebook as an HTML document of its own; `client` is what executed it."""
    for cell, told in zip(notebook.cells, told_after(notebook), strict=True):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if POSITIONS in data:
                output.data = _html(_positions(data[POSITIONS], told, studio))
            elif PLOTLY in data or WIDGET not in data:
                continue
            elif packed := payload(data[WIDGET]["model_id"], client):
                output.data = _html(_sound(packed, told, studio))
    illustrate(notebook, client, studio)
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    title = escape(notebook.cells[0].source.splitlines()[0].lstrip("# "))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{PAGE}{STYLE}</style></head>
<body><main>{body}</main><script type="module">{SCRIPT}{HOST}</script></body></html>
"""


def make(file: Path, notebook: NotebookNode, folder: Path) -> str:
    """Execute a version of a notebook and write its document into the folder; a line about it."""
    began = time.monotonic()
    target = folder / file.relative_to(HERE).with_suffix(".html")
    client = execute(notebook, file.parent, GENRELIB_HANDOUT="1")
    with chromium() as browser:
        content = document(notebook, client, Studio(browser)).encode()
    replace_file(target, content)
    return f"{target}: {time.monotonic() - began:.0f} s, {len(content) / 1e6:.1f} MB"


def _html(text: str) -> NotebookNode:
    return NotebookNode({"text/html": text})


def _sound(packed: bytes, told: str, studio: Studio) -> str:
    sound = base64.b64encode(packed).decode()
    return SOUND.format(sound=sound, told=escape(told), picture=_address(studio.player(packed).png))


def _positions(positions: list, told: str, studio: Studio) -> str:
    figures = (
        POSITION.format(
            told=escape(told), called=escape(called), picture=_address(studio.figure(figure).png)
        )
        for called, figure in positions
    )
    return f'<div class="positions">{"".join(figures)}</div>'


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def main(folder: Path, wanted: list[str]) -> None:
    """Every version is a process of its own, as many at once as there are processors."""
    chosen = [master for master in masters() if not wanted or master.name.startswith(tuple(wanted))]
    pairs = [pair for master in chosen for pair in versions(master).items()]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for done in as_completed(pool.submit(make, *pair, folder) for pair in pairs):
            print(done.result(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
