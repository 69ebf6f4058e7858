"""Who may import whom: the table of the design, held by reading every import statement."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOUND = {"audio"}
READING = SOUND | {"frontends", "networks"}
DECLARED = READING | {"recipe", "system", "papers"}
KEPT = DECLARED | {"atomic_file", "jukebox", "task", "datasets", "store", "evaluate", "runs"}
MAY_IMPORT = {
    "audio": set(),
    "edits": SOUND | {"resynthesis"},
    "evaluate": set(),
    "plots": {"numerals"},
    "player": {"numerals"},
    "frontends": SOUND,
    "networks": {"networks"},
    "jukebox": SOUND,
    "recipe": set(),
    "system": {"frontends", "networks", "evaluate", "recipe"},
    "task": {"networks", "evaluate"},
    "atomic_file": set(),
    "numerals": set(),
    "augment": set(),
    "resynthesis": set(),
    "system_errors": set(),
    "terminal": set(),
    "shared_tables": set(),
    "tag_lists": set(),
    "released": set(),
    "papers": {"frontends", "networks", "recipe", "system", "augment", "released", "tag_lists"},
    "datasets": SOUND | {"frontends", "jukebox", "tag_lists", "task", "terminal", "evaluate"},
    "store": SOUND | {"frontends", "jukebox", "datasets", "system_errors", "terminal"},
    "runs": DECLARED | {"atomic_file", "task", "system_errors"},
    "adoption": {"recipe", "system", "task", "runs"},
    "clips": KEPT,
    "inference": KEPT,
    "predictions": KEPT | {"inference", "shared_tables"},
    "counterfactuals": {"edits"},
    "quiz": {"evaluate", "shared_tables"},
    "robustness": KEPT | {"edits", "inference", "numerals"},
    "interpret": KEPT | {"inference", "clips", "resynthesis"},
    "wrong_reasons": KEPT | {"inference", "numerals"},
    "train": KEPT | {"inference", "clips", "system_errors", "terminal"},
    "studies": KEPT | {"clips", "train"},
    "bench": KEPT | {"clips", "train", "terminal"},
    "commands": KEPT
    | {"inference", "interpret", "robustness", "wrong_reasons", "train", "studies", "bench", "adoption", "terminal"},
    "__main__": {"commands", "system_errors"},
    "playback": {"audio", "frontends", "inference", "numerals", "player", "plots"},
    "lesson": KEPT
    | {
        "numerals",
        "inference",
        "predictions",
        "quiz",
        "interpret",
        "clips",
        "train",
        "studies",
        "plots",
        "player",
        "playback",
    },
    "app": KEPT
    | {"numerals", "inference", "predictions", "quiz", "shared_tables", "studies", "plots", "player", "playback"}
    | {"interpret", "resynthesis", "edits", "counterfactuals", "robustness", "wrong_reasons"},
}


def sources() -> list[Path]:
    return sorted([*(ROOT / "genrelib").rglob("*.py"), *(ROOT / "app").rglob("*.py")])


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "app" if parts[0] == "app" else parts[1] if len(parts) > 1 else "genrelib"


def imported_names(path: Path) -> set[str]:
    """Names that a file imports, with their modules, at its top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported(path: Path) -> set[str]:
    """Rooms of ours that a file imports."""
    rooms = {name.split(".")[1] for name in imported_names(path) if name.startswith("genrelib.")}
    return rooms - {"home", "__version__"}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path):
    own = room(path)
    assert imported(path) <= MAY_IMPORT.get(own, set()) | {own}


def test_views_leave_torch_to_the_library():
    views = [path for path in (ROOT / "app").rglob("*.py") if "import torch" in path.read_text()]
    assert views == []


def test_no_room_is_named_after_homelessness():
    assert not [path for path in sources() if path.stem in {"utils", "helpers", "common", "misc"}]


@pytest.mark.parametrize("path", sorted((ROOT / "tests").glob("*.py")), ids=lambda path: path.name)
def test_nothing_is_imported_from_a_test(path):
    assert [name for name in imported_names(path) if re.search(r"\btest_", name)] == []


def test_the_picture_of_the_rooms_is_that_of_the_table(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs")
    import architecture

    assert architecture.page(MAY_IMPORT) == (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), (
        "run: python docs/architecture.py"
    )


def test_an_arrow_that_follows_from_others_is_left_out(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs")
    import architecture

    assert architecture.reduced({"a": set(), "b": {"a"}, "c": {"a", "b"}}) == {"a": set(), "b": {"a"}, "c": {"b"}}


# The front of a room: what others import of it. A registry looks names up in its table, the player waits for a host.
FRONTS_THAT_DO_MORE = {"genrelib", "genrelib/commands", "genrelib/datasets", "genrelib/papers", "genrelib/player"}


def test_the_front_of_a_room_only_names_what_lies_in_it():
    fronts = sorted((ROOT / "genrelib").rglob("__init__.py"))
    with_code = {
        str(file.parent.relative_to(ROOT))
        for file in fronts
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.parse(file.read_text()).body)
    }
    assert with_code == FRONTS_THAT_DO_MORE
