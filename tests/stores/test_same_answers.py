"""Every question gets the answer written by hand from every store: loaded by us, asked in the store's own way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import rdflib
import store_servers
from pyoxigraph import Store, Triple
from test_questions import ANSWERS, bindings

from treatygraph import paths
from treatygraph.ask import ask, find_question, to_csv
from treatygraph.graph.store import graph_files
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.reason.validate import Converter
from treatygraph.stores.content import local_graphs
from treatygraph.stores.jena import Commands, Tdb2
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import Outcome, load
from treatygraph.stores.session import Access

DBA = Access("dba", "dba")
# Virtuoso 7.2.5 refuses SERVICE inside OPTIONAL (SP031), heeds no SILENT, and died of it once.
NOT_ON_VIRTUOSO = {"CQ-37"}


@cache
def graphs() -> dict[Iri, list[Triple]]:
    return local_graphs([paths.graph()])


def wrong(answer: Callable[[str], str], besides: set[str] = frozenset()) -> dict[str, list[str]]:  # type: ignore[assignment]
    """Ask all questions; return the rows of each answer that is not the one written by hand."""
    found = {}
    for path in ANSWERS:
        stem, values = bindings(path)
        if stem[:5] in besides:
            continue
        rows = answer(find_question(stem).bound(values)).splitlines()
        if rows != path.read_text(encoding="utf-8").splitlines():
            found[path.stem] = rows
    return found


def loaded(call: Call) -> None:
    with open_target(call) as target:
        report = load(target, graphs())
    assert report.well, report
    assert {row.outcome for row in report.rows} == {Outcome.SENT}
    assert len(report.rows) == len(graph_files(paths.graph()))


def test_embedded_store(tmp_path: Path) -> None:
    loaded(Call(str(tmp_path / "store")))
    store = Store.read_only(str(tmp_path / "store"))
    assert not wrong(lambda query: to_csv(ask(store, query, federated=True)))


def test_rdflib() -> None:
    dataset = rdflib.Dataset(default_union=True)
    term = Converter().term  # its own parser takes longer, and is tried where the graph is read back
    for name, triples in graphs().items():
        graph = dataset.graph(name)
        for triple in triples:
            graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    assert not wrong(lambda query: (dataset.query(query).serialize(format="csv") or b"").decode())


def test_oxigraph_server(tmp_path: Path) -> None:
    with store_servers.running(store_servers.oxigraph(tmp_path)) as server:
        loaded(Call(server.url))
        assert not wrong(lambda query: store_servers.csv_over_http(f"{server.url}/query", query))


def test_virtuoso(tmp_path: Path) -> None:
    with store_servers.running(store_servers.virtuoso(tmp_path)) as server:
        loaded(Call(server.url, access=DBA))
        # Its union of all graphs has three of its own in it, so ours are named.
        assert not wrong(lambda query: store_servers.csv_over_http(f"{server.url}/sparql", query, list(graphs())),
                         NOT_ON_VIRTUOSO)


def test_jena(tmp_path: Path) -> None:
    commands = Commands()
    folder = tmp_path / "tdb2"
    if shutil.which("javac") is None:
        pytest.skip("there is no Java compiler here (Debian: default-jdk-headless)")
    try:
        commands.run("jena.version")
    except TreatyGraphError as fault:
        pytest.skip(str(fault))
    try:
        target = Tdb2(folder, commands)
        report = load(target, graphs())
        assert report.well, report
        # Java takes longer to start than to answer, so all questions are asked in one start.
        asked: list[Path] = []

        def write_down(query: str) -> str:
            asked.append(tmp_path / "asked" / f"{len(asked):03}.rq")
            asked[-1].write_text(query, encoding="utf-8")
            return ""

        (tmp_path / "asked").mkdir()
        wrong(write_down)
        commands.run(str(Path(__file__).with_name("AskAll.java")), str(folder), str(tmp_path / "asked"))
        answers = iter([path.with_name(f"{path.name}.csv").read_text(encoding="utf-8") for path in asked])
        assert len(asked) == len(ANSWERS)
        assert not wrong(lambda _: next(answers))
    finally:
        commands.close()
