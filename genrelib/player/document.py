"""The player in a document of its own, which needs no network and no host: for a double click."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from genrelib.player.script import SCRIPT, STYLE

PAGE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; } td, th { text-align: left; padding: 2px 14px 2px 0; vertical-align: top; }
"""
# The document may run what is written in it, and fetch nothing.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; media-src blob:; img-src blob: data:"
)
HOST = """
const text = document.getElementById("payload").textContent.trim();
mount(document.getElementById("player"), Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)), () => {});
"""


@dataclass(frozen=True)
class Section:
    """A heading, sentences below it, and rows of a table, the first of them its head; all of it is plain text."""

    heading: str
    sentences: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def standalone(payload: bytes, title: str, sections: Sequence[Section]) -> str:
    """Write an HTML document with the player of a payload and these sections; whatever they say is text, not HTML."""
    body = "\n".join(map(_section, sections))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>
<style>{PAGE}{STYLE}</style></head>
<body><h1>{escape(title)}</h1>
<div id="player"></div>
{body}
<script type="text/plain" id="payload">{base64.b64encode(payload).decode()}</script>
<script type="module">{SCRIPT}{HOST}</script></body></html>
"""


def _section(section: Section) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
    return f"<h2>{escape(section.heading)}</h2>{sentences}{_table(section.rows)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head, *others = rows
    first = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rest = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in others)
    return f"<table><tr>{first}</tr>{rest}</table>"
