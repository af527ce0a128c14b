"""What other programs call keeps its names and signatures, is documented by examples that run, and costs nothing unused."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import treatygraph

SIGNATURES = Path(__file__).with_name("signatures.txt")
CLASSES = ("Answer", "Column", "Explained", "Report", "Thing", "TreatyGraph")
MODULES = ("answer", "places", "filling", "flat", "naming", "opening", "tables", "thing", "treaty_graph")


def members(name: str) -> dict[str, object]:
    found = getattr(treatygraph, name)
    return {member: inspect.getattr_static(found, member) for member in dir(found) if not member.startswith("_")}


def signature(name: str, member: object) -> str:
    """A line that says how something is called, or of what type it is."""
    if isinstance(member, property):
        return f"{name} -> {inspect.signature(member.fget).return_annotation}"
    if hasattr(member, "func") and not inspect.isfunction(member):
        return f"{name} -> {inspect.signature(member.func).return_annotation}"
    return f"{name}{inspect.signature(member)}" if inspect.isfunction(member) else name


def test_signatures_are_those_promised() -> None:
    """Whoever changes a line of signatures.txt breaks the programs of others, and says so in the changelog."""
    found = [signature(name, getattr(treatygraph, name)) for name in sorted(treatygraph.__all__) if name not in CLASSES]
    found += [signature(f"{name}.{member}", value) for name in CLASSES for member, value in sorted(members(name).items())]
    assert "\n".join(found) + "\n" == SIGNATURES.read_text(encoding="utf-8")


def test_everything_public_has_an_example() -> None:
    functions = [getattr(treatygraph, name) for name in ("build", "open", "read_text")]
    methods = [value.fget if isinstance(value, property) else value
               for value in [*members("TreatyGraph").values(), *members("Answer").values()]]
    documented = [one for one in functions + methods if inspect.isfunction(one)]
    assert len(documented) > 25
    assert [one.__qualname__ for one in documented if ">>>" not in (one.__doc__ or "")] == ["Answer.rows"]


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module: str) -> None:
    failed, tried = doctest.testmod(import_module(f"treatygraph.dataset.{module}"))
    assert tried > 0
    assert failed == 0


def test_nothing_is_imported_that_is_not_used() -> None:
    """A process of its own, for that of the tests has imported everything."""
    code = ("import sys, treatygraph; print(sorted(m for m in sys.modules if m.startswith('treatygraph'))); "
            "treatygraph.open(sys.argv[1]).treaties(); "
            "print(sorted({'rdflib', 'pandas', 'polars', 'numpy', 'pyshacl', 'rich'} & set(sys.modules)))")
    file = Path(treatygraph.__file__).parents[2] / "data" / "graph" / "treaties.ttl"
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['treatygraph']", "[]"]


def test_names_in_the_package_are_what_it_promises() -> None:
    assert dir(treatygraph) == sorted(treatygraph.__all__)
    for name in treatygraph.__all__:
        assert getattr(treatygraph, name) is not None
