"""Imports point one way, from room to room; a loose module, and two files that import each other, fail here."""

from __future__ import annotations

import ast
from itertools import combinations
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "treatygraph"
FILES = sorted(PACKAGE.rglob("*.py"))

# From the ground up. A room imports from those in the rows above its own; rooms of one row know nothing of each other.
ROOMS = (
    {"model"}, {"iris", "isolated", "optional", "paths"}, {"vocab", "tables"}, {"language", "facts"}, {"find"}, {"read"}, {"convert", "reading"},
    {"graph"}, {"reason"}, {"ask", "compare", "explain", "status", "stores"}, {"audit", "search"}, {"reconcile", "report"}, {"building"}, {"corpus", "dataset"}, {"conformance", "export", "serve"},
    {"mcp", "release", "site"}, {"commands"}, {"cli"}, {"__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
LONGEST_FILE = 450
# The dataset's own title, and the joining words of six languages.
NOT_OF_A_REPORT = {"dataset.py", "symbol_organs.py"}


def name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name(path): path for path in FILES}


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, however deep inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return (found & set(NAMES)) - {"treatygraph", name(path)}


def room(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("path", [path for path in FILES if name(path) != "treatygraph"], ids=name)
def test_a_room_imports_only_from_below(path: Path) -> None:
    own = room(name(path))
    assert own in LEVEL, f"{path} is in no room of {__file__}"
    above = {other for other in imported(path) if room(other) != own and LEVEL[room(other)] >= LEVEL[own]}
    assert not above, f"{path} imports {', '.join(sorted(above))}"


def test_no_two_files_import_each_other() -> None:
    needs = {module: imported(path) for module, path in NAMES.items()}
    assert not [(a, b) for a, b in combinations(sorted(needs), 2) if a in needs[b] and b in needs[a]
                and not a.startswith(f"{b}.") and not b.startswith(f"{a}.")]


def test_files_stay_small() -> None:
    assert not {str(p): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE}


def test_module_docstrings_say_what_they_must_not_do() -> None:
    texts = {path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in FILES}
    assert not [str(path) for path, text in texts.items()
                if not text or (path.name != "__init__.py" and "not" not in text and "only" not in text)]


def test_no_word_of_one_report_in_the_code() -> None:
    """Chinese words belong into language files and tables; the code may hold punctuation and examples in docstrings."""
    found = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                      if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and node.body
                      and isinstance(node.body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings \
                    and sum("\u4e00" <= char <= "\u9fff" for char in node.value) > 1 \
                    and path.name not in NOT_OF_A_REPORT:
                found.append(f"{path.name}:{node.lineno}: {node.value[:40]}")
    assert not found
