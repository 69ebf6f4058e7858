"""docs/quintessence.md shows the results that are kept in assets."""

import json
import re

import pytest


@pytest.fixture
def tables(monkeypatch, request):
    monkeypatch.syspath_prepend(request.config.rootpath / "docs")
    import quintessence_tables

    return quintessence_tables


def test_the_tables_are_those_of_the_results(tables):
    results = json.loads(tables.RESULTS.read_text(encoding="utf-8"))
    text = tables.PAGE.read_text(encoding="utf-8")
    assert tables.page(text, results) == text, "run: python docs/quintessence_tables.py"
    assert len({row["genre"] for row in results["sounds"]}) >= 5
    assert len({row["run"] for row in results["sounds"]}) >= 3
    assert {row["weights"] for row in results["filters"]} == {"trained", "untrained"}


def test_the_counts_in_the_text_are_those_of_the_results(tables):
    rows = json.loads(tables.RESULTS.read_text(encoding="utf-8"))["sounds"]
    named = {
        way: [row["top"] == row["genre"] for row in rows if row["way"] == way] for way in ("unit", "start", "label")
    }
    text = " ".join(tables.PAGE.read_text(encoding="utf-8").split())
    assert f"in {sum(named['unit'])} cases of {len(named['unit'])}, the start in {sum(named['start'])}" in text
    assert all(named["label"])


def test_a_cell_counts_the_others_that_agree_and_a_line_tells_their_music_apart(tables):
    rows = [
        {
            "run": "jukebox/artist/a/b/seed-0",
            "genre": "jazz",
            "way": "label",
            "before": 0.5,
            "after": 0.25,
            "others": {"jukebox/track/a/c/seed-0": ["jazz", 0.9], "gtzan-logmel/track/a/b/seed-0": ["pop", 0.1]},
        }
    ]
    assert "| jazz | 0.50 → 0.25, 1 of 2 |" in tables.sounds_table(rows)
    assert tables.listeners_table(rows).endswith("| label | 0.25 | 1 of 1 | 0 of 1 |")


def test_the_pictures_are_small(tables):
    pictures = re.findall(r"\]\(\.\./(assets/[\w-]+\.png)\)", tables.PAGE.read_text(encoding="utf-8"))
    assert 3 <= len(pictures) <= 4
    assert all((tables.DOCS.parent / picture).stat().st_size < 150_000 for picture in pictures)
