"""Lets test modules import the shared build beside them."""

from __future__ import annotations

import compileall
import gc
import sys
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, XSD

# As the command line does: what the tests share lives to their end, and is not searched for rings again and again.
gc.set_threshold(100_000, 50, 100)

# rdflib works out a term of its namespaces anew wherever one is written (OWL.sameAs), and owlrl writes them in loops:
# that was nearly half of a closure's work. As plain attributes they are looked up as any other.
for namespace in (OWL, RDF, RDFS, SH, XSD):
    for name in namespace.__annotations__:
        if not name.startswith("_") and name.isidentifier():
            setattr(namespace, name, namespace[name])

sys.path.insert(0, str(Path(__file__).parent))

from examples import draw_all  # noqa: E402 - it stands beside this file


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-examples", action="store_true",
                     help="draw all random examples of the tests that read a whole report for each, and all its changes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take every other of the changes that are made to a whole report, where not all are asked for by name or option."""
    if config.getoption("--all-examples") or any("::" in given for given in config.args):
        return
    counted: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        family = item.nodeid.partition("[")[0]
        counted[family] += 1
        whole = item.path.name.startswith("test_changed_") or item.path.parent.name == "any_input"
        other = whole and counted[family] % 2 == 0
        (left if other else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--all-examples"):
        draw_all()
    if not hasattr(config, "workerinput"):
        # Commands and servers are processes of their own, each of which would compile the package anew where Python is
        # told to write no compiled files (PYTHONDONTWRITEBYTECODE).
        compileall.compile_dir(Path(__file__).parents[1] / "src", quiet=2)
