"""Lessons: the notebooks that lie beside the explorer, and the pages of the explorer that they link to."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LINK = re.compile(r"http://localhost:8501(/[^\s\"')\\]*)")


@dataclass(frozen=True)
class Lesson:
    """A notebook: its file's name, the question it asks, how long it takes ("" if it does not say).

    `links` are addresses of pages, without the leading slash, and their choices.
    """

    file: str
    question: str
    time: str
    links: tuple[tuple[str, dict[str, str]], ...]


@st.cache_resource(show_spinner=False)
def notebooks() -> list[Lesson]:
    """Every notebook for students, in order of its number."""
    return [_read(file) for file in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))]


def _read(file: Path) -> Lesson:
    text = file.read_text(encoding="utf-8")
    prose = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    title = re.search(r"^# (?:\d+ · )?(.+)$", "\n".join(prose), re.MULTILINE)
    time = re.search(r"\*\*Time:\*\* (\d+ minutes)", "\n".join(prose))
    links = [urlsplit(link) for link in dict.fromkeys(LINK.findall(text))]
    return Lesson(
        file.name,
        title[1] if title else file.stem,
        time[1] if time else "",
        tuple((link.path.strip("/"), dict(parse_qsl(link.query))) for link in links),
    )
