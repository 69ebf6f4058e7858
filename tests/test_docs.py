"""The documents say what is so: examples run, links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "notebooks" / "README.md"])


def run(*arguments) -> str:
    finished = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([\w./-]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_pages_have_links():
    assert len(PAGES) > 5 and "](docs/" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 130


def test_a_song_is_classified_in_ten_lines(folder_of_music):
    song = next(folder_of_music.rglob("*.wav"))
    lines = run("examples/classify_a_song.py", song).splitlines()
    assert len(lines) >= 3 and all(re.fullmatch(r"\w+: \d+%", line) for line in lines[:3])
    assert all(line.endswith(".") for line in lines[3:])  # remarks


def test_a_folder_is_trained_on_and_its_confusions_drawn_in_ten_lines(folder_of_music, tmp_path):
    folder, result = run("examples/train_on_a_folder.py", folder_of_music).strip().rsplit(": ", 1)
    assert re.fullmatch(r"\d+% of the test tracks are right", result)
    run("examples/confusion_matrix_of_a_run.py", folder, tmp_path / "confusions.html")
    assert "plotly" in (tmp_path / "confusions.html").read_text(encoding="utf-8")
