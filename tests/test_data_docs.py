"""docs/data.md says what is so: its tables are those of the registries, its commands can be given."""

import re
from pathlib import Path

import pytest

from genrelib import datasets
from genrelib.__main__ import parser

PAGE = Path(__file__).resolve().parents[1] / "docs" / "data.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_its_tables_are_those_of_the_registries(monkeypatch):
    monkeypatch.syspath_prepend(PAGE.parent)
    import data_tables

    assert data_tables.page(TEXT) == TEXT, "run: python docs/data_tables.py"
    assert data_tables.sets() in TEXT and data_tables.papers_and_sets() in TEXT
    assert all(f"| `{name}` |" in TEXT for name in datasets.NAMES)


def test_every_command_it_shows_can_be_given():
    shown = re.findall(r"python -m genrelib ([^#`\n]+)", TEXT)
    assert len(shown) >= 8
    for command in shown:
        parsed = parser().parse_args(command.split())
        assert getattr(parsed, "data", None) in {None, *datasets.NAMES}


@pytest.mark.parametrize("name", sorted(datasets.NAMES))
def test_every_set_is_told_with_its_layout_and_licence(name):
    (row,) = [row for row in datasets.table() if row["name"] == name]
    assert row["holds"] and row["layout"] and row["licence"]
    if not datasets.is_synthetic(name) and row["citation"]:
        assert row["citation"].split(",")[0].split(" & ")[0] in TEXT and row["url"].startswith("https://")
