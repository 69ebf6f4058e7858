"""README and docs say what is so: results are printed from the shipped runs, commands exist."""

import re
import tomllib
from pathlib import Path

from genrelib import runs, studies
from genrelib.__main__ import parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RESULTS = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
REPRODUCTION = (ROOT / "docs" / "reproduction.md").read_text(encoding="utf-8")


def test_the_table_of_results_is_that_of_the_shipped_runs():
    shown = re.search(r"<!-- results -->\n(.*?)\n<!-- end of results -->", RESULTS, re.DOTALL).group(1)
    assert shown == studies.markdown(studies.results(runs.shipped())), "paste this table into docs"


def test_the_table_of_data_is_that_of_the_studies():
    shown = re.search(r"<!-- stand-ins -->\n(.*?)\n<!-- end of stand-ins -->", REPRODUCTION, re.DOTALL).group(1)
    assert shown == studies.stand_ins(), "paste this table into docs"


def test_every_command_it_shows_can_be_parsed():
    shown = re.findall(r"^python -m genrelib ([^#\n]+)", README + REPRODUCTION, re.MULTILINE)
    assert len(shown) >= 6
    for command in shown:
        parser().parse_args(command.split())


def test_every_make_target_it_shows_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"app", "test"} <= shown <= targets


def test_every_file_it_names_exists():
    names = re.findall(r"\]\(([\w./-]+)\)|`((?:genrelib|app|assets|notebooks|tests)/[\w./]*)`", README)
    assert len(names) > 5
    assert [link or name for link, name in names if not (ROOT / (link or name)).exists()] == []


def test_what_pip_installs_is_the_list_of_requirements():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    listed = [line.split("  #")[0] for line in lines if line and not line.startswith(("#", "-e"))]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == listed
    assert lines[-1] == "-e ."
