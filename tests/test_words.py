"""Names: what a machine can hold of how things are called, and of how docstrings begin."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("genrelib", "app") for path in (ROOT / room).rglob("*.py"))
# Say what it is instead: probabilities, rows, runs, features, message, prediction.
BANNED = {"heard", "said", "unsaid", "found", "told", "seen", "wanted", "borne", "handful"}  # as a word of a name
BANNED_ALONE = {"of", "each", "every", "what", "who", "whose", "came", "there"}  # as a whole name
OPENERS = {"what", "whether", "how", "where", "which", "who", "whose", "when", "as"}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every function, class, argument and variable that a file defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def banned_names(tree: ast.AST) -> list[str]:
    return [
        f"line {line}: {name}"
        for line, name in names_in(tree)
        if BANNED & set(name.lower().split("_")) or name.strip("_") in BANNED_ALONE
    ]


def openers(tree: ast.AST) -> list[str]:
    """Docstrings that begin with a question word instead of a verb or a noun."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, documented)]
    return [text.splitlines()[0] for text in texts if text and text.split()[0].strip(",.:").lower() in OPENERS]


def form(value: ast.expr) -> str:
    """Kind of an expression; calls of different functions are of different kinds."""
    if isinstance(value, ast.Call):
        function = value.func
        return f"call of {function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)}"
    if isinstance(value, ast.UnaryOp):  # -1 is of the form of 1
        return form(value.operand)
    return type(value).__name__


def unrelated(tree: ast.AST) -> list[str]:
    """Assignments of several values in one line that are not of one form."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and isinstance(node.value, ast.Tuple)
        and len({form(value) for value in node.value.elts}) > 1
    ]


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_no_module_is_called_as_a_function_in_it(path):
    own = path.parent.name if path.stem == "__init__" else path.stem
    top = {node.name for node in tree_of(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert own not in top


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_names_say_what_they_hold(path):
    assert banned_names(tree_of(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_docstrings_begin_with_a_verb_or_a_noun(path):
    assert openers(tree_of(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_one_line_assigns_values_of_one_form(path):
    assert unrelated(tree_of(path)) == []


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("def f(found): pass", (1, 0, 0)),
        ("row_told = 1", (1, 0, 0)),
        ("sound_of = founder = 1", (0, 0, 0)),
        ('"""What it does."""', (0, 1, 0)),
        ('"""Whatever comes."""', (0, 0, 0)),
        ("rows, sizes = {}, []", (0, 0, 1)),
        ("low, high = min(x), max(x)", (0, 0, 1)),
        ("low, high = 0.1, 0.9", (0, 0, 0)),
        ("a, b = b, a", (0, 0, 0)),
        ("a, b = f(x), g.f(y)", (0, 0, 0)),
    ],
)
def test_the_checks_know_good_from_bad(source, problems):
    tree = ast.parse(source)
    assert tuple(map(len, (banned_names(tree), openers(tree), unrelated(tree)))) == problems
