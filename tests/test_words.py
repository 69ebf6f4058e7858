"""Names: what a machine can hold of how things are called."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("genrelib", "app") for path in (ROOT / room).rglob("*.py"))


def names_of(path: Path) -> set[str]:
    """Functions and classes that a file defines at its top."""
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_called_as_a_function_in_it(path):
    own = path.parent.name if path.stem == "__init__" else path.stem
    assert own not in names_of(path)
