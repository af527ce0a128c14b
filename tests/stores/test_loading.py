"""A load sends what differs, tells the truth about what arrived, and never says done when it is not."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse
from store_servers import Stub, break_off, bulk, graph_of

from treatygraph import iris
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.stores.content import local_graphs
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import Outcome, Report, compare, load, unload
from treatygraph.stores.session import Access
from treatygraph.stores.target import STAGING, StoreError, UnusableStoreError, n_triples

A, B, C = (Iri(f"{iris.GRAPH}source/{name}") for name in "abc")
THEIRS = "https://example.org/theirs"


def graphs(triples: int = 3) -> dict[Iri, list[Triple]]:
    return {name: [Triple(NamedNode(f"urn:{name[-1]}{n}"), NamedNode("urn:p"), Literal(str(n))) for n in range(triples)]
            for name in (A, B, C)}


def call(stub: Stub, **more: object) -> Call:
    return Call(stub.url, kind="graph-store", first_wait=0.0, **{"timeout": 20.0, "attempts": 3, **more})  # type: ignore[arg-type]


def loaded(stub: Stub, content: dict[Iri, list[Triple]], **more: object) -> Report:
    with open_target(call(stub, **more)) as target:
        return load(target, content)


def outcomes(report: Report) -> dict[str, str]:
    return {row.graph[-1]: row.outcome.value for row in report.rows}


def size(stub: Stub, graph: str) -> int:
    return sum(1 for _ in parse(stub.graphs[graph], format=RdfFormat.N_TRIPLES))


def test_only_what_differs_is_sent() -> None:
    with Stub() as stub:
        stub.graphs[THEIRS] = b"<urn:x> <urn:y> <urn:z> .\n"
        assert outcomes(loaded(stub, graphs())) == {"a": "sent", "b": "sent", "c": "sent"}
        stub.asked.clear()
        assert outcomes(loaded(stub, graphs())) == {"a": "same", "b": "same", "c": "same"}
        assert stub.puts() == []
        stub.graphs[B] = stub.graphs[B].replace(b'"1"', b'"one"')
        report = loaded(stub, graphs())
        assert outcomes(report) == {"a": "same", "b": "sent", "c": "same"}
        assert stub.puts() == [B]
        assert report.well
        assert set(stub.graphs) == {A, B, C, THEIRS}


def test_a_half_loaded_graph_is_seen_and_sent_again() -> None:
    """What a server killed in the middle leaves: fewer triples, all of them right."""
    with Stub() as stub:
        loaded(stub, graphs(100))
        stub.graphs[C] = b"".join(stub.graphs[C].splitlines(keepends=True)[:40])
        report = loaded(stub, graphs(100))
        assert outcomes(report) == {"a": "same", "b": "same", "c": "sent"}
        assert report.rows[2].words == "sent (was 40 triples)"
        assert size(stub, C) == 100


def test_a_connection_that_breaks_once_is_made_again() -> None:
    with Stub() as stub:
        stub.on_put = lambda handler, _graph, _body, number: number == 2 and (break_off(handler) or True)
        report = loaded(stub, graphs())
        assert report.well
        assert stub.puts() == [A, B, B, C]


def test_a_server_that_dies_in_the_middle_of_a_graph() -> None:
    """It took half of graph B and breaks every connection that writes: B is half-loaded, C never left."""
    def die(handler: BaseHTTPRequestHandler, graph: str, body: bytes, number: int) -> bool:
        if number < 2:
            return False
        stub.graphs[graph] = b"".join(body.splitlines(keepends=True)[:1])
        break_off(handler)
        return True

    with Stub() as stub:
        stub.on_put = die
        report = loaded(stub, graphs())
        assert outcomes(report) == {"a": "sent", "b": "half-loaded", "c": "not sent"}
        assert report.rows[1].words == "half-loaded: 1 triples, 3 belong there"
        assert "broke" in report.fault
        assert "3 attempts" in report.fault
        assert not report.well
        stub.on_put = lambda *_: False
        assert outcomes(loaded(stub, graphs())) == {"a": "same", "b": "sent", "c": "sent"}


def test_a_server_that_no_longer_answers_afterwards() -> None:
    """Nobody can say what it holds, so nobody does."""
    def vanish(handler: BaseHTTPRequestHandler, _graph: str, _body: bytes, number: int) -> bool:
        if number < 2:
            return False
        stub.on_get = lambda get, _: break_off(get) or True
        break_off(handler)
        return True

    with Stub() as stub:
        stub.on_put = vanish
        report = loaded(stub, graphs())
        assert outcomes(report) == {"a": "unknown", "b": "unknown", "c": "unknown"}
        assert not report.well


@pytest.mark.parametrize(("status", "says"), [(507, "the store is full"), (413, "--update"), (400, "400")])
def test_a_store_that_takes_no_more_keeps_the_old_graph(status: int, says: str) -> None:
    with Stub() as stub:
        loaded(stub, graphs())
        stub.on_put = lambda handler, graph, _body, _number: graph == B and (
            handler.answer(status, b"<html><h1>no &amp; no</h1></html>") or True)  # type: ignore[attr-defined]
        stub.asked.clear()
        report = loaded(stub, graphs(4))
        assert outcomes(report) == {"a": "sent", "b": "old graph kept", "c": "old graph kept"}
        assert says in report.fault
        assert "<" not in report.fault
        assert stub.puts() == [A, B], "that answer does not change by asking again"
        assert size(stub, B) == 3


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_passing_fault_is_tried_again(status: int) -> None:
    with Stub() as stub:
        stub.on_put = lambda handler, _graph, _body, number: number <= 2 and (
            handler.answer(status, Retry_After="0") or True)  # type: ignore[attr-defined]
        assert loaded(stub, graphs()).well
        assert stub.puts() == [A, A, A, B, C]


def test_a_fault_that_stays_is_not_tried_for_ever() -> None:
    with Stub() as stub:
        stub.on_put = lambda handler, *_: handler.answer(503) or True  # type: ignore[attr-defined]
        report = loaded(stub, graphs())
        assert stub.puts() == [A, A, A]
        assert outcomes(report) == {"a": "not sent", "b": "not sent", "c": "not sent"}
        assert "503" in report.fault


@pytest.mark.parametrize(("status", "says"), [(401, "does not accept user 'clerk'"), (403, "may not write")])
def test_a_refused_user_changes_nothing(status: int, says: str) -> None:
    with Stub() as stub:
        stub.on_put = lambda handler, *_: handler.answer(  # type: ignore[attr-defined]
            status, WWW_Authenticate='Basic realm="r"') or True
        with pytest.raises(UnusableStoreError, match=says):
            loaded(stub, graphs(), access=Access("clerk", "wrong"))
        assert stub.graphs == {}


def test_signing_in_by_basic_and_by_token() -> None:
    with Stub() as stub:
        def ask(handler: BaseHTTPRequestHandler, *_: object) -> bool:
            if handler.headers.get("Authorization") == "Basic Y2xlcms6c2VjcmV0":
                return False
            handler.answer(401, WWW_Authenticate='Basic realm="r"')  # type: ignore[attr-defined]
            return True

        stub.on_put = ask
        assert loaded(stub, graphs(), access=Access("clerk", "secret")).well
    with Stub() as stub:
        assert loaded(stub, graphs(), access=Access(token="t0ken")).well
        assert {headers.get("Authorization") for headers in stub.headers} == {"Bearer t0ken"}
    assert "secret" not in repr(Access("clerk", "secret", "t0ken"))
    assert "t0ken" not in repr(Access("clerk", "secret", "t0ken"))


def test_a_server_that_never_answers() -> None:
    with Stub() as stub:
        stub.on_put = lambda *_: stub.released.wait(30) or True
        report = loaded(stub, graphs(), timeout=0.3)
        assert "did not answer PUT within 0.3 s" in report.fault
        assert stub.puts() == [A], "it may still be at work on it"
        assert outcomes(report) == {"a": "not sent", "b": "not sent", "c": "not sent"}


def test_an_answer_cut_short_is_not_taken_for_the_graph() -> None:
    with Stub() as stub:
        loaded(stub, graphs())

        def cut(handler: BaseHTTPRequestHandler, graph: str) -> bool:
            if graph != B:
                return False
            handler.send_response(200)
            handler.send_header("Content-Type", "application/n-triples")
            handler.send_header("Content-Length", str(len(stub.graphs[B])))
            handler.end_headers()
            handler.wfile.write(stub.graphs[B].splitlines(keepends=True)[0])
            break_off(handler)
            return True

        stub.on_get = cut
        with open_target(call(stub)) as target, pytest.raises(StoreError, match="broke"):
            compare(target, graphs())


def test_an_answer_that_is_no_rdf() -> None:
    with Stub() as stub:
        stub.on_get = lambda handler, _: handler.answer(  # type: ignore[attr-defined]
            200, b"<html>Welcome</html>", Content_Type="text/html") or True
        with open_target(call(stub)) as target, pytest.raises(StoreError, match="not RDF"):
            load(target, graphs())
        assert stub.graphs == {}


def test_a_store_that_swallows_triples_is_found_out() -> None:
    """It says 204 and keeps all but one."""
    with Stub() as stub:
        def swallow(handler: BaseHTTPRequestHandler, graph: str, body: bytes, _number: int) -> bool:
            stub.graphs[graph] = b"".join(body.splitlines(keepends=True)[1:])
            handler.answer(204)  # type: ignore[attr-defined]
            return True

        stub.on_put = swallow
        report = loaded(stub, graphs())
        assert outcomes(report) == {"a": "differs", "b": "differs", "c": "differs"}
        assert report.rows[0].missing == ('<urn:a0> <urn:p> "0" .',)
        assert not report.well


def test_a_difference_is_shown_line_by_line() -> None:
    with Stub() as stub:
        loaded(stub, graphs())
        stub.graphs[A] += b"<urn:a9> <urn:p> <urn:more> .\n"
        del stub.graphs[B]
        with open_target(call(stub)) as target:
            report = compare(target, graphs())
        assert outcomes(report) == {"a": "differs", "b": "missing", "c": "same"}
        assert report.rows[0].words == "differs: +0 −1"
        assert report.rows[0].surplus == ("<urn:a9> <urn:p> <urn:more> .",)
        assert report.rows[1].there == 0


def test_the_address_is_asked_what_it_is() -> None:
    with Stub() as stub, pytest.raises(UnusableStoreError, match="--kind"):
        open_target(Call(stub.url, first_wait=0.0))
    with pytest.raises(UnusableStoreError, match="TREATYGRAPH_PASSWORD"):
        open_target(Call("http://clerk:secret@127.0.0.1:9/"))
    with pytest.raises(StoreError, match=r"cannot be reached .*2 attempts"):
        open_target(Call("http://127.0.0.1:9", attempts=2, first_wait=0.0))


# Embedded store ----------------------------------------------------------------------------------------------------

def embedded(folder: Path) -> Call:
    return Call(str(folder / "store"))


def test_unload_removes_ours_and_keeps_theirs(tmp_path: Path) -> None:
    with open_target(embedded(tmp_path)) as target:
        target.replace(Iri(THEIRS), graphs()[A])
        load(target, graphs())
        load(target, {A: graphs()[A]})
        report = unload(target, [B, Iri("urn:not-there")])
        assert [row.outcome for row in report.rows] == [Outcome.REMOVED, Outcome.SAME]
        assert set(target.sizes() or {}) == {A, C, THEIRS}
        assert outcomes(unload(target)) == {"a": "removed", "c": "removed"}
        assert set(target.sizes() or {}) == {THEIRS}
        assert unload(target).rows == []


def test_graphs_no_longer_in_the_data_are_named_and_pruned(tmp_path: Path) -> None:
    with open_target(embedded(tmp_path)) as target:
        target.replace(Iri(THEIRS), graphs()[A])
        load(target, graphs())
        fewer = {A: graphs()[A]}
        report = load(target, fewer)
        assert (report.extra, report.well) == ([B, C], True)
        assert outcomes(compare(target, fewer)) == {"a": "same", "b": "extra", "c": "extra"}
        assert load(target, fewer, prune=True).extra == []
        assert set(target.sizes() or {}) == {A, THEIRS}


def test_what_a_broken_load_left_aside_is_cleared(tmp_path: Path) -> None:
    with open_target(embedded(tmp_path)) as target:
        target.replace(Iri(STAGING + "0123"), graphs()[A])
        load(target, graphs())
        assert set(target.sizes() or {}) == {A, B, C}


def test_blank_nodes_and_numbers_do_not_count_as_changes(tmp_path: Path) -> None:
    """A second load sends nothing, although the store names blank nodes anew and writes 17.50 as 17.5."""
    def content(first: str, second: str, number: str) -> dict[Iri, list[Triple]]:
        one, two = BlankNode(first), BlankNode(second)
        decimal = Literal(number, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        return {A: [Triple(one, NamedNode("urn:knows"), two), Triple(two, NamedNode("urn:size"), decimal),
                    Triple(one, NamedNode("urn:says"), Literal('a "quote"\n\\ and 会议', language="zh"))]}

    with open_target(embedded(tmp_path)) as target:
        assert outcomes(load(target, content("x", "y", "17.50"))) == {"a": "sent"}
        assert outcomes(load(target, content("p", "q", "17.5"))) == {"a": "same"}
        swapped = content("p", "q", "17.5")[A]
        swapped[0] = Triple(swapped[0].object, swapped[0].predicate, swapped[0].subject)  # type: ignore[arg-type]
        assert outcomes(load(target, {A: swapped})) == {"a": "sent"}
        assert target.sizes() == {A: 3}


def test_a_directory_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(UnusableStoreError, match="holds files, but no embedded store"):
        open_target(Call(str(tmp_path)))
    with pytest.raises(TreatyGraphError, match="is a file"):
        open_target(Call(str(tmp_path / "thesis.txt")))
    with pytest.raises(UnusableStoreError, match="there is no store here"):
        open_target(Call(str(tmp_path / "none")), create=False)
    assert not (tmp_path / "none").exists()


def test_a_store_another_process_has_open(tmp_path: Path) -> None:
    held = Store(str(tmp_path / "store"))
    with pytest.raises(UnusableStoreError, match="another process has it open"):
        open_target(embedded(tmp_path))
    del held


def test_triples_outside_any_graph_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.nq"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n")
    with pytest.raises(TreatyGraphError, match="no named graph"):
        local_graphs([file])


def test_a_file_is_the_graph_of_its_name(tmp_path: Path) -> None:
    path = bulk(tmp_path, 5)
    assert {name: len(found) for name, found in local_graphs([path]).items()} == {graph_of(path): 5}
    assert len(n_triples(local_graphs([path])[Iri(graph_of(path))]).splitlines()) == 5
