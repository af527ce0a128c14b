"""Imports point one way; a module nobody placed fails here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "treatygraph"

# From the bottom to the top; a module may import from its own layer (where `peers` allows it) and from those below.
LAYERS: list[tuple[set[str], bool]] = [
    ({"treatygraph", "model", "paths"}, True),
    ({"iris", "vocab", "languages", "tables", "facts", "ontology"}, True),
    ({"read", "convert"}, True),
    ({"find"}, True),
    ({"rules"}, True),
    ({"assemble"}, True),
    ({"infer", "serialize", "store", "explain", "audit", "ask", "status", "entry_into_force", "drawing", "comparing", "derivations", "versions", "witness", "variants",
      "collation"}, True),
    ({"validate"}, False),
    ({"build", "web", "serve", "conformance", "stores"}, False),
    ({"cli", "commands", "__main__"}, True),
]
# What never imports one another, though they lie beside each other.
APART = {"infer", "serialize", "explain", "audit", "validate"}


# The dataset's own title, and the joining words of six languages.
NOT_OF_A_REPORT = {"dataset.py", "symbol_organs.py"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def top(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "treatygraph" if parts == ("__init__",) else parts[0]


def level(name: str) -> int:
    for index, (names, _) in enumerate(LAYERS):
        if name in names:
            return index
    raise AssertionError(f"{name} has no place in the layers; place it in {__file__}")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("treatygraph"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names if alias.name.islower()}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("treatygraph.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    name = top(path)
    own = level(name)
    for other in imported(path) - {name, "__version__"}:
        assert level(other) <= own, f"{path} imports {other} from a layer above it"
        if level(other) == own:
            assert LAYERS[own][1], f"{path} imports {other}, which lies beside it"
        assert not (name in APART and other in APART), f"{name} → {other}"


def test_files_stay_small() -> None:
    long = {str(p): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 450}
    assert not long


def test_module_docstrings_say_what_they_must_not_do() -> None:
    silent = []
    for path in modules():
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not text or (path.name not in {"__init__.py"} and "not" not in text and "only" not in text):
            silent.append(str(path))
    assert not silent


def test_no_word_of_one_report_in_the_code() -> None:
    """Chinese words belong into patterns and tables; the code may hold punctuation and examples in docstrings."""
    found = []
    for path in modules():
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
