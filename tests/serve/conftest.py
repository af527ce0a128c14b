"""Real servers on loopback, started by the command line, one of each kind for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .serving import Served, served


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """The built graph with the limits that everybody gets."""
    with served() as found:
        yield found


@pytest.fixture(scope="session")
def strict() -> Iterator[Served]:
    """The built graph with limits that are soon reached, and two workers for queries."""
    with served("--seconds", "3", "--rows", "100", "--request-size", "2", "--workers", "2", "--queue", "20",
                "--cache", "0", "--memory", "256") as found:
        yield found


@pytest.fixture(scope="session")
def three_graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three named graphs of one triple each, those of the W3C's protocol tests."""
    lines = []
    for number in (1, 2, 3):
        graph = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
        lines.append(f"<{graph}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
                     f"<http://xmlns.com/foaf/0.1/Document> <{graph}> .\n")
    path = tmp_path_factory.mktemp("three") / "data.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many triples that joining all with all has no end; a server holds them sooner than the built graph."""
    path = tmp_path_factory.mktemp("many") / "data.nq"
    path.write_text("".join(f"<http://x/{n}> <http://x/p> <http://x/{n + 1}> <http://x/g> .\n" for n in range(5_000)),
                    encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def three(three_graphs: Path) -> Iterator[Served]:
    """The three graphs served."""
    with served("--data", str(three_graphs)) as found:
        yield found
